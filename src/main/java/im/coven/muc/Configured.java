package im.coven.muc;

import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.JidVisibility;
import im.coven.channel.Room;
import java.util.ArrayList;
import java.util.List;

/// What those in a room are told of a change of its configuration. See XEP-0045 §10.2.1.
final class Configured {

  private Configured() {}

  /// The statuses of a change from what there was; none where nothing changed that concerns a room.
  static List<Integer> statuses(
      List<ChannelEvent> events, JidVisibility before, Channel now, Room settings) {
    JidVisibility after = now.config().jidVisibility();
    var statuses = new ArrayList<Integer>();
    if (before != after && after == JidVisibility.VISIBLE) {
      statuses.add(RoomWriter.NOW_NON_ANONYMOUS);
    } else if (before == JidVisibility.VISIBLE && before != after) {
      statuses.add(RoomWriter.NOW_SEMI_ANONYMOUS);
    }
    boolean other =
        events.stream()
            .anyMatch(event ->
                event instanceof ChannelEvent.InfoSet
                    || (event instanceof ChannelEvent.Configured && statuses.isEmpty())
                    || (event instanceof ChannelEvent.RoomSet(var room)
                        && !room.equals(unlocked(settings))));
    if (other) {
      statuses.add(RoomWriter.CHANGED);
    }
    return statuses;
  }

  /// That a room is open now is for its maker to know.
  private static Room unlocked(Room room) {
    return new Room(false, room.persistent(), room.publiclyListed());
  }
}
