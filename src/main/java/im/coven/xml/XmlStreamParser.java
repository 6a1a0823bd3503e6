package im.coven.xml;

import im.coven.xml.XmlFault.Kind;
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
/// The guard reads every byte first and cuts the stream into units; a unit then goes to Aalto,
/// whose events become the element. So Aalto sees only bytes that are legal and within the limits,
/// and a reader can be replaced between two units, which forgets the names that a peer filled it
/// with.
public final class XmlStreamParser {

  private static final byte[] NONE = {};

  private final XmlGuard guard;
  private final XmlSink sink;
  private final XmlUnitReader reader;
  private byte[] header = NONE;
  private int headerLength;
  private boolean opened;
  private boolean ended;
  private boolean paused;

  public XmlStreamParser(XmlLimits limits, XmlSink sink) {
    this.guard = new XmlGuard(limits);
    this.sink = Objects.requireNonNull(sink);
    this.reader = new XmlUnitReader(limits);
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
      pos = guard.position();
      if (guard.start() < pos) {
        take(bytes, guard.start(), pos);
      }
      if (!ended) {
        report(cut);
      }
    }
    reader.release();
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

  /// Whether no element is half read.
  public boolean isBetweenElements() {
    return guard.isOutside();
  }

  /// Whether the stream ended, by its end tag or by a fault.
  public boolean isEnded() {
    return ended;
  }

  /// Bytes of the header are kept, so that a new reader can be told them; others go to the reader.
  private void take(byte[] bytes, int from, int to) {
    if (opened) {
      fail(reader.read(bytes, from, to));
      return;
    }
    int length = to - from;
    if (headerLength + length > header.length) {
      header = Arrays.copyOf(header, Math.max(headerLength + length, 2 * header.length));
    }
    System.arraycopy(bytes, from, header, headerLength, length);
    headerLength += length;
  }

  private void report(XmlGuard.Cut cut) {
    switch (cut) {
      case MORE -> {}
      case DECLARED -> {
        fail(XmlDeclaration.check(header, headerLength));
        header = NONE;
        headerLength = 0;
      }
      case OPENED -> open();
      case ELEMENT -> {
        Element element = reader.element();
        if (element == null) {
          fail(new XmlFault(Kind.NOT_WELL_FORMED, "an element without its end"));
        } else {
          sink.element(element);
        }
      }
      case CLOSED -> {
        ended = true;
        sink.closed();
      }
      case FAULT -> fail(guard.fault());
    }
  }

  private void open() {
    opened = true;
    header = Arrays.copyOf(header, headerLength);
    fail(reader.open(header));
    if (!ended) {
      sink.opened(reader.header());
    }
  }

  private void fail(@Nullable XmlFault fault) {
    if (fault != null && !ended) {
      ended = true;
      sink.fault(fault);
    }
  }
}
