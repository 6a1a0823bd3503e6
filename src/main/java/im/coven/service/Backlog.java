package im.coven.service;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.MixRenderer;
import im.coven.mix.PresenceSnapshot;
import im.coven.mix.Rendering;
import im.coven.muc.RoomBacklog;
import im.coven.redis.ChannelStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a channel's log has for one stream after a cursor, rendered as it was or would have been
/// sent. On the channel's loop.
final class Backlog {

  /// What was missed, in the order of the log. What a change of the configuration meant for the
  /// others depends on who took part then, which cannot be seen in the log: after one it is not
  /// `certain` that this is exactly what was sent.
  record Missed(List<Rendering> stanzas, boolean certain) {}

  private final ChannelHost host;
  private final Cursor cursor;
  private final Jid client;
  private final Jid account;
  private final int most;

  /// More than `most` entries are not read.
  Backlog(ChannelHost host, Cursor cursor, Jid client, int most) {
    this.host = host;
    this.cursor = cursor;
    this.client = client;
    this.account = client.bare();
    this.most = most;
  }

  /// Reads up to an entry. Fails where the log does not lead from the cursor to it, or has too
  /// much.
  Future<Missed> read(EntryId until) {
    return entries(cursor.at().id(), until, new ArrayList<>())
        .compose(entries ->
            host.look(
                cursor.channel(),
                found -> Optional.of(render(found, entries)),
                failed -> Optional.<Missed>empty()))
        .compose(missed ->
            missed
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture("there is no such channel")));
  }

  private Future<List<LogEntry>> entries(EntryId after, EntryId until, List<LogEntry> read) {
    if (!until.isAfter(after)) {
      return Future.succeededFuture(read);
    }
    if (read.size() > most) {
      return Future.failedFuture("too much was missed");
    }
    return host.store()
        .after(cursor.channel(), cursor.at().epoch(), after, most + 1)
        .compose(answer -> {
          if (!(answer instanceof ChannelStore.Entries(var more, _)) || more.isEmpty()) {
            return Future.failedFuture("the log does not lead on");
          }
          more.stream().filter(entry -> !entry.id().isAfter(until)).forEach(read::add);
          return entries(more.getLast().id(), until, read);
        });
  }

  private Missed render(Channel found, List<LogEntry> entries) {
    Participant receiver = cursor.participant(found.ids().participantId(account), account);
    var stanzas = new ArrayList<Rendering>();
    boolean certain = true;
    Optional<RoomBacklog> room =
        host.muc()
            .room(cursor.channel())
            .filter(_ -> cursor.seated())
            .map(at -> new RoomBacklog(found, at, client));
    for (LogEntry entry : entries) {
      ChannelEvent event = EventCodec.read(entry.event());
      Dialect dialect = dialect(event, receiver);
      List<List<Broadcast>> told =
          MixRenderer.render(found, new Applied(entry.id(), event), dialect);
      int n = 0;
      for (ChannelEvent each : event.each()) {
        Participant before = receiver;
        receiver = after(each, before);
        certain = certain && !(each instanceof ChannelEvent.Configured);
        if (listens(receiver) && !listens(before)) {
          // Who was present then is not in the log; who is now has to do.
          certain = false;
          stanzas.addAll(new PresenceSnapshot().of(found));
        }
        boolean hearsLast = each instanceof ChannelEvent.Left left && left.evicted();
        add(told.get(n), hearsLast ? before : receiver, stanzas);
        n++;
      }
      room.ifPresent(seen -> stanzas.addAll(seen.add(entry.id(), event)));
    }
    room.ifPresent(seen -> stanzas.addAll(seen.end()));
    boolean exact = certain && room.map(RoomBacklog::isCertain).orElse(true);
    return new Missed(stanzas, exact);
  }

  private static boolean listens(@Nullable Participant participant) {
    return participant != null && participant.isSubscribedTo(MixNode.PRESENCE);
  }

  /// The dialect in which the account is told of an event, which may be the one of its own join.
  private Dialect dialect(ChannelEvent event, @Nullable Participant before) {
    Participant last = before;
    for (ChannelEvent each : event.each()) {
      Participant now = after(each, last);
      last = now == null ? last : now;
    }
    return last == null ? Dialect.CORE_1 : last.dialect();
  }

  private static void add(
      List<Broadcast> broadcasts, @Nullable Participant receiver, List<Rendering> stanzas) {
    for (Broadcast broadcast : broadcasts) {
      Rendering rendering = receiver == null ? null : broadcast.to(receiver);
      if (rendering != null) {
        stanzas.add(rendering);
      }
    }
  }

  private @Nullable Participant after(ChannelEvent event, @Nullable Participant before) {
    return switch (event) {
      case ChannelEvent.Joined(var now) when now.jid().equals(account) -> now;
      case ChannelEvent.Changed(_, var now) when now.jid().equals(account) -> now;
      case ChannelEvent.Observed observed when observed.jid().equals(account) ->
          observed.receiver();
      case ChannelEvent.Left left when left.jid().equals(account) -> null;
      default -> before;
    };
  }
}
