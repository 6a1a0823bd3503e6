package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Attribute;
import im.coven.xml.Element;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads stanzas from elements of {@link Stanza#NS}. See RFC 6120 §8.
public final class StanzaCodec {

  private StanzaCodec() {}

  /// What an element turned out to be.
  public sealed interface Decoded {}

  /// A well-formed stanza.
  public record Ok(Stanza stanza) implements Decoded {}

  /// A malformed stanza; `reply` goes back to the sender, where null nothing does. It has no `to`
  /// and, where that was malformed, no `from`: the door fills them in.
  public record Refused(@Nullable Stanza reply) implements Decoded {}

  /// Whether the element is a stanza at all.
  public static boolean isStanza(Element element) {
    return element.ns().equals(Stanza.NS)
        && (element.name().equals("message")
            || element.name().equals("presence")
            || element.name().equals("iq"));
  }

  /// Reads a stanza.
  ///
  /// @throws IllegalArgumentException when the element is none
  public static Decoded read(Element element) {
    Optional<Jid> from = address(element, "from");
    Optional<Jid> to = address(element, "to");
    boolean malformed =
        (element.attr("from") != null && from.isEmpty())
            || (element.attr("to") != null && to.isEmpty());
    if (malformed) {
      return refuse(element, from.orElse(null), null, Condition.JID_MALFORMED.error());
    }
    Jid sender = from.orElse(null);
    Jid receiver = to.orElse(null);
    return switch (element.name()) {
      case "iq" -> iq(element, sender, receiver);
      case "message" ->
          new Ok(
              new Message(
                  sender,
                  receiver,
                  element.attr("id"),
                  Message.Type.of(element.attr("type")),
                  element.attr(Attribute.XML_NS, "lang"),
                  element.nodes()));
      case "presence" ->
          Presence.Type.of(element.attr("type"))
              .<Decoded>map(type ->
                  new Ok(
                      new Presence(
                          sender,
                          receiver,
                          element.attr("id"),
                          type,
                          element.attr(Attribute.XML_NS, "lang"),
                          element.nodes())))
              .orElseGet(() -> refuse(element, sender, receiver, Condition.BAD_REQUEST.error()));
      default -> throw new IllegalArgumentException("not a stanza: " + element.name());
    };
  }

  private static Decoded iq(Element element, @Nullable Jid from, @Nullable Jid to) {
    String id = element.attr("id");
    String type = element.attrOr("type", "");
    List<Element> children = element.children();
    if (id == null) {
      return refuse(element, from, to, Condition.BAD_REQUEST.because("An iq needs an id"));
    }
    return switch (type) {
      case "get", "set" -> {
        if (children.size() != 1) {
          yield refuse(
              element, from, to, Condition.BAD_REQUEST.because("A request holds one element"));
        }
        Element payload = children.getFirst();
        yield new Ok(
            type.equals("get")
                ? new Iq.Get(from, to, id, payload)
                : new Iq.Set(from, to, id, payload));
      }
      case "result" ->
          new Ok(new Iq.Result(from, to, id, children.isEmpty() ? null : children.getFirst()));
      case "error" ->
          new Ok(
              new Iq.Error(
                  from,
                  to,
                  id,
                  element
                      .child("error")
                      .map(StanzaError::read)
                      .orElseGet(Condition.UNDEFINED_CONDITION::error)));
      default -> refuse(element, from, to, Condition.BAD_REQUEST.because("Unknown iq type"));
    };
  }

  private static Decoded refuse(
      Element element, @Nullable Jid from, @Nullable Jid to, StanzaError error) {
    String type = element.attrOr("type", "");
    if (type.equals("error") || (element.name().equals("iq") && type.equals("result"))) {
      return new Refused(null);
    }
    String id = element.attr("id");
    return new Refused(
        switch (element.name()) {
          case "iq" -> new Iq.Error(to, from, id == null ? "" : id, error);
          case "message" ->
              new Message(to, from, id, Message.Type.ERROR, null, List.of(error.toElement()));
          default ->
              new Presence(to, from, id, Presence.Type.ERROR, null, List.of(error.toElement()));
        });
  }

  private static Optional<Jid> address(Element element, String name) {
    return Optional.ofNullable(element.attr(name)).flatMap(Jid::parse);
  }
}
