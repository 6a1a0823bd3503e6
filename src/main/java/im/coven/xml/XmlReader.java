package im.coven.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one element that is there as a whole, under the same guard as a stream.
///
/// For stored payloads, and for tests. Whitespace around the element is skipped; an XML declaration
/// is not expected.
public final class XmlReader {

  private XmlReader() {}

  /// The element that the text is.
  ///
  /// @throws IllegalArgumentException when it is not one well-formed element
  public static Element parse(String text) {
    return parse(text, "");
  }

  /// The element that the text is, when it stands inside one of namespace `outerNs`: the reverse of
  /// {@link XmlWriter#toString(Element, String)}.
  ///
  /// @throws IllegalArgumentException when it is not one well-formed element
  public static Element parse(String text, String outerNs) {
    var only = new Only();
    return only.read(text.getBytes(StandardCharsets.UTF_8), outerNs, XmlLimits.TRUSTED)
        .orElseThrow(() -> new IllegalArgumentException("not an element: " + only.why()));
  }

  /// The element that the bytes are, within limits; nothing when they are none.
  public static Optional<Element> read(byte[] bytes, XmlLimits limits) {
    return new Only().read(bytes, "", limits);
  }

  /// A stream made around the bytes, in which one element is expected.
  private static final class Only implements XmlSink {

    private final List<Element> elements = new ArrayList<>(1);
    private @Nullable XmlFault fault;
    private boolean closed;

    Optional<Element> read(byte[] bytes, String outerNs, XmlLimits limits) {
      var parser = new XmlStreamParser(limits, this);
      var header = new StringBuilder("<w");
      if (!outerNs.isEmpty()) {
        header.append(" xmlns='");
        XmlWriter.escapeAttribute(outerNs, header);
        header.append('\'');
      }
      parser.feed(header.append('>').toString().getBytes(StandardCharsets.UTF_8));
      parser.feed(bytes);
      boolean whole = parser.isBetweenElements() && fault == null && !closed;
      return whole && elements.size() == 1 ? Optional.of(elements.getFirst()) : Optional.empty();
    }

    String why() {
      return fault == null ? elements.size() + " complete elements" : fault.text();
    }

    @Override
    public void opened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      elements.add(element);
    }

    @Override
    public void closed() {
      closed = true;
    }

    @Override
    public void fault(XmlFault fault) {
      this.fault = fault;
    }
  }
}
