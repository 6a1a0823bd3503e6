package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.channel.ChannelEvent.Target;
import im.coven.channel.ChannelRequest.Moderate;
import im.coven.channel.ChannelRequest.Publish;
import im.coven.channel.ChannelRequest.Retract;
import im.coven.channel.ChannelRequest.Say;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides what is sent to all. See XEP-0369 §7.1.6.
final class Publication {

  private static final String NS_MISC = "urn:xmpp:mix:misc:0";
  private static final String NS_RETRACT = "urn:xmpp:message-retract:1";
  private static final String NS_MODERATE = "urn:xmpp:message-moderate:1";

  private final ChannelLimits limits;
  private final Retractions retractions;

  Publication(ChannelLimits limits) {
    this.limits = limits;
    this.retractions = new Retractions(limits.misc());
  }

  Decision publish(Channel channel, Publish publish) {
    Optional<Participant> present = channel.participant(publish.from());
    if (present.isEmpty()) {
      return Participation.notParticipant();
    }
    Message message = publish.message();
    return published(channel, present.get(), message, subject(message), null);
  }

  /// Who is in the room speaks as the participant that it is. The subject is for those who may
  /// change the information.
  Decision say(Channel channel, Say say) {
    Optional<Participant> present =
        channel.occupants().of(say.client()).flatMap(who -> channel.participant(who.id()));
    if (present.isEmpty()) {
      return new Refused(Occupancy.outside());
    }
    String subject = subject(say.message());
    Group rights = channel.config().group(ConfigField.INFORMATION_NODE_UPDATE_RIGHTS);
    if (subject != null && !rights.holds(channel.role(say.from()))) {
      return new Refused(FORBIDDEN.because("You may not change the subject"));
    }
    return published(channel, present.get(), say.message(), subject, null);
  }

  /// A retraction is a message like others once it is permitted. It never sets the subject.
  Decision retract(Channel channel, Retract retract) {
    Optional<Refused> refused = retractions.refusal(channel, retract);
    if (refused.isPresent()) {
      return refused.get();
    }
    Participant sender = channel.participant(retract.from()).orElseThrow();
    var target = new Target(Objects.requireNonNull(retract.found()).entry(), retract.now());
    return published(channel, sender, retract.message(), null, target);
  }

  /// A moderation is a retraction that the channel words itself, so that nobody can claim to have
  /// moderated. It does not show more of the moderator than messages do. See XEP-0425 §4.
  Decision moderate(Channel channel, Moderate request) {
    Optional<Refused> refused = retractions.refusal(channel, request);
    if (refused.isPresent()) {
      return refused.get();
    }
    String by = channel.address() + "/" + channel.ids().participantId(request.from());
    Element retract =
        Element.builder("retract", NS_RETRACT)
            .attr("id", request.target())
            .add(Element.builder("moderated", NS_MODERATE).attr("by", by).build())
            .text("reason", request.reason())
            .build();
    Element same = Element.builder("retract", NS_MISC).attr("id", request.target()).build();
    var message =
        new Message(
            request.from(),
            channel.address(),
            null,
            Message.Type.GROUPCHAT,
            null,
            List.of(same, retract));
    return retract(
        channel,
        new Retract(request.from(), message, request.target(), request.found(), request.now()));
  }

  private Decision published(
      Channel channel,
      Participant sender,
      Message message,
      @Nullable String subject,
      @Nullable Target retracts) {
    byte[] payload = Forgeries.strip(message, channel.address());
    if (payload.length > limits.messageBytesMax()) {
      return new Refused(POLICY_VIOLATION.because("The message is too large"));
    }
    return new Accepted(
        new ChannelEvent.Published(
            sender.id(),
            sender.jid(),
            Disclosure.of(channel.config().jidVisibility(), sender.preferences()),
            sender.nick(),
            message.id(),
            message.lang(),
            subject,
            payload,
            retracts),
        new Done());
  }

  /// A message changes the subject when it holds one and no body (XEP-0369 §8, H09).
  private static @Nullable String subject(Message sent) {
    Element message = sent.toElement();
    return message.child("body").isPresent() ? null : message.childText("subject").orElse(null);
  }
}
