package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.JID_MALFORMED;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;
import static im.coven.stanza.StanzaError.Condition.REGISTRATION_REQUIRED;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.ChannelEvent.OccupantsChanged;
import im.coven.channel.ChannelRequest.Enter;
import im.coven.channel.ChannelRequest.Exit;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.PresenceLimits.Level;
import im.coven.jid.Nick;
import im.coven.stanza.StanzaError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides who is in the room that is the channel's MUC face, and under which nick. See XEP-0045
/// §7.2, §7.6, §7.7, §7.14.
///
/// A nick belongs to an account, so all its clients have the same one, and a participant has the
/// one of the channel. Refusals in order of precedence: who is banned learns nothing else.
final class Occupancy {

  private final ChannelLimits limits;
  private final RegisteredNicks registered;

  Occupancy(ChannelLimits limits) {
    this.limits = limits;
    this.registered = new RegisteredNicks(limits.misc());
  }

  /// The sender is not in the room.
  static StanzaError outside() {
    return NOT_ACCEPTABLE.because("You are not in this room").as(StanzaError.Type.CANCEL);
  }

  Decision enter(Channel channel, Enter enter) {
    Optional<Occupant> before = channel.occupants().of(enter.client());
    if (before.isEmpty() && !enter.enters()) {
      return new Refused(outside());
    }
    Optional<Participant> known = channel.participant(enter.from());
    Optional<StanzaError> turned = turned(channel, enter, known.isEmpty());
    if (turned.isPresent()) {
      return new Refused(turned.get());
    }
    String wanted = registered.nick(enter.nick(), enter.registered());
    Optional<Nick> nick = Optional.ofNullable(wanted).flatMap(Nick::of);
    if (nick.isEmpty()) {
      return new Refused(JID_MALFORMED.because("This is not a nick"));
    }
    boolean keeps =
        known.isPresent() && known.get().nick() != null && enter.enters() && before.isEmpty();
    if (!keeps && new Nicks(channel, registered.rule()).isTaken(nick.get(), enter.from())) {
      return new Refused(CONFLICT.because("The nick is taken"));
    }
    String id = channel.ids().participantId(enter.from());
    var events = new ArrayList<ChannelEvent>();
    if (known.isEmpty()) {
      events.add(
          new ChannelEvent.Joined(Participant.visiting(id, enter.from(), nick.get().display())));
    } else if (!keeps && !nick.get().display().equals(known.get().nick())) {
      Participant now = known.get().withNick(nick.get().display());
      events.add(new ChannelEvent.Changed(known.get(), now));
    }
    Occupant now = occupant(channel, enter, id);
    if (now.payload().getBytes(StandardCharsets.UTF_8).length > limits.presence().bytesMax()) {
      return new Refused(POLICY_VIOLATION.because("The presence is too large"));
    }
    if (enter.enters() || !before.equals(Optional.of(now))) {
      events.add(new OccupantsChanged(List.of(new OccupantChange.Present(now))));
    }
    return events.isEmpty()
        ? new Settled(new Done())
        : new Accepted(ChannelEvent.of(events), new Done());
  }

  /// Why somebody may not come in, or have a nick.
  private Optional<StanzaError> turned(Channel channel, Enter enter, boolean isNew) {
    Role role = channel.role(enter.from());
    if (role == Role.BANNED) {
      return Optional.of(FORBIDDEN.because("You are banned"));
    }
    if (!role.isAtLeast(Role.ALLOWED)) {
      return Optional.of(REGISTRATION_REQUIRED.because("This room is for its members"));
    }
    if (isNew && channel.participants().size() >= limits.participantsMax()) {
      return Optional.of(SERVICE_UNAVAILABLE.because("The room is full").as(StanzaError.Type.WAIT));
    }
    String id = channel.ids().participantId(enter.from());
    boolean another = channel.occupants().of(enter.client()).isEmpty();
    if (another && channel.occupants().of(id).size() >= limits.presence().clientsMax()) {
      return Optional.of(RESOURCE_CONSTRAINT.because("You have too many clients here"));
    }
    return registered.refusal(enter.nick(), enter.from(), enter.registered()).map(Refused::error);
  }

  private Occupant occupant(Channel channel, Enter enter, String id) {
    boolean full = limits.presence().in(channel.participants().size()) == Level.FULL;
    return new Occupant(
        id,
        enter.client(),
        enter.owner(),
        full ? enter.presence().lang() : null,
        full ? PresenceDecisions.payload(enter.presence()) : "");
  }

  /// Whoever is there by the room alone takes part no more when its last client leaves, and a room
  /// that is not to stay ends with the last of them.
  static Decision exit(Channel channel, Exit exit) {
    Optional<Occupant> found =
        channel
            .occupants()
            .of(exit.client())
            .filter(occupant -> exit.owner() == null || exit.owner().equals(occupant.owner()));
    Optional<Participant> participant =
        found.flatMap(occupant -> channel.participant(occupant.id()));
    if (found.isEmpty() || participant.isEmpty()) {
      return new Settled(new Done());
    }
    if (endsWith(channel, participant.get())) {
      return new Accepted(new ChannelEvent.Destroyed(), new Done());
    }
    Participant who = participant.get();
    String payload = exit.last() == null ? "" : PresenceDecisions.payload(exit.last());
    Occupant occupant = found.get().silent();
    var events = new ArrayList<ChannelEvent>();
    events.add(
        new OccupantsChanged(
            List.of(new OccupantChange.Gone(occupant, who.name(), Departure.LEFT, payload))));
    if (who.transitory() && channel.occupants().of(who.id()).size() == 1) {
      events.add(new ChannelEvent.Left(who.id(), who.jid(), false));
    }
    return new Accepted(ChannelEvent.of(events), new Done());
  }

  private static boolean endsWith(Channel channel, Participant who) {
    boolean last = channel.occupants().size() == 1;
    boolean deserted = channel.participants().size() == (who.transitory() ? 1 : 0);
    boolean abandoned = channel.room().locked() && channel.founding().maker().equals(who.jid());
    return last && (abandoned || (!channel.room().persistent() && deserted));
  }
}
