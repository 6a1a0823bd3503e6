package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;

import im.coven.channel.ChannelRequest.Moderate;
import im.coven.channel.ChannelRequest.Retract;
import im.coven.channel.Decision.Refused;
import im.coven.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/// Decides whether a message may be retracted. See XEP-0407 §4.
///
/// Refusals in order of precedence: retraction is off, `feature-not-implemented`; the asker does
/// not take part or could retract no message at all, `forbidden`; there is no such message, or it
/// was retracted before, `item-not-found`; it is somebody else's or one's own, and only the other
/// may be retracted, `forbidden`; it is too old, `not-allowed`.
final class Retractions {

  private final MiscRules rules;

  Retractions(MiscRules rules) {
    this.rules = rules;
  }

  /// Why the message may not be retracted, if so.
  Optional<Refused> refusal(Channel channel, Retract retract) {
    if (!rules.retraction()) {
      return refused(new Refused(FEATURE_NOT_IMPLEMENTED.because("Nothing is retracted here")));
    }
    if (retract.target() == null) {
      return refused(new Refused(BAD_REQUEST.because("A retraction names a message, no more")));
    }
    Optional<Participant> asker = channel.participant(retract.from());
    if (asker.isEmpty()) {
      return refused(Participation.notParticipant());
    }
    boolean any = mayAny(channel, retract.from());
    boolean own = channel.config().is(ConfigField.USER_MESSAGE_RETRACTION);
    if (!any && !own) {
      return refused(forbidden());
    }
    Retract.Found found = retract.found();
    if (found == null || channel.retraction(found.entry()).isPresent()) {
      return refused(new Refused(ITEM_NOT_FOUND.because("There is no such message")));
    }
    if (!any && !found.author().equals(asker.get().id())) {
      return refused(forbidden());
    }
    Instant oldest =
        rules.retractionAge().isZero() ? Instant.MIN : retract.now().minus(rules.retractionAge());
    return Instant.ofEpochMilli(found.entry().ms()).isBefore(oldest)
        ? refused(new Refused(NOT_ALLOWED.because("The message is too old for that")))
        : Optional.empty();
  }

  /// Why somebody may not moderate, if so; the message itself is another question.
  Optional<Refused> refusal(Channel channel, Moderate moderate) {
    boolean stranger = channel.participant(moderate.from()).isEmpty();
    return rules.retraction() && (stranger || !mayAny(channel, moderate.from()))
        ? refused(forbidden())
        : Optional.empty();
  }

  private static boolean mayAny(Channel channel, Jid asker) {
    return channel
        .config()
        .group(ConfigField.ADMINISTRATOR_MESSAGE_RETRACTION_RIGHTS)
        .holds(channel.role(asker));
  }

  private static Refused forbidden() {
    return new Refused(FORBIDDEN.because("You may not retract this message"));
  }

  private static Optional<Refused> refused(Refused refused) {
    return Optional.of(refused);
  }
}
