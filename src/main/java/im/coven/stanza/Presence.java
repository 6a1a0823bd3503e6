package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.Node;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Presence, or a subscription request; `nodes` is all that it holds. See RFC 6121 §4.
public record Presence(
    @Nullable Jid from,
    @Nullable Jid to,
    @Nullable String id,
    Type type,
    @Nullable String lang,
    List<Node> nodes)
    implements Stanza {

  /// See RFC 6121 §4.7.1. `AVAILABLE` is the absent attribute.
  public enum Type {
    AVAILABLE,
    UNAVAILABLE,
    SUBSCRIBE,
    SUBSCRIBED,
    UNSUBSCRIBE,
    UNSUBSCRIBED,
    PROBE,
    ERROR;

    private static final Type[] ALL = values();

    private final String lowerCase = name().toLowerCase(Locale.ROOT);

    /// The value of the `type` attribute, or null for available presence.
    public @Nullable String wire() {
      return this == AVAILABLE ? null : lowerCase;
    }

    /// Reads the attribute, or answers nothing for an unknown value.
    static Optional<Type> of(@Nullable String wire) {
      for (Type type : ALL) {
        if (Objects.equals(type.wire(), wire)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  public Presence {
    nodes = List.copyOf(nodes);
  }

  /// Presence that says nothing but its type.
  public static Presence bare(Jid from, Jid to, Type type) {
    return new Presence(from, to, null, type, null, List.of());
  }

  /// The priority from -128 to 127; 0 where none is given, or what is no priority. See RFC 6121
  /// §4.7.2.3.
  public int priority() {
    return child("priority", NS)
        .map(element -> element.text().strip())
        .map(text -> {
          try {
            return (int) Byte.parseByte(text);
          } catch (NumberFormatException none) {
            return 0;
          }
        })
        .orElse(0);
  }

  /// The first child of one name.
  public Optional<Element> child(String name, String ns) {
    return Element.firstOf(nodes, name, ns);
  }

  @Override
  public Presence withFrom(Jid from) {
    return new Presence(from, to, id, type, lang, nodes);
  }

  @Override
  public Presence withTo(Jid to) {
    return new Presence(from, to, id, type, lang, nodes);
  }

  /// The answer that this presence was refused; null for an error, which is never answered.
  public @Nullable Presence error(StanzaError error) {
    return type == Type.ERROR
        ? null
        : new Presence(to, from, id, Type.ERROR, null, List.of(error.toElement()));
  }

  @Override
  public Element toElement() {
    return Element.builder("presence", NS)
        .attr("from", from)
        .attr("to", to)
        .attr("id", id)
        .attr("type", type.wire())
        .attr(Attribute.XML_NS, "lang", lang)
        .addAll(nodes)
        .build();
  }
}
