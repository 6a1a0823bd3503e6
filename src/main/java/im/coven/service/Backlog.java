package im.coven.service;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.MixRenderer;
import im.coven.mix.Rendering;
import im.coven.redis.ChannelStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a channel's log has for one account after a cursor, rendered as it was or would have been
/// sent. On the channel's loop.
final class Backlog {

  /// What was missed, in the order of the log. Whether a participant whose entry changed got
  /// another nick, and so was told of, cannot always be seen in the log: then it is not `certain`
  /// that this is exactly what was sent.
  record Missed(List<Rendering> stanzas, boolean certain) {}

  private final ChannelHost host;
  private final Cursor cursor;
  private final Jid account;
  private final int most;

  /// More than `most` entries are not read.
  Backlog(ChannelHost host, Cursor cursor, Jid account, int most) {
    this.host = host;
    this.cursor = cursor;
    this.account = account;
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
    for (LogEntry entry : entries) {
      ChannelEvent event = EventCodec.read(entry.event());
      receiver = after(event, receiver);
      if (receiver == null) {
        continue;
      }
      boolean tells = receiver.isSubscribedTo(MixNode.PARTICIPANTS);
      certain = certain && !(tells && event instanceof ChannelEvent.Changed);
      var applied = new Applied(entry.id(), event, null);
      for (Broadcast broadcast : MixRenderer.render(found, applied, receiver.dialect())) {
        Rendering rendering = broadcast.to(receiver);
        if (rendering != null) {
          stanzas.add(rendering);
        }
      }
    }
    return new Missed(stanzas, certain);
  }

  private @Nullable Participant after(ChannelEvent event, @Nullable Participant before) {
    return switch (event) {
      case ChannelEvent.Joined(var now) when now.jid().equals(account) -> now;
      case ChannelEvent.Changed(var now) when now.jid().equals(account) -> now;
      case ChannelEvent.Left left when left.jid().equals(account) -> null;
      default -> before;
    };
  }
}
