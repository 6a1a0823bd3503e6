package im.coven.channel;

import im.coven.channel.ChannelEvent.OccupantsChanged;
import im.coven.channel.OccupantChange.Gone;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What other events mean for who is in the room: who takes part no more is out of it.
final class OccupantEffects {

  private OccupantEffects() {}

  /// A decision with what follows from it.
  static Decision complete(Channel channel, Decision decision) {
    if (!(decision instanceof Decision.Accepted(var event, var answer))
        || channel.occupants().size() == 0) {
      return decision;
    }
    Set<Jid> told = new HashSet<>();
    boolean bans = false;
    var events = new ArrayList<ChannelEvent>();
    for (ChannelEvent each : event.each()) {
      switch (each) {
        case OccupantsChanged(var changes) ->
            changes.forEach(change -> told.add(change.occupant().client()));
        case ChannelEvent.AccessSet(var list, _, var listed) ->
            bans = bans || (listed && list == Access.BANNED);
        case ChannelEvent.Left left -> gone(channel, left, bans, told, events);
        default -> {}
      }
      events.add(each);
    }
    return new Decision.Accepted(ChannelEvent.of(events), answer);
  }

  private static void gone(
      Channel channel,
      ChannelEvent.Left left,
      boolean bans,
      Set<Jid> told,
      List<ChannelEvent> events) {
    String nick = channel.participant(left.id()).map(Participant::name).orElse(left.id());
    Departure how = !left.evicted() ? Departure.LEFT : bans ? Departure.BANNED : Departure.REMOVED;
    var changes = new ArrayList<OccupantChange>();
    for (Occupant occupant : channel.occupants().of(left.id())) {
      if (told.add(occupant.client())) {
        changes.add(new Gone(occupant.silent(), nick, how, ""));
      }
    }
    if (!changes.isEmpty()) {
      events.add(new OccupantsChanged(changes));
    }
  }
}
