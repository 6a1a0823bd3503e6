package im.coven.xml;

import im.coven.xml.XmlFault.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one XML stream (RFC 6120 §4) from bytes in any split, and tells a {@link XmlSink} what it
/// holds: the header, each complete element inside it, the end.
///
/// One parser serves one stream: a restart after STARTTLS or SASL needs a new one. Before its
/// header whitespace is skipped, and so are keep-alives between stanzas. What comes out does not
/// depend on how the bytes were split. After the end, or a fault, nothing more is reported.
///
/// The bytes of {@link XmlLimits} bound what is held. Between stanzas that is the header and an
/// empty reader. Belongs to the loop of its stream.
///
/// The guard reads every byte first and cuts the stream into units; a unit goes to Aalto in one
/// piece, and its events become the element. So Aalto sees only bytes that are legal and within the
/// limits; it never sees a split, which it takes wrongly inside of some characters and references;
/// and a reader can be replaced between two units, which forgets the names that a peer filled it
/// with.
public final class XmlStreamParser {

  private static final byte[] NONE = {};

  /// What elements that stand alone stand in, for Aalto: it declares nothing, and nobody sees it.
  private static final byte[] NOWHERE = "<nowhere>".getBytes(StandardCharsets.US_ASCII);

  private final XmlGuard guard;
  private final XmlSink sink;
  private final XmlUnitReader reader;
  private byte[] held = NONE;
  private int heldLength;
  private boolean ended;
  private boolean paused;

  public XmlStreamParser(XmlLimits limits, XmlSink sink) {
    this(new XmlGuard(limits, 0), limits, sink);
  }

  private XmlStreamParser(XmlGuard guard, XmlLimits limits, XmlSink sink) {
    this.guard = guard;
    this.sink = Objects.requireNonNull(sink);
    this.reader = new XmlUnitReader(limits);
  }

  /// Reads elements that stand alone, each declaring what it uses: there is neither a header nor an
  /// end. See RFC 7395 §3.3.1.
  public static XmlStreamParser ofElements(XmlLimits limits, XmlSink sink) {
    var parser = new XmlStreamParser(new XmlGuard(limits, 1), limits, sink);
    parser.fail(parser.reader.open(NOWHERE));
    return parser;
  }

  /// Takes bytes that came in, and calls the sink for all that they complete.
  ///
  /// @return how many were taken: all, unless the stream ended, or the sink called {@link #pause()}
  public int feed(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    paused = false;
    int pos = offset;
    int end = offset + length;
    while (pos < end && !ended && !paused) {
      XmlGuard.Cut cut = guard.scan(bytes, pos, end);
      int start = guard.start();
      pos = guard.position();
      if (cut == XmlGuard.Cut.FAULT) {
        fail(guard.fault());
      } else if (cut == XmlGuard.Cut.MORE) {
        hold(bytes, start, pos);
      } else if (heldLength == 0) {
        take(cut, bytes, start, pos);
      } else {
        hold(bytes, start, pos);
        take(cut, held, 0, heldLength);
        held = NONE;
        heldLength = 0;
      }
    }
    return pos - offset;
  }

  /// Feeds a whole array.
  public int feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  /// Called by the sink: {@link #feed} returns after the element that is being reported. The bytes
  /// behind it are the caller's, for the next call, or for the parser of the restarted stream.
  public void pause() {
    paused = true;
  }

  /// Lets go of what a silent stream does not need. It comes back, at a small cost, with the next
  /// element.
  public void rest() {
    reader.rest();
  }

  /// Whether no element is half read.
  public boolean isBetweenElements() {
    return guard.isOutside();
  }

  /// Whether the stream ended, by its end tag or by a fault.
  public boolean isEnded() {
    return ended;
  }

  /// Keeps the begin of a unit until its end comes.
  private void hold(byte[] bytes, int from, int to) {
    int length = to - from;
    if (heldLength + length > held.length) {
      held = Arrays.copyOf(held, Math.max(heldLength + length, 2 * held.length));
    }
    System.arraycopy(bytes, from, held, heldLength, length);
    heldLength += length;
  }

  /// Takes a unit that is complete.
  private void take(XmlGuard.Cut cut, byte[] bytes, int from, int to) {
    switch (cut) {
      case DECLARED -> fail(XmlDeclaration.check(bytes, from, to));
      case OPENED -> open(Arrays.copyOfRange(bytes, from, to));
      case ELEMENT -> element(bytes, from, to);
      case CLOSED -> close(bytes, from, to);
      default -> throw new IllegalStateException("no unit: " + cut);
    }
  }

  private void open(byte[] header) {
    fail(reader.open(header));
    if (!ended) {
      sink.opened(reader.header());
    }
  }

  private void element(byte[] bytes, int from, int to) {
    fail(reader.read(bytes, from, to));
    if (ended) {
      return;
    }
    Element element = reader.element();
    if (element == null) {
      fail(wrongEnd());
    } else {
      sink.element(element);
    }
  }

  private void close(byte[] bytes, int from, int to) {
    fail(reader.read(bytes, from, to));
    if (!ended && !reader.isClosed()) {
      fail(wrongEnd());
    }
    if (!ended) {
      ended = true;
      sink.closed();
    }
  }

  /// Aalto looks at an end tag when as many bytes are there as the start tag's name has; a shorter
  /// one leaves it waiting.
  private static XmlFault wrongEnd() {
    return new XmlFault(Kind.NOT_WELL_FORMED, "an end tag without its start tag");
  }

  private void fail(@Nullable XmlFault fault) {
    if (fault != null && !ended) {
      ended = true;
      sink.fault(fault);
    }
  }
}
