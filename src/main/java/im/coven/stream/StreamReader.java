package im.coven.stream;

import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;

/// Reads streams that follow one another on one connection, from the bytes of its wire in any
/// split, and tells a {@link XmlSink} what they hold. How a stream stands on the wire is the
/// reader's affair: [Plain] is RFC 6120, [MessageReader] is RFC 7395.
///
/// Belongs to the loop of its connection.
public sealed interface StreamReader permits StreamReader.Plain, MessageReader {

  /// Takes bytes that came in. They may be changed: they are the reader's.
  ///
  /// @return how many were taken: all, unless {@link #pause()} was called meanwhile; the rest comes
  ///   again, as it is now
  int feed(byte[] bytes, int offset, int length);

  /// Called by the sink: {@link #feed} returns after the element that is being reported.
  void pause();

  /// What follows is a new stream, under these limits.
  void restart(XmlLimits limits);

  /// The stream is over: what still comes in of it is thrown away.
  void finish();

  /// Lets go of what a silent stream does not need.
  void rest();

  /// A stream that is one document: a header, the elements, an end tag.
  final class Plain implements StreamReader {

    private final XmlSink sink;
    private XmlStreamParser parser;
    private boolean finished;

    public Plain(XmlLimits limits, XmlSink sink) {
      this.sink = sink;
      this.parser = new XmlStreamParser(limits, sink);
    }

    @Override
    public int feed(byte[] bytes, int offset, int length) {
      return finished ? length : parser.feed(bytes, offset, length);
    }

    @Override
    public void pause() {
      parser.pause();
    }

    @Override
    public void restart(XmlLimits limits) {
      parser.pause();
      parser = new XmlStreamParser(limits, sink);
    }

    @Override
    public void finish() {
      parser.pause();
      finished = true;
    }

    @Override
    public void rest() {
      parser.rest();
    }
  }
}
