package im.coven.xml;

/// Takes what a stream turns out to hold, in order. Called from within {@link
/// XmlStreamParser#feed}, on its thread.
public interface XmlSink {

  /// The stream header came in; called once, before all else but a fault.
  void opened(StreamHeader header);

  /// An element directly inside the stream is complete.
  void element(Element element);

  /// The stream was closed by its end tag. Nothing follows.
  void closed();

  /// The stream cannot be read on. Nothing follows.
  void fault(XmlFault fault);
}
