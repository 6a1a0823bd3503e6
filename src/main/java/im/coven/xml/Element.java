package im.coven.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An XML element as a value: name, namespace, attributes and what it holds, in document order.
///
/// Prefixes are not kept: `<a:b xmlns:a='n'/>` and `<b xmlns='n'/>` are the same element.
public record Element(String name, String ns, List<Attribute> attributes, List<Node> nodes)
    implements Node {

  public Element {
    attributes = List.copyOf(attributes);
    nodes = List.copyOf(nodes);
  }

  /// An empty element.
  public static Element of(String name, String ns) {
    return new Element(name, ns, List.of(), List.of());
  }

  /// An element that holds text alone.
  public static Element text(String name, String ns, String text) {
    return new Element(name, ns, List.of(), List.of(new Text(text)));
  }

  /// Starts an element that is put together piece by piece.
  public static Builder builder(String name, String ns) {
    return new Builder(name, ns);
  }

  /// A builder that starts from this element.
  public Builder toBuilder() {
    var builder = new Builder(name, ns);
    builder.attributes.addAll(attributes);
    builder.nodes.addAll(nodes);
    return builder;
  }

  public boolean is(String name, String ns) {
    return this.name.equals(name) && this.ns.equals(ns);
  }

  /// The value of an attribute without prefix, or null.
  public @Nullable String attr(String name) {
    return attr("", name);
  }

  /// The value of an attribute, or null.
  public @Nullable String attr(String ns, String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name) && attribute.ns().equals(ns)) {
        return attribute.value();
      }
    }
    return null;
  }

  /// The value of an attribute without prefix, or `otherwise`.
  public String attrOr(String name, String otherwise) {
    String value = attr(name);
    return value == null ? otherwise : value;
  }

  /// The child elements in document order.
  public List<Element> children() {
    var children = new ArrayList<Element>(nodes.size());
    for (Node node : nodes) {
      if (node instanceof Element child) {
        children.add(child);
      }
    }
    return children;
  }

  /// The child elements of one name.
  public Stream<Element> children(String name, String ns) {
    return children().stream().filter(child -> child.is(name, ns));
  }

  /// The first child of one name.
  public Optional<Element> child(String name, String ns) {
    return firstOf(nodes, name, ns);
  }

  /// The first element of one name among nodes.
  public static Optional<Element> firstOf(List<Node> nodes, String name, String ns) {
    for (Node node : nodes) {
      if (node instanceof Element child && child.is(name, ns)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /// The first child of the same namespace under a name.
  public Optional<Element> child(String name) {
    return child(name, ns);
  }

  /// The text directly inside, children left out.
  public String text() {
    if (nodes.size() == 1 && nodes.getFirst() instanceof Text(var value)) {
      return value;
    }
    var text = new StringBuilder();
    for (Node node : nodes) {
      if (node instanceof Text(var value)) {
        text.append(value);
      }
    }
    return text.toString();
  }

  /// The text of the first child of the same namespace under a name.
  public Optional<String> childText(String name) {
    return child(name).map(Element::text);
  }

  /// The element as XML text; the namespace is declared on it.
  @Override
  public String toString() {
    return XmlWriter.toString(this);
  }

  /// Puts an element together. Not shared between threads.
  public static final class Builder {
    private final String name;
    private final String ns;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();

    private Builder(String name, String ns) {
      this.name = Objects.requireNonNull(name);
      this.ns = Objects.requireNonNull(ns);
    }

    /// Sets an attribute, or removes it when the value is null.
    public Builder attr(String name, @Nullable Object value) {
      return attr("", name, value);
    }

    /// Sets an attribute of a namespace, or removes it when the value is null.
    public Builder attr(String ns, String name, @Nullable Object value) {
      attributes.removeIf(a -> a.name().equals(name) && a.ns().equals(ns));
      if (value != null) {
        attributes.add(new Attribute(ns, name, value.toString()));
      }
      return this;
    }

    public Builder add(Node node) {
      nodes.add(node);
      return this;
    }

    public Builder addAll(List<? extends Node> more) {
      nodes.addAll(more);
      return this;
    }

    /// Adds a child of the same namespace that holds text; nothing when the text is null.
    public Builder text(String childName, @Nullable String text) {
      if (text != null) {
        nodes.add(Element.text(childName, ns, text));
      }
      return this;
    }

    public Builder text(String text) {
      nodes.add(new Text(text));
      return this;
    }

    /// Removes the child elements that a test names.
    public Builder removeIf(java.util.function.Predicate<Element> test) {
      nodes.removeIf(node -> node instanceof Element child && test.test(child));
      return this;
    }

    public Element build() {
      return new Element(name, ns, attributes, nodes);
    }
  }
}
