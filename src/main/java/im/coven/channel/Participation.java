package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;

import im.coven.channel.ChannelRequest.Join;
import im.coven.channel.ChannelRequest.Leave;
import im.coven.channel.ChannelRequest.SetNick;
import im.coven.channel.ChannelRequest.SetPreferences;
import im.coven.channel.ChannelRequest.UpdateSubscription;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Departed;
import im.coven.channel.Decision.Named;
import im.coven.channel.Decision.Participating;
import im.coven.channel.Decision.Preferring;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.Decision.Subscribed;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who takes part, under which nick, with which nodes and preferences. See XEP-0369 §7.1,
/// XEP-0404 §3.1.
final class Participation {

  private final ChannelLimits limits;
  private final Invitations invitations;
  private final RegisteredNicks registered;

  Participation(ChannelLimits limits) {
    this.limits = limits;
    this.invitations = new Invitations(limits.misc());
    this.registered = new RegisteredNicks(limits.misc());
  }

  Decision join(Channel channel, Join join) {
    boolean invited = invitations.admit(channel, join);
    if (!invited && !channel.admits(join.from())) {
      return new Refused(FORBIDDEN.because("You may not join this channel"));
    }
    Optional<Participant> present = channel.participant(join.from());
    if (present.isEmpty() && channel.participants().size() >= limits.participantsMax()) {
      return new Refused(RESOURCE_CONSTRAINT.because("The channel is full"));
    }
    Role role = channel.role(join.from());
    Sorting sorting =
        Sorting.of(
            channel, join.nodes(), role.isAtLeast(Role.PARTICIPANT) ? role : Role.PARTICIPANT);
    if (!join.nodes().isEmpty() && sorting.granted().isEmpty()) {
      return sorting.refusal();
    }
    Optional<Refused> nickless = registered.refusal(join.nick(), join.from(), join.registered());
    if (nickless.isPresent()) {
      return nickless.get();
    }
    String nick = present.map(Participant::nick).orElse(null);
    String asked =
        nick == null || isStated(join.nick())
            ? registered.nick(join.nick(), join.registered())
            : nick;
    if (asked != null && !asked.isBlank()) {
      Optional<Nick> wanted = Nick.of(asked);
      if (wanted.isEmpty()) {
        return new Refused(NOT_ACCEPTABLE.because("This is not a nick"));
      }
      if (new Nicks(channel, registered.rule()).isTaken(wanted.get(), join.from())) {
        return new Refused(CONFLICT.because("The nick is taken"));
      }
      nick = wanted.get().display();
    } else if (nick == null && channel.config().is(ConfigField.MANDATORY_NICKS)) {
      return new Refused(NOT_ACCEPTABLE.because("This channel requires a nick"));
    }
    Map<Preference, String> stated = Objects.requireNonNullElse(join.preferences(), Map.of());
    Preferences preferences =
        present.map(Participant::preferences).orElse(Preferences.DEFAULT).with(stated);
    Optional<Refused> unfit = unfit(channel.config(), preferences, nick);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    present.ifPresent(p -> nodes.addAll(p.nodes()));
    nodes.addAll(sorting.granted());
    String id = channel.ids().participantId(join.from());
    var participant = new Participant(id, join.from(), nick, nodes, join.dialect(), preferences);
    var answer =
        new Participating(
            id, nick, sorting.granted(), join.preferences() == null ? null : preferences);
    if (invited) {
      var allowed = new ChannelEvent.AccessSet(Access.ALLOWED, join.from(), true);
      var joined = new ChannelEvent.Joined(participant);
      return new Accepted(ChannelEvent.of(List.of(allowed, joined)), answer);
    }
    if (present.isEmpty()) {
      return new Accepted(new ChannelEvent.Joined(participant), answer);
    }
    return change(present.get(), participant, answer);
  }

  /// Whose clients are in the room goes on to take part by that.
  static Decision leave(Channel channel, Leave leave) {
    Optional<Participant> present = member(channel, leave.from());
    if (present.isPresent()) {
      Participant gone = present.get();
      boolean stays = gone.nick() != null && !channel.occupants().of(gone.id()).isEmpty();
      return new Accepted(
          stays
              ? new ChannelEvent.Changed(gone, gone.visiting())
              : new ChannelEvent.Left(gone.id(), gone.jid(), false),
          new Departed());
    }
    Set<MixNode> observed = channel.observed(leave.from());
    return observed.isEmpty()
        ? new Settled(new Departed())
        : new Accepted(
            Observation.observed(channel, leave.from(), observed, Set.of()), new Departed());
  }

  static Decision update(Channel channel, UpdateSubscription update) {
    Optional<Participant> present = member(channel, update.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Sorting sorting = Sorting.of(channel, update.subscribe(), channel.role(update.from()));
    if (sorting.granted().isEmpty()
        && update.unsubscribe().isEmpty()
        && !update.subscribe().isEmpty()) {
      return sorting.refusal();
    }
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    nodes.addAll(present.get().nodes());
    nodes.addAll(sorting.granted());
    var unsubscribed = new ArrayList<String>();
    for (String wire : update.unsubscribe()) {
      Optional<MixNode> node = MixNode.of(wire).filter(channel::has);
      if (node.isPresent()) {
        nodes.remove(node.get());
        unsubscribed.add(wire);
      }
    }
    if (unsubscribed.isEmpty() && !update.unsubscribe().isEmpty() && sorting.granted().isEmpty()) {
      return new Refused(ITEM_NOT_FOUND.error(), update.unsubscribe());
    }
    return change(
        present.get(),
        present.get().withNodes(nodes),
        new Subscribed(sorting.granted(), unsubscribed));
  }

  Decision setNick(Channel channel, SetNick request) {
    Optional<Participant> present = channel.participant(request.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Optional<Refused> refused =
        registered.refusal(request.nick(), request.from(), request.registered());
    if (refused.isPresent()) {
      return refused.get();
    }
    var nicks = new Nicks(channel, registered.rule());
    Participant before = present.get();
    String wanted =
        Objects.requireNonNullElse(registered.nick(request.nick(), request.registered()), "");
    boolean chooses = wanted.isBlank();
    Optional<Nick> nick = chooses ? nicks.choose(before, channel.shows(before)) : Nick.of(wanted);
    if (nick.isEmpty()) {
      return new Refused(NOT_ACCEPTABLE.because("This is not a nick"));
    }
    if (!chooses && nicks.isTaken(nick.get(), request.from())) {
      return new Refused(CONFLICT.because("The nick is taken"));
    }
    String display = nick.get().display();
    return change(before, before.withNick(display), new Named(display));
  }

  static Decision setPreferences(Channel channel, SetPreferences request) {
    Optional<Participant> present = member(channel, request.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Participant before = present.get();
    Preferences preferences = before.preferences().with(request.changes());
    return unfit(channel.config(), preferences, before.nick())
        .<Decision>map(refused -> refused)
        .orElseGet(
            () -> change(before, before.preferring(preferences), new Preferring(preferences)));
  }

  /// Who takes part by more than being in the room.
  private static Optional<Participant> member(Channel channel, Jid bare) {
    return channel.participant(bare).filter(participant -> !participant.transitory());
  }

  private static boolean isStated(@Nullable String nick) {
    return nick != null && !nick.isBlank();
  }

  /// Why somebody of these preferences cannot be in the channel, if so. See XEP-0404 §2.2, H39.
  private static Optional<Refused> unfit(
      ChannelConfig config, Preferences preferences, @Nullable String nick) {
    JidVisibility visibility = config.jidVisibility();
    if (!visibility.agreesWith(preferences)) {
      return Optional.of(
          new Refused(NOT_ACCEPTABLE.because("The channel shows or hides all JIDs alike")));
    }
    if (nick == null && !visibility.shows(preferences)) {
      return Optional.of(new Refused(NOT_ACCEPTABLE.because("Whoever hides the JID needs a nick")));
    }
    boolean silent = !preferences.sharesPresence();
    if (silent && config.is(ConfigField.PARTICIPANTS_MUST_PROVIDE_PRESENCE)) {
      return Optional.of(
          new Refused(NOT_ACCEPTABLE.because("Participants have to share their presence")));
    }
    return Optional.empty();
  }

  private static Decision change(Participant before, Participant after, Decision.Answer answer) {
    return before.equals(after)
        ? new Settled(answer)
        : new Accepted(new ChannelEvent.Changed(before, after), answer);
  }

  static Refused notParticipant() {
    return new Refused(FORBIDDEN.because("You do not take part in this channel"));
  }
}
