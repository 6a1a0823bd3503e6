package im.coven.service;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Occupant;
import im.coven.channel.OccupantChange;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import im.coven.muc.RoomHistory;
import im.coven.muc.RoomHistory.Place;
import im.coven.muc.RoomNews;
import im.coven.muc.RoomView;
import im.coven.redis.ArchiveStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The room that a channel is, on one instance: there as long as some loop has clients in it.
/// Confined to the loop of the channel's replica.
final class RoomReplica {

  /// What those of a loop are told of an entry, and who entered with it.
  record Part(RoomNews news, List<Arrival> arrivals) {

    static final Part NONE = new Part(RoomNews.NONE, List.of());

    Part {
      arrivals = List.copyOf(arrivals);
    }

    boolean isEmpty() {
      return news.isEmpty() && arrivals.isEmpty();
    }
  }

  /// A client that entered at an entry, who is there, and what the room is about.
  record Arrival(Jid client, EntryId at, List<Rendering> there, Rendering subject) {
    Arrival {
      there = List.copyOf(there);
    }
  }

  /// A client of a loop that is about to enter, and what it wants then.
  record Expected(int loop, RoomView.Entrance how, RoomHistory.Wish wish) {}

  private final Jid channel;
  private final Jid room;
  private final ChannelHost host;
  private final BitSet loops = new BitSet();
  private final Map<Jid, Expected> expected = new HashMap<>();
  private @Nullable RoomView view;

  RoomReplica(Jid channel, Jid room, ChannelHost host) {
    this.channel = channel;
    this.room = room;
    this.host = host;
  }

  /// A loop has clients in the room, or about to enter it.
  void open(int loop, Channel current) {
    loops.set(loop);
    if (view == null) {
      view = new RoomView(room, current);
    }
  }

  /// A loop has none any more.
  void close(int loop) {
    loops.clear(loop);
    if (loops.isEmpty()) {
      view = null;
    }
  }

  /// A client is about to enter.
  void expect(Jid client, Expected arrival) {
    expected.put(client, arrival);
  }

  /// It does not, after all.
  void forget(Jid client) {
    expected.remove(client);
  }

  /// What an event that was just applied means here.
  Part after(Channel current, Applied applied) {
    if (view == null) {
      return Part.NONE;
    }
    RoomNews news = view.after(current, applied);
    var arrivals = new ArrayList<Arrival>();
    for (ChannelEvent event : applied.event().each()) {
      if (event instanceof ChannelEvent.OccupantsChanged(var changes)) {
        for (OccupantChange change : changes) {
          Occupant occupant = change.occupant();
          Expected wanted = expected.get(occupant.client());
          if (change instanceof OccupantChange.Present && wanted != null) {
            arrivals.add(
                new Arrival(
                    occupant.client(),
                    applied.id(),
                    view.entrance(current, occupant, wanted.how()),
                    view.subject(current)));
          }
        }
      }
    }
    return new Part(news, arrivals);
  }

  /// What those here have not been told of a channel that was loaded again.
  Part renewed(Channel current) {
    return view == null ? Part.NONE : new Part(view.renewed(current), List.of());
  }

  /// Has those who entered be told what was said before.
  void recall(Channel current, List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      Expected wanted = expected.remove(arrival.client());
      if (wanted != null) {
        history(arrival.at(), wanted.wish())
            .map(entries ->
                RoomHistory.of(current, new Place(room, arrival.client()), entries, wanted.wish()))
            .otherwise(List.of())
            .onSuccess(history ->
                host.on(
                    wanted.loop(),
                    audience -> audience.past(channel, arrival.client(), arrival.at(), history)));
      }
    }
  }

  private Future<List<LogEntry>> history(EntryId before, RoomHistory.Wish wish) {
    if (wish.isNothing()) {
      return Future.succeededFuture(List.of());
    }
    var range = ArchiveStore.Range.before(before);
    var newest = new ArchiveStore.Wanted(range, ArchiveStore.End.NEWEST, wish.messages());
    return host.archives().page(channel, MixNode.MESSAGES, newest).map(ArchiveStore.Page::entries);
  }
}
