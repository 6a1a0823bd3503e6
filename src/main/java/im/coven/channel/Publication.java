package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.channel.ChannelRequest.Publish;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.xml.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what is sent to all. See XEP-0369 §7.1.6.
final class Publication {

  private final ChannelLimits limits;

  Publication(ChannelLimits limits) {
    this.limits = limits;
  }

  Decision publish(Channel channel, Publish publish) {
    Optional<Participant> present = channel.participant(publish.from());
    if (present.isEmpty()) {
      return Participation.notParticipant();
    }
    Participant sender = present.get();
    byte[] payload = Forgeries.strip(publish.message(), channel.address());
    if (payload.length > limits.messageBytesMax()) {
      return new Refused(POLICY_VIOLATION.because("The message is too large"));
    }
    return new Accepted(
        new ChannelEvent.Published(
            sender.id(),
            sender.jid(),
            Disclosure.of(channel.config().jidVisibility(), sender.preferences()),
            sender.nick(),
            publish.message().id(),
            publish.message().lang(),
            subject(publish),
            payload),
        new Done());
  }

  /// A message changes the subject when it holds one and no body (XEP-0369 §8, H09).
  private static @Nullable String subject(Publish publish) {
    Element message = publish.message().toElement();
    return message.child("body").isPresent() ? null : message.childText("subject").orElse(null);
  }
}
