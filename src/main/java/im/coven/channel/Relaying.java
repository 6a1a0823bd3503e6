package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import java.util.Optional;

/// Where a stanza goes that is addressed to a participant's encoded JID, and under which address it
/// comes there. See XEP-0403 §4.5, §4.6 and XEP-0404 §3.2.
///
/// Nothing is remembered: an answer is addressed to the asker's encoded JID, which says all (H31).
public final class Relaying {

  /// What is relayed.
  public enum Kind {
    MESSAGE,
    REQUEST,
    /// A request for a vCard.
    VCARD,
    /// The answer to something that was relayed, or an error.
    ANSWER
  }

  /// What becomes of a stanza.
  public sealed interface Route {}

  /// It goes on between these addresses: an encoded and a real one.
  public record Onward(Jid from, Jid to) implements Route {}

  /// Its sender is told why it does not.
  public record Refused(StanzaError error) implements Route {}

  private Relaying() {}

  /// Finds the way to `to` of a stanza from a real address. Refusals in order of precedence: who
  /// asks, whom, what that one wishes, and by which client (H32, H33).
  public static Route route(Channel channel, EncodedJid to, Jid from, Kind kind) {
    if (Decider.isHidden(channel, from.bare())) {
      return new Refused(ITEM_NOT_FOUND.error());
    }
    Optional<Participant> sender = channel.participant(from.bare());
    if (sender.isEmpty()) {
      return new Refused(FORBIDDEN.because("You do not take part in this channel"));
    }
    Optional<Participant> target = channel.participant(to.id());
    if (target.isEmpty()) {
      return new Refused(ITEM_NOT_FOUND.error());
    }
    if (!isWelcome(channel, target.get(), kind)) {
      return new Refused(NOT_ALLOWED.because("This is not wished here"));
    }
    String resource = to.resource();
    Optional<Jid> real =
        resource == null
            ? Optional.of(target.get().jid())
            : channel.realResource(target.get(), resource).map(target.get().jid()::withResource);
    Optional<Jid> shown = shown(channel, sender.get(), from);
    return real.isPresent() && shown.isPresent()
        ? new Onward(shown.get(), real.get())
        : new Refused(SERVICE_UNAVAILABLE.error());
  }

  private static boolean isWelcome(Channel channel, Participant target, Kind kind) {
    return switch (kind) {
      case MESSAGE ->
          channel.config().is(ConfigField.PRIVATE_MESSAGES)
              && target.preferences().takesPrivateMessages();
      case VCARD -> target.preferences().showsVcard();
      case REQUEST, ANSWER -> true;
    };
  }

  /// The encoded JID of somebody who may be shown to the other.
  private static Optional<Jid> shown(Channel channel, Participant sender, Jid from) {
    String real = from.resourcepart();
    Jid bare = new EncodedJid(sender.id(), channel.address(), null).toJid();
    return real == null
        ? Optional.of(bare)
        : channel.resourceOf(sender, real).map(bare::withResource);
  }
}
