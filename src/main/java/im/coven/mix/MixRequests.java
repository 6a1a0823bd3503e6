package im.coven.mix;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.ChannelRequest;
import im.coven.channel.Dialect;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Reads the commands of MIX-CORE that go to a channel: join, leave, update-subscription, setnick.
///
/// See XEP-0369 §7.1.
public final class MixRequests {

  private MixRequests() {}

  /// What a command turned out to be.
  public sealed interface Read {}

  /// A request for the channel, and the dialect to answer in.
  public record Command(ChannelRequest request, Dialect dialect) implements Read {}

  /// Not a command that a channel takes.
  public record Malformed(StanzaError error) implements Read {}

  /// Reads a command in one of our dialects from a JID, of which the bare part counts.
  public static Read read(Iq.Request iq, Jid from) {
    Element payload = iq.payload();
    Optional<Dialect> dialect = Dialect.of(payload.ns());
    if (dialect.isEmpty()) {
      return new Malformed(SERVICE_UNAVAILABLE.error());
    }
    Jid asker = from.bare();
    return switch (payload.name()) {
      case "join", "leave", "update-subscription", "setnick" ->
          iq instanceof Iq.Set
              ? command(payload, asker, dialect.get())
              : new Malformed(BAD_REQUEST.because("A command is a set"));
      case "create", "destroy" ->
          new Malformed(BAD_REQUEST.because("This is asked of the service, not of a channel"));
      default -> new Malformed(SERVICE_UNAVAILABLE.error());
    };
  }

  private static Read command(Element payload, Jid asker, Dialect dialect) {
    Optional<List<String>> subscribe = nodes(payload, "subscribe");
    Optional<List<String>> unsubscribe = nodes(payload, "unsubscribe");
    if (subscribe.isEmpty() || unsubscribe.isEmpty()) {
      return new Malformed(BAD_REQUEST.because("A subscription names its node"));
    }
    String nick = payload.childText("nick").orElse(null);
    ChannelRequest request =
        switch (payload.name()) {
          case "join" -> new ChannelRequest.Join(asker, nick, subscribe.get(), dialect);
          case "leave" -> new ChannelRequest.Leave(asker);
          case "setnick" -> new ChannelRequest.SetNick(asker, nick);
          default ->
              new ChannelRequest.UpdateSubscription(asker, subscribe.get(), unsubscribe.get());
        };
    return new Command(request, dialect);
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
