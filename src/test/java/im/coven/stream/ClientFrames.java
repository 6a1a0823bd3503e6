package im.coven.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.stream.WebSocketFrame.Close;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Frames as a client writes them, and what a {@link MessageReader} finds in them, one line each.
public final class ClientFrames {

  static final int FINAL = 0x80;
  static final String OPEN =
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.org' version='1.0'/>";
  static final String CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

  private static final byte[] MASK = {(byte) 0xA5, 0x00, (byte) 0xFF, 0x3C};
  private static final int SHORT_MAX = 125;
  private static final int LENGTH_16_MAX = 0xFFFF;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A message in one frame.
  public ClientFrames text(String text) {
    return frame(FINAL | WebSocketFrame.TEXT, text.getBytes(UTF_8));
  }

  /// A message in frames of one byte each, with pings between them.
  ClientFrames fragmented(String text) {
    byte[] all = text.getBytes(UTF_8);
    for (int i = 0; i < all.length; i++) {
      frame(i == 0 ? WebSocketFrame.TEXT : 0, new byte[] {all[i]});
      frame(FINAL | WebSocketFrame.PING, new byte[] {(byte) i});
    }
    return frame(FINAL, new byte[0]);
  }

  /// A frame with this first byte.
  public ClientFrames frame(int first, byte[] payload) {
    bytes.write(first);
    if (payload.length <= SHORT_MAX) {
      bytes.write(0x80 | payload.length);
    } else {
      int lengthBytes = payload.length <= LENGTH_16_MAX ? 2 : 8;
      bytes.write(0x80 | (lengthBytes == 2 ? 126 : 127));
      for (int i = lengthBytes - 1; i >= 0; i--) {
        bytes.write((int) ((long) payload.length >>> (8 * i)));
      }
    }
    bytes.writeBytes(MASK);
    for (int i = 0; i < payload.length; i++) {
      bytes.write(payload[i] ^ MASK[i % MASK.length]);
    }
    return this;
  }

  /// Bytes that may be no frame.
  ClientFrames raw(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /// What a reader finds in bytes that come in pieces of a size.
  static List<String> read(byte[] bytes, int piece, XmlLimits limits) {
    var heard = new Heard(limits);
    MessageReader reader = heard.reader;
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      int taken = 0;
      while (taken < part.length) {
        taken += reader.feed(part, taken, part.length - taken);
      }
    }
    return heard.lines;
  }

  /// Pauses behind each element, as a connection may.
  private static final class Heard implements XmlSink, MessageReader.Control {

    private final List<String> lines = new ArrayList<>();
    private final MessageReader reader;

    private Heard(XmlLimits limits) {
      reader = new MessageReader(limits, this, this);
    }

    @Override
    public void opened(StreamHeader header) {
      lines.add("opened " + header.root().attrOr("to", "-") + " " + header.contentNs());
      reader.pause();
    }

    @Override
    public void element(Element element) {
      lines.add(XmlWriter.toString(element));
      reader.pause();
    }

    @Override
    public void closed() {
      lines.add("closed");
    }

    @Override
    public void left() {
      lines.add("left");
    }

    @Override
    public void fault(XmlFault fault) {
      lines.add(fault.kind() + ": " + fault.text());
    }

    @Override
    public void pinged(byte[] payload) {
      lines.add("ping " + Arrays.toString(payload));
    }

    @Override
    public void failing(Close why) {
      lines.add("failing " + why.code());
    }
  }
}
