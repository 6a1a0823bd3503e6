package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A message; `nodes` is all that it holds, in document order. See RFC 6121 §5.
public record Message(
    @Nullable Jid from,
    @Nullable Jid to,
    @Nullable String id,
    Type type,
    @Nullable String lang,
    List<Node> nodes)
    implements Stanza {

  /// See RFC 6121 §5.2.2.
  public enum Type {
    NORMAL,
    CHAT,
    GROUPCHAT,
    HEADLINE,
    ERROR;

    private static final Type[] ALL = values();

    private final String wire = name().toLowerCase(Locale.ROOT);

    /// The value of the `type` attribute.
    public String wire() {
      return wire;
    }

    /// Reads the attribute; an absent or unknown value means `normal`.
    static Type of(@Nullable String wire) {
      for (Type type : ALL) {
        if (type.wire.equals(wire)) {
          return type;
        }
      }
      return NORMAL;
    }
  }

  public Message {
    nodes = List.copyOf(nodes);
  }

  /// The first child of one name.
  public Optional<Element> child(String name, String ns) {
    return Element.firstOf(nodes, name, ns);
  }

  /// The same message without the children that a test names.
  public Message without(Predicate<Element> test) {
    return withNodes(
        nodes.stream().filter(n -> !(n instanceof Element child && test.test(child))).toList());
  }

  /// The same envelope around other content.
  public Message withNodes(List<Node> nodes) {
    return new Message(from, to, id, type, lang, nodes);
  }

  @Override
  public Message withFrom(Jid from) {
    return new Message(from, to, id, type, lang, nodes);
  }

  @Override
  public Message withTo(Jid to) {
    return new Message(from, to, id, type, lang, nodes);
  }

  /// The answer that this message was refused, addresses swapped; null for an error, which is never
  /// answered. See RFC 6120 §8.3.1.
  public @Nullable Message error(StanzaError error) {
    return type == Type.ERROR
        ? null
        : new Message(to, from, id, Type.ERROR, null, List.of(error.toElement()));
  }

  @Override
  public Element toElement() {
    return Element.builder("message", NS)
        .attr("from", from)
        .attr("to", to)
        .attr("id", id)
        .attr("type", type == Type.NORMAL ? null : type.wire())
        .attr(Attribute.XML_NS, "lang", lang)
        .addAll(nodes)
        .build();
  }
}
