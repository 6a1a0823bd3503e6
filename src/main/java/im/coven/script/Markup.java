package im.coven.script;

import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.Node;
import im.coven.xml.Text;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML text to elements by the JDK's own parser.
///
/// On purpose not the parser that the server reads with: what one of them wrongly lets pass, the
/// other stumbles over.
public final class Markup {

  /// The namespace of stanzas between a client and its server.
  static final String CLIENT_NS = "jabber:client";

  /// The attribute that stands for `…` inside a tag.
  static final String REST = "__rest__";

  /// The attribute that stands for the `!` before the name of what must not be there.
  static final String ABSENT = "__absent__";

  private static final Pattern NOT = Pattern.compile("<!([A-Za-z][^\\s/>]*)");
  private static final XMLInputFactory READERS = factory();

  private Markup() {}

  /// Makes readers as XMPP needs them: namespaces, no DTD, nothing fetched.
  public static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// The elements of a text that holds one after the other, by default of `jabber:client`.
  ///
  /// @throws IllegalArgumentException when it is not well formed
  public static List<Element> elements(String xml) {
    try {
      XMLStreamReader reader =
          READERS.createXMLStreamReader(
              new StringReader("<x xmlns='" + CLIENT_NS + "'>" + xml + "</x>"));
      reader.nextTag();
      return read(reader).children();
    } catch (XMLStreamException e) {
      throw new IllegalArgumentException("not well-formed XML: " + e.getMessage(), e);
    }
  }

  /// [#elements] of a text in which `…` may stand inside tags, and `!` before their names.
  static List<Element> patterns(String xml) {
    return elements(NOT.matcher(markRest(xml)).replaceAll("<$1 " + ABSENT + "=''"));
  }

  /// Reads the element at whose start tag a reader stands; leaves the reader at its end tag.
  public static Element read(XMLStreamReader reader) throws XMLStreamException {
    Deque<Element.Builder> open = new ArrayDeque<>();
    open.push(start(reader));
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> open.push(start(reader));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.element().add(new Text(reader.getText()));
        case XMLStreamConstants.END_ELEMENT -> {
          Element done = joined(open.pop().build());
          if (open.isEmpty()) {
            return done;
          }
          open.element().add(done);
        }
        default -> throw new XMLStreamException("not allowed in XMPP", reader.getLocation());
      }
    }
  }

  private static Element.Builder start(XMLStreamReader reader) {
    var builder = Element.builder(reader.getLocalName(), orEmpty(reader.getNamespaceURI()));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      builder.attr(
          orEmpty(reader.getAttributeNamespace(i)),
          reader.getAttributeLocalName(i),
          reader.getAttributeValue(i));
    }
    return builder;
  }

  /// The element with neighbouring texts made one.
  private static Element joined(Element element) {
    var nodes = new ArrayList<Node>(element.nodes().size());
    for (Node node : element.nodes()) {
      if (node instanceof Text(var more)
          && !nodes.isEmpty()
          && nodes.getLast() instanceof Text(var text)) {
        nodes.set(nodes.size() - 1, new Text(text + more));
      } else {
        nodes.add(node);
      }
    }
    return new Element(element.name(), element.ns(), element.attributes(), nodes);
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }

  /// Puts an attribute for each `…` that stands inside a tag and outside quotes.
  private static String markRest(String xml) {
    var out = new StringBuilder(xml.length());
    boolean inTag = false;
    char quote = 0;
    for (int i = 0; i < xml.length(); i++) {
      char c = xml.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (inTag && (c == '\'' || c == '"')) {
        quote = c;
      } else if (inTag && (c == '…' || xml.startsWith("...", i))) {
        out.append(REST).append("=''");
        i += c == '…' ? 0 : 2;
        continue;
      } else {
        inTag = c == '<' || (inTag && c != '>');
      }
      out.append(c);
    }
    return out.toString();
  }

  /// Whether a pattern says what must not be there.
  static boolean isAbsent(Element pattern) {
    return pattern.attr(ABSENT) != null;
  }

  /// Whether an attribute stands for `…`.
  static boolean isRest(Attribute attribute) {
    return attribute.name().equals(REST);
  }
}
