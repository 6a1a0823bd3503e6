package im.coven.mix;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.JID_MALFORMED;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Dialect;
import im.coven.channel.Invitation;
import im.coven.channel.Preference;
import im.coven.channel.Registered;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the commands of MIX that go to a channel: join, leave, update-subscription, setnick,
/// user-preference, invite.
///
/// See XEP-0369 §7.1, XEP-0404 §3.1. A join may be qualified by another namespace of the family,
/// too, as their examples have it (H18).
public final class MixRequests {

  /// The namespace of MIX-MISC.
  public static final String NS_MISC = "urn:xmpp:mix:misc:0";

  private MixRequests() {}

  /// What a command turned out to be.
  public sealed interface Read {}

  /// A request for the channel.
  public record Command(ChannelRequest request) implements Read {}

  /// The asker wants to know what it may prefer.
  public record Questions() implements Read {}

  /// Not a command that a channel takes.
  public record Malformed(StanzaError error) implements Read {}

  /// Whether a namespace is one that commands are in.
  public static boolean isCommand(String ns) {
    return Dialect.of(ns).isPresent() || ns.equals(MixForms.NS_ANON) || ns.equals(NS_MISC);
  }

  /// Reads a command of a JID, of which the bare part counts, that comes `now`.
  public static Read read(Iq.Request iq, Jid from, Instant now) {
    Element payload = iq.payload();
    Jid asker = from.bare();
    boolean core = Dialect.of(payload.ns()).isPresent();
    return switch (payload.name()) {
      case "join" -> set(iq, join(payload, asker, now));
      case "leave" -> core ? set(iq, new Command(new ChannelRequest.Leave(asker))) : unknown();
      case "setnick" ->
          core ? set(iq, new Command(new ChannelRequest.SetNick(asker, nick(payload)))) : unknown();
      case "update-subscription" -> core ? set(iq, update(payload, asker)) : unknown();
      case "user-preference" ->
          payload.ns().equals(MixForms.NS_ANON) ? preference(iq, asker) : unknown();
      case "invite" -> payload.ns().equals(NS_MISC) ? invite(iq, asker, now) : unknown();
      case "create", "destroy", "register" ->
          new Malformed(BAD_REQUEST.because("This is asked of the service, not of a channel"));
      default -> unknown();
    };
  }

  /// The form of what a participant may prefer. See XEP-0404 §3.1.
  public static Iq questions(Iq.Request iq, Channel channel, Jid asker) {
    return channel
        .participant(asker)
        .<Iq>map(participant ->
            iq.result(
                Element.builder("user-preference", MixForms.NS_ANON)
                    .add(MixForms.questions(participant.preferences()))
                    .build()))
        .orElseGet(() -> iq.error(FORBIDDEN.because("You do not take part in this channel")));
  }

  private static Read set(Iq.Request iq, Read read) {
    return iq instanceof Iq.Set ? read : new Malformed(BAD_REQUEST.because("A command is a set"));
  }

  private static Read unknown() {
    return new Malformed(SERVICE_UNAVAILABLE.error());
  }

  private static Read join(Element join, Jid asker, Instant now) {
    Optional<List<String>> nodes = nodes(join, "subscribe");
    if (nodes.isEmpty() || nodes(join, "unsubscribe").isEmpty()) {
      return nameless();
    }
    Map<Preference, String> preferences = null;
    if (MixForms.isIn(join)) {
      switch (MixForms.readPreferences(join)) {
        case MixForms.Stated(var stated) -> preferences = stated;
        case MixForms.NoForm() -> {
          return new Malformed(BAD_REQUEST.because("This is no form of preferences"));
        }
        case MixForms.Unacceptable() -> {
          return unacceptable();
        }
      }
    } else if (join.ns().equals(MixForms.NS_ANON)) {
      preferences = Map.of();
    }
    Dialect dialect = Dialect.of(join.ns()).orElse(Dialect.CORE_1);
    return new Command(
        new ChannelRequest.Join(
            asker,
            nick(join),
            nodes.get(),
            dialect,
            preferences,
            invitation(join).map(shown -> new Invitation.Shown(shown, now)).orElse(null),
            Registered.NONE));
  }

  /// The invitation that a join shows; one that cannot be read is none. It is in the namespace of
  /// MIX-MISC whatever that of the join is (H18).
  private static Optional<Invitation> invitation(Element join) {
    Optional<Element> invitation = join.child("invitation", NS_MISC);
    Optional<Jid> inviter = invitation.flatMap(shown -> jid(shown, "inviter"));
    Optional<Jid> invitee = invitation.flatMap(shown -> jid(shown, "invitee"));
    Optional<Jid> channel = invitation.flatMap(shown -> jid(shown, "channel"));
    Optional<String> token = invitation.flatMap(shown -> shown.childText("token"));
    return inviter.isEmpty() || invitee.isEmpty() || channel.isEmpty() || token.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Invitation(inviter.get(), invitee.get(), channel.get(), token.get().strip()));
  }

  private static Optional<Jid> jid(Element around, String child) {
    return around.childText(child).map(String::strip).flatMap(Jid::parse).map(Jid::bare);
  }

  private static Read invite(Iq.Request iq, Jid asker, Instant now) {
    if (!(iq instanceof Iq.Get)) {
      return new Malformed(BAD_REQUEST.because("To ask for an invitation is a get"));
    }
    if (iq.payload().child("invitee").isEmpty()) {
      return new Malformed(BAD_REQUEST.because("Say whom you invite"));
    }
    return jid(iq.payload(), "invitee")
        .filter(invitee -> invitee.localpart() != null)
        .<Read>map(invitee -> new Command(new ChannelRequest.Invite(asker, invitee, now)))
        .orElseGet(() -> new Malformed(JID_MALFORMED.because("This is nobody's address")));
  }

  private static Read update(Element update, Jid asker) {
    Optional<List<String>> subscribe = nodes(update, "subscribe");
    Optional<List<String>> unsubscribe = nodes(update, "unsubscribe");
    return subscribe.isEmpty() || unsubscribe.isEmpty()
        ? nameless()
        : new Command(
            new ChannelRequest.UpdateSubscription(asker, subscribe.get(), unsubscribe.get()));
  }

  private static Read preference(Iq.Request iq, Jid asker) {
    if (iq instanceof Iq.Get) {
      return new Questions();
    }
    return switch (MixForms.readPreferences(iq.payload())) {
      case MixForms.Stated(var changes) ->
          new Command(new ChannelRequest.SetPreferences(asker, changes));
      case MixForms.NoForm() ->
          new Malformed(BAD_REQUEST.because("This is no form of preferences"));
      case MixForms.Unacceptable() -> unacceptable();
    };
  }

  private static Malformed nameless() {
    return new Malformed(BAD_REQUEST.because("A subscription names its node"));
  }

  private static Malformed unacceptable() {
    return new Malformed(NOT_ACCEPTABLE.because("A preference has a value that it cannot have"));
  }

  private static @Nullable String nick(Element payload) {
    return payload.childText("nick").orElse(null);
  }

  /// The nodes that children of one name give, or nothing when one gives none.
  private static Optional<List<String>> nodes(Element payload, String child) {
    List<String> nodes =
        payload
            .children(child, payload.ns())
            .map(e -> e.attr("node"))
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    boolean whole = payload.children(child, payload.ns()).count() == nodes.size();
    return whole ? Optional.of(nodes) : Optional.empty();
  }
}
