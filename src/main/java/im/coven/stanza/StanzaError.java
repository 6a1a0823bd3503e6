package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a sender is told when a stanza is refused. A value, never thrown. See RFC 6120 §8.3.
///
/// `details` are application-specific conditions, such as `closed-node` of XEP-0060; `by` is who
/// says so, null where that is whoever the answer comes from.
public record StanzaError(
    Type type,
    Condition condition,
    @Nullable String text,
    List<Element> details,
    @Nullable Jid by) {

  public static final String NS = "urn:ietf:params:xml:ns:xmpp-stanzas";

  /// What the sender can do about it. See RFC 6120 §8.3.2.
  public enum Type {
    AUTH,
    CANCEL,
    CONTINUE,
    MODIFY,
    WAIT;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The defined conditions with the type that each has by default. See RFC 6120 §8.3.3.
  public enum Condition {
    BAD_REQUEST(Type.MODIFY),
    CONFLICT(Type.CANCEL),
    FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
    FORBIDDEN(Type.AUTH),
    GONE(Type.CANCEL),
    INTERNAL_SERVER_ERROR(Type.CANCEL),
    ITEM_NOT_FOUND(Type.CANCEL),
    JID_MALFORMED(Type.MODIFY),
    NOT_ACCEPTABLE(Type.MODIFY),
    NOT_ALLOWED(Type.CANCEL),
    NOT_AUTHORIZED(Type.AUTH),
    POLICY_VIOLATION(Type.MODIFY),
    RECIPIENT_UNAVAILABLE(Type.WAIT),
    REDIRECT(Type.MODIFY),
    REGISTRATION_REQUIRED(Type.AUTH),
    REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
    REMOTE_SERVER_TIMEOUT(Type.WAIT),
    RESOURCE_CONSTRAINT(Type.WAIT),
    SERVICE_UNAVAILABLE(Type.CANCEL),
    SUBSCRIPTION_REQUIRED(Type.AUTH),
    UNDEFINED_CONDITION(Type.CANCEL),
    UNEXPECTED_REQUEST(Type.WAIT);

    private final Type type;

    Condition(Type type) {
      this.type = type;
    }

    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The error with the condition's own type and no text.
    public StanzaError error() {
      return new StanzaError(type, this, null, List.of(), null);
    }

    /// The error with a sentence for the person or the log.
    public StanzaError because(String text) {
      return new StanzaError(type, this, text, List.of(), null);
    }

    /// Reads the name on the wire.
    static Optional<Condition> of(String wire) {
      for (Condition condition : values()) {
        if (condition.wire().equals(wire)) {
          return Optional.of(condition);
        }
      }
      return Optional.empty();
    }
  }

  public StanzaError {
    details = List.copyOf(details);
  }

  /// The same error with an application-specific condition more.
  public StanzaError with(Element detail) {
    var more = new java.util.ArrayList<>(details);
    more.add(detail);
    return new StanzaError(type, condition, text, more, by);
  }

  /// The same error, said by somebody. See RFC 6120 §8.3.2.
  public StanzaError by(Jid sayer) {
    return new StanzaError(type, condition, text, details, sayer);
  }

  /// The same error of another type.
  public StanzaError as(Type other) {
    return new StanzaError(other, condition, text, details, by);
  }

  /// Reads an `<error/>` child; one that cannot be understood is an undefined condition.
  public static StanzaError read(Element error) {
    Condition condition = Condition.UNDEFINED_CONDITION;
    String text = null;
    var details = new java.util.ArrayList<Element>();
    for (Element child : error.children()) {
      if (!child.ns().equals(NS)) {
        details.add(child);
      } else if (child.name().equals("text")) {
        text = child.text();
      } else {
        condition = Condition.of(child.name()).orElse(condition);
      }
    }
    Type type = condition.type;
    for (Type candidate : Type.values()) {
      if (candidate.wire().equals(error.attr("type"))) {
        type = candidate;
      }
    }
    Jid by = Optional.ofNullable(error.attr("by")).flatMap(Jid::parse).orElse(null);
    return new StanzaError(type, condition, text, details, by);
  }

  public Element toElement() {
    return Element.builder("error", Stanza.NS)
        .attr("type", type.wire())
        .attr("by", by)
        .add(Element.of(condition.wire(), NS))
        .addAll(text == null ? List.of() : List.of(Element.text("text", NS, text)))
        .addAll(details)
        .build();
  }
}
