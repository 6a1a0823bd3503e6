package im.coven.channel;

import im.coven.channel.ChannelEvent.Observed;
import im.coven.channel.PresenceChange.Gone;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What other events mean for those who observe a channel or are present in it without taking part:
/// a subscription ends that has lost its right (H64), and so does presence that is not open any
/// more, or would show another JID than it did; who joins is a participant and nothing else.
final class OutsiderEffects {

  private final Channel channel;
  private final List<ChannelEvent> events;
  private final Map<Access, Set<Jid>> listed = new EnumMap<>(Access.class);
  private final Map<Access, Set<Jid>> unlisted = new EnumMap<>(Access.class);
  private final Set<Jid> settled = new HashSet<>();
  private ChannelConfig config;
  private boolean rights;

  private OutsiderEffects(Channel channel, List<ChannelEvent> events) {
    this.channel = channel;
    this.events = new ArrayList<>(events);
    this.config = channel.config();
    for (Access list : Access.values()) {
      listed.put(list, new HashSet<>());
      unlisted.put(list, new HashSet<>());
    }
  }

  /// A decision with what follows from it.
  static Decision complete(Channel channel, Decision decision) {
    boolean any = !channel.observers().isEmpty() || channel.config().is(ConfigField.OPEN_PRESENCE);
    if (!any || !(decision instanceof Decision.Accepted(var event, var answer))) {
      return decision;
    }
    var effects = new OutsiderEffects(channel, event.each());
    event.each().forEach(effects::note);
    effects.settle();
    return new Decision.Accepted(ChannelEvent.of(effects.events), answer);
  }

  private void note(ChannelEvent event) {
    switch (event) {
      case ChannelEvent.Joined(var participant) -> joined(participant.jid());
      case Observed(_, var jid, _, _) -> settled.add(jid);
      case ChannelEvent.Configured(_, var now) -> {
        config = now;
        rights = true;
      }
      case ChannelEvent.AccessSet(var list, var jid, var on) -> set(list, jid, on);
      case ChannelEvent.Emptied(var list, var jids) -> jids.forEach(jid -> set(list, jid, false));
      default -> {}
    }
  }

  /// The observer is gone before the participant is there: who hears of the join is certain.
  private void joined(Jid jid) {
    Set<MixNode> before = channel.observed(jid);
    settled.add(jid);
    if (!before.isEmpty()) {
      events.addFirst(Observation.observed(channel, jid, before, Set.of()));
    }
  }

  private void set(Access list, Jid jid, boolean on) {
    rights = true;
    of(on ? listed : unlisted, list).add(jid);
    of(on ? unlisted : listed, list).remove(jid);
  }

  private void settle() {
    if (!rights) {
      return;
    }
    for (var observer : channel.observers().entrySet()) {
      Jid jid = observer.getKey();
      if (!settled.contains(jid)) {
        Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
        for (MixNode node : observer.getValue()) {
          if (config.has(node) && Sorting.maySubscribe(config, role(jid), node)) {
            nodes.add(node);
          }
        }
        if (!nodes.equals(observer.getValue())) {
          events.add(Observation.observed(channel, jid, observer.getValue(), nodes));
        }
      }
    }
    boolean turned = config.jidVisibility() != channel.config().jidVisibility();
    var gone = new ArrayList<PresenceChange>();
    for (PresenceItem item : channel.presence().guests()) {
      Jid guest = Objects.requireNonNull(item.guest());
      boolean open = config.is(ConfigField.OPEN_PRESENCE) && role(guest).isAtLeast(Role.ALLOWED);
      if ((turned || !open) && config.has(MixNode.PRESENCE) && !settled.contains(guest)) {
        gone.add(Gone.of(item));
      }
    }
    if (!gone.isEmpty()) {
      events.addFirst(new ChannelEvent.PresenceChanged(gone));
    }
  }

  /// What somebody who takes no part will be to the channel.
  private Role role(Jid bare) {
    if (config.owners().contains(bare)) {
      return Role.OWNER;
    }
    if (config.administrators().contains(bare)) {
      return Role.ADMINISTRATOR;
    }
    if (matches(Access.BANNED, bare)) {
      return Role.BANNED;
    }
    return !config.has(MixNode.ALLOWED) || matches(Access.ALLOWED, bare)
        ? Role.ALLOWED
        : Role.STRANGER;
  }

  private boolean matches(Access list, Jid bare) {
    var entries = new LinkedHashSet<Jid>(List.of(bare, Jid.domain(bare.domainpart())));
    return entries.stream()
        .anyMatch(entry ->
            of(listed, list).contains(entry)
                || (channel.isListed(list, entry) && !of(unlisted, list).contains(entry)));
  }

  private static Set<Jid> of(Map<Access, Set<Jid>> changes, Access list) {
    return Objects.requireNonNull(changes.get(list));
  }
}
