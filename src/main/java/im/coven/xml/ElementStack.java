package im.coven.xml;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Puts elements together from the events of a reader.
///
/// Text comes in pieces of any size; what stands next to each other becomes one node.
final class ElementStack {

  /// An element whose end has not come.
  private static final class Open {
    private final String name;
    private final String ns;
    private final List<Attribute> attributes;
    private final @Nullable Open outer;
    private @Nullable Node only;
    private @Nullable List<Node> nodes;

    Open(String name, String ns, List<Attribute> attributes, @Nullable Open outer) {
      this.name = name;
      this.ns = ns;
      this.attributes = attributes;
      this.outer = outer;
    }

    void add(Node node) {
      if (nodes != null) {
        nodes.add(node);
      } else if (only == null) {
        only = node;
      } else {
        nodes = new ArrayList<>(4);
        nodes.add(only);
        nodes.add(node);
      }
    }

    Element close() {
      List<Node> content =
          nodes != null ? List.copyOf(nodes) : only == null ? List.of() : List.of(only);
      return new Element(name, ns, attributes, content);
    }
  }

  private @Nullable Open open;
  private @Nullable Element complete;
  private @Nullable String text;
  private @Nullable StringBuilder longText;
  private boolean headerNext;
  private boolean closed;

  /// The next element is the header, which stays open for ever.
  void expectHeader() {
    headerNext = true;
    open = null;
    complete = null;
    text = null;
    longText = null;
  }

  boolean isHeaderNext() {
    return headerNext;
  }

  void start(XMLStreamReader in) {
    endText();
    String ns = in.getNamespaceURI();
    open = new Open(in.getLocalName(), ns == null ? "" : ns, attributes(in), open);
  }

  /// Whether the end of the header's element came.
  boolean isClosed() {
    return closed;
  }

  /// Takes the header off the stack.
  Element takeHeader() {
    Element element = java.util.Objects.requireNonNull(open).close();
    headerNext = false;
    open = null;
    return element;
  }

  void text(String piece) {
    if (longText != null) {
      longText.append(piece);
    } else if (text != null) {
      longText = new StringBuilder(text).append(piece);
    } else {
      text = piece;
    }
  }

  void end() {
    endText();
    if (open == null) {
      closed = true;
      return;
    }
    Element element = open.close();
    open = open.outer;
    if (open == null) {
      complete = element;
    } else {
      open.add(element);
    }
  }

  /// The unit, where it is complete. Forgets it.
  @Nullable Element takeTop() {
    Element element = open == null ? complete : null;
    complete = null;
    return element;
  }

  private void endText() {
    String value = longText == null ? text : longText.toString();
    text = null;
    longText = null;
    if (value != null && !value.isEmpty() && open != null) {
      open.add(new Text(value));
    }
  }

  private static List<Attribute> attributes(XMLStreamReader in) {
    int count = in.getAttributeCount();
    return switch (count) {
      case 0 -> List.of();
      case 1 -> List.of(attribute(in, 0));
      case 2 -> List.of(attribute(in, 0), attribute(in, 1));
      default -> {
        var attributes = new Attribute[count];
        for (int i = 0; i < count; i++) {
          attributes[i] = attribute(in, i);
        }
        yield List.of(attributes);
      }
    };
  }

  private static Attribute attribute(XMLStreamReader in, int index) {
    String ns = in.getAttributeNamespace(index);
    return new Attribute(
        ns == null ? "" : ns, in.getAttributeLocalName(index), in.getAttributeValue(index));
  }
}
