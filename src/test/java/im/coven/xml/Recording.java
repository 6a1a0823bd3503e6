package im.coven.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A sink that writes down what it is told, one line each.
final class Recording implements XmlSink {

  /// The usual header of a client, without the XML declaration.
  static final String HEADER =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " to='example.org' version='1.0' xml:lang='en'>";

  final List<String> lines = new ArrayList<>();
  final List<Element> elements = new ArrayList<>();
  final List<XmlFault> faults = new ArrayList<>();
  final List<StreamHeader> headers = new ArrayList<>();

  /// How many bytes the parser took.
  int taken;

  /// What comes of a text that is fed in pieces of a size.
  static Recording of(String text, XmlLimits limits, int piece) {
    return of(text.getBytes(StandardCharsets.UTF_8), limits, piece);
  }

  static Recording of(byte[] bytes, XmlLimits limits, int piece) {
    var recording = new Recording();
    var parser = new XmlStreamParser(limits, recording);
    for (int at = 0; at < bytes.length; at += piece) {
      // A copy, so that a parser that held on to it would be noticed.
      byte[] part = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      recording.taken += parser.feed(part);
      java.util.Arrays.fill(part, (byte) 'X');
    }
    return recording;
  }

  /// What comes of a text inside the usual header.
  static Recording inStream(String text) {
    return of(HEADER + text, XmlLimits.CLIENT, Integer.MAX_VALUE / 2);
  }

  /// The kind of the fault, or `none`.
  String fault() {
    return faults.isEmpty() ? "none" : faults.getFirst().kind().name();
  }

  @Override
  public void opened(StreamHeader header) {
    headers.add(header);
    lines.add("opened " + header.root() + " " + header.contentNs());
  }

  @Override
  public void element(Element element) {
    elements.add(element);
    lines.add("element " + element);
  }

  @Override
  public void closed() {
    lines.add("closed");
  }

  @Override
  public void fault(XmlFault fault) {
    faults.add(fault);
    lines.add("fault " + fault.kind() + " " + fault.text());
  }
}
