package im.coven.channel;

import im.coven.channel.PresenceChange.Gone;
import im.coven.channel.PresenceChange.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What other events mean for who is present: who leaves is gone with all clients, a guest who
/// joins is one no more, who has another nick is present under that (H28), who is hidden now is
/// gone and somebody else comes.
final class PresenceEffects {

  private final Channel channel;
  private final List<ChannelEvent> events = new ArrayList<>();
  private ChannelConfig config;

  private PresenceEffects(Channel channel) {
    this.channel = channel;
    this.config = channel.config();
  }

  /// A decision with what follows from it.
  static Decision complete(Channel channel, Decision decision) {
    if (!(decision instanceof Decision.Accepted(var event, var answer))
        || event instanceof ChannelEvent.Published
        || channel.presence().size() == 0) {
      return decision;
    }
    var effects = new PresenceEffects(channel);
    event.each().forEach(effects::add);
    return new Decision.Accepted(ChannelEvent.of(effects.events), answer);
  }

  private void add(ChannelEvent event) {
    switch (event) {
      case ChannelEvent.Left left -> {
        changed(gone(channel.presence().of(left.id())));
        events.add(event);
      }
      case ChannelEvent.Changed(_, var now) -> {
        events.add(event);
        changed(turned(now));
      }
      case ChannelEvent.Joined(var now) -> {
        events.add(event);
        changed(turned(now));
      }
      case ChannelEvent.Configured(var before, var now) -> {
        config = now;
        if (!now.has(MixNode.PRESENCE)) {
          changed(gone(channel.presence().all()));
          events.add(event);
        } else {
          events.add(event);
          if (before.jidVisibility() != now.jidVisibility()) {
            var turned = new ArrayList<PresenceChange>();
            channel.participants().forEach(participant -> turned.addAll(turned(participant)));
            changed(turned);
          }
        }
      }
      default -> events.add(event);
    }
  }

  private void changed(List<PresenceChange> changes) {
    if (!changes.isEmpty()) {
      events.add(new ChannelEvent.PresenceChanged(changes));
    }
  }

  private static List<PresenceChange> gone(Collection<PresenceItem> items) {
    return items.stream().<PresenceChange>map(Gone::of).toList();
  }

  /// A participant as it is now: its clients have the faces that follow from it.
  private List<PresenceChange> turned(Participant participant) {
    Collection<PresenceItem> items = channel.presence().of(participant.id());
    if (participant.transitory() || !participant.preferences().sharesPresence()) {
      return gone(items);
    }
    var changes = new ArrayList<PresenceChange>();
    for (PresenceItem item : items) {
      Optional<PresenceItem.Face> face =
          PresenceItem.Face.of(channel.ids(), config, participant, item.resource());
      boolean stays = face.filter(now -> now.resource().equals(item.face().resource())).isPresent();
      if (!stays) {
        changes.add(Gone.of(item));
      }
      face.filter(now -> !now.equals(item.face()) || item.guest() != null)
          .ifPresent(now -> changes.add(new Shown(item.with(now))));
    }
    return changes;
  }
}
