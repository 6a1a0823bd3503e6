package im.coven.stream;

import im.coven.stream.WebSocketFrame.Close;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlFault.Kind;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;
import java.util.List;
import java.util.Map;

/// Reads the stream of a client from the frames of its WebSocket (RFC 6455 §5): each message is one
/// element that stands alone, `<open/>` is the header, `<close/>` the end (RFC 7395 §3.3).
///
/// A message is not put together before it is read: what a frame brings is unmasked where it lies
/// and goes to the parser at once. So fragments need no memory of their own, and the parser's
/// limits are theirs; a frame that says at its beginning that it passes them is not read at all.
///
/// ```
/// HEADER ──▶ PAYLOAD of a text ──▶ parser ──▶ sink
///    ▲         │    of a control frame ──▶ control
///    └─────────┘
/// ```
///
/// After the stream's end frames are still read, for the one that closes the WebSocket; after that
/// one, or a frame that is none, nothing is.
public final class MessageReader implements StreamReader {

  /// The namespace of what frames a stream.
  static final String NS = "urn:ietf:params:xml:ns:xmpp-framing";

  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int MASK_BYTES = 4;
  private static final int HEADER_BYTES_MAX = 14;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;

  /// What comes in beside the stream.
  public interface Control {

    /// The client wants the same back in a pong.
    void pinged(byte[] payload);

    /// The client closed the WebSocket.
    void left();

    /// What comes in cannot be taken, for this reason; the sink is told of a fault next.
    void failing(Close why);
  }

  private final XmlSink sink;
  private final Control control;
  private XmlLimits limits;
  private XmlStreamParser parser;

  private final byte[] header = new byte[HEADER_BYTES_MAX];
  private int headerAt;
  private boolean inPayload;
  private int opcode;
  private boolean last;
  private int length;
  private int done;
  private int mask;
  private byte[] payload = {};

  /// Bytes of the payload, behind what is done, that are unmasked already.
  private int clear;

  private boolean inMessage;
  private long messageBytes;
  private int elements;
  private boolean opened;
  private boolean paused;
  private boolean streamOver;
  private boolean over;

  public MessageReader(XmlLimits limits, XmlSink sink, Control control) {
    this.limits = limits;
    this.sink = sink;
    this.control = control;
    this.parser = XmlStreamParser.ofElements(limits, new Elements());
  }

  @Override
  public int feed(byte[] bytes, int from, int count) {
    paused = false;
    int pos = from;
    int end = from + count;
    while (pos < end && !over && !paused) {
      pos = inPayload ? payload(bytes, pos, end) : header(bytes, pos);
    }
    return over ? count : pos - from;
  }

  @Override
  public void pause() {
    paused = true;
    parser.pause();
  }

  @Override
  public void restart(XmlLimits next) {
    pause();
    limits = next;
    opened = false;
    parser = XmlStreamParser.ofElements(limits, new Elements());
  }

  @Override
  public void finish() {
    parser.pause();
    streamOver = true;
  }

  @Override
  public void rest() {
    parser.rest();
  }

  /* ---- a frame's header ---- */

  private int header(byte[] bytes, int pos) {
    header[headerAt] = bytes[pos];
    headerAt++;
    if (headerAt == 2) {
      begin();
    }
    if (!over && headerAt >= 2 && headerAt == headerBytes()) {
      headerAt = 0;
      headed();
    }
    return pos + 1;
  }

  private int lengthBytes() {
    return switch (header[1] & LENGTH) {
      case WebSocketFrame.LENGTH_16 -> Short.BYTES;
      case WebSocketFrame.LENGTH_64 -> Long.BYTES;
      default -> 0;
    };
  }

  private int headerBytes() {
    return 2 + lengthBytes() + MASK_BYTES;
  }

  /// What the first two bytes tell.
  private void begin() {
    opcode = header[0] & OPCODE;
    last = (header[0] & WebSocketFrame.FINAL) != 0;
    boolean isControl = opcode >= WebSocketFrame.CLOSE;
    if ((header[0] & RESERVED) != 0 || (header[1] & MASKED) == 0) {
      fail(Close.PROTOCOL_ERROR, "a frame that is not masked, or of an extension");
    } else if (isControl && (!last || lengthBytes() > 0)) {
      fail(Close.PROTOCOL_ERROR, "a control frame that is too long, or in parts");
    } else if (opcode == WebSocketFrame.BINARY) {
      fail(Close.NOT_TEXT, "only text is spoken here");
    } else if (opcode > WebSocketFrame.PONG || (opcode > WebSocketFrame.BINARY && !isControl)) {
      fail(Close.PROTOCOL_ERROR, "a frame of no known kind");
    } else if (!isControl && inMessage != (opcode == WebSocketFrame.CONTINUATION)) {
      fail(Close.PROTOCOL_ERROR, "a message within another, or the rest of none");
    }
  }

  private void headed() {
    int at = 2 + lengthBytes();
    long announced = lengthBytes() == 0 ? header[1] & LENGTH : 0;
    for (int i = 2; i < at; i++) {
      announced = (announced << 8) | (header[i] & 0xFF);
    }
    mask = 0;
    for (int i = at; i < at + MASK_BYTES; i++) {
      mask = (mask << 8) | (header[i] & 0xFF);
    }
    boolean isData = opcode < WebSocketFrame.CLOSE;
    if (opcode == WebSocketFrame.TEXT) {
      inMessage = true;
      messageBytes = 0;
      elements = 0;
    }
    if (isData) {
      // A length of 64 bits may have come out negative.
      boolean fits = announced >= 0 && announced <= limits.stanzaBytesMax() - messageBytes;
      if (!fits && !streamOver) {
        fail(Close.TOO_LARGE, "more than " + limits.stanzaBytesMax() + " bytes in a message");
        return;
      }
      if (!fits) {
        over = true;
        return;
      }
      messageBytes = streamOver ? 0 : messageBytes + announced;
    }
    length = (int) announced;
    done = 0;
    clear = 0;
    payload = isData ? payload : new byte[length];
    inPayload = true;
    if (length == 0) {
      end();
    }
  }

  /* ---- its payload ---- */

  private int payload(byte[] bytes, int pos, int end) {
    int count = Math.min(length - done, end - pos);
    for (int i = clear; i < count; i++) {
      bytes[pos + i] ^= (byte) (mask >> (24 - 8 * ((done + i) & 3)));
    }
    clear = Math.max(clear, count);
    int taken = opcode < WebSocketFrame.CLOSE ? text(bytes, pos, count) : keep(bytes, pos, count);
    clear -= taken;
    done += taken;
    if (done == length) {
      end();
    }
    return pos + taken;
  }

  private int keep(byte[] bytes, int pos, int count) {
    System.arraycopy(bytes, pos, payload, done, count);
    return count;
  }

  private int text(byte[] bytes, int pos, int count) {
    if (!streamOver && messageBytes == length && done == 0 && bytes[pos] != '<') {
      refuse(Kind.BAD_FORMAT, "a message begins with <");
    }
    return streamOver ? count : parser.feed(bytes, pos, count);
  }

  private void end() {
    inPayload = false;
    switch (opcode) {
      case WebSocketFrame.CLOSE -> {
        over = true;
        control.left();
      }
      case WebSocketFrame.PING -> control.pinged(payload);
      case WebSocketFrame.PONG -> {}
      default -> {
        if (last) {
          inMessage = false;
          if (!streamOver && (elements != 1 || !parser.isBetweenElements())) {
            refuse(Kind.BAD_FORMAT, "a message holds one whole element");
          }
        }
      }
    }
  }

  /* ---- what it holds ---- */

  private void fail(Close why, String text) {
    over = true;
    if (!streamOver) {
      control.failing(why);
      refuse(Kind.POLICY_VIOLATION, text);
    }
  }

  private void refuse(Kind kind, String text) {
    finish();
    sink.fault(new XmlFault(kind, text));
  }

  /// What the parser finds in the messages.
  private final class Elements implements XmlSink {

    @Override
    public void opened(StreamHeader nowhere) {
      throw new IllegalStateException("elements that stand alone have no header");
    }

    @Override
    public void element(Element element) {
      elements++;
      if (elements > 1) {
        refuse(Kind.BAD_FORMAT, "a message holds one whole element");
      } else if (element.is("open", NS) && !opened) {
        opened = true;
        sink.opened(asHeader(element));
      } else if (element.is("close", NS)) {
        finish();
        sink.closed();
      } else {
        sink.element(element);
      }
    }

    @Override
    public void closed() {
      throw new IllegalStateException("elements that stand alone have no end");
    }

    @Override
    public void fault(XmlFault fault) {
      finish();
      sink.fault(fault);
    }
  }

  /// The header that says the same on a stream that is one document.
  private static StreamHeader asHeader(Element open) {
    var root = new Element("stream", StreamXml.NS, open.attributes(), List.of());
    return new StreamHeader(root, "stream", Map.of("", StreamXml.CONTENT_NS));
  }
}
