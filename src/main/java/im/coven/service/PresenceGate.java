package im.coven.service;

import im.coven.channel.ChannelRequest;
import im.coven.channel.Decision;
import im.coven.channel.PresenceRequest;
import im.coven.jid.Jid;
import im.coven.replica.Reply;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gathers the presence that arrives for a channel, so that a channel whose clients come and go by
/// the thousand gets a few entries a second. Confined to the loop of its host.
///
/// The first after a quiet time goes at once. What comes within the wait after that goes together,
/// the newest of each client; one request of a channel is under way at a time, so what is decided
/// rests on all that went before.
final class PresenceGate {

  /// Clients in one entry of the log at most; the others are in the next.
  private static final int ENTRY_MAX = 500;

  private record Waiting(PresenceRequest request, List<Promise<Optional<StanzaError>>> askers) {}

  private static final class Line {
    private final Map<Jid, Waiting> waiting = new LinkedHashMap<>();
    private boolean shut;
  }

  private final ChannelHost host;
  private final long waitMs;
  private final Map<Jid, Line> lines = new HashMap<>();

  PresenceGate(ChannelHost host, long waitMs) {
    this.host = host;
    this.waitMs = waitMs;
  }

  /// Takes what a client tells of its presence; answers why it was refused, if it was. Never fails.
  Future<Optional<StanzaError>> add(Jid channel, PresenceRequest request) {
    Promise<Optional<StanzaError>> promise = Promise.promise();
    Line line = lines.computeIfAbsent(channel, _ -> new Line());
    Waiting before = line.waiting.remove(request.client());
    List<Promise<Optional<StanzaError>>> askers =
        before == null ? new ArrayList<>(1) : before.askers();
    askers.add(promise);
    line.waiting.put(request.client(), new Waiting(newest(before, request), askers));
    if (!line.shut) {
      open(channel, line);
    }
    return promise.future();
  }

  /// What an earlier session says at its end is not about a later one of the same full JID.
  private static PresenceRequest newest(@Nullable Waiting before, PresenceRequest request) {
    return before != null
            && before.request() instanceof PresenceRequest.Show show
            && request instanceof PresenceRequest.Hide hide
            && hide.owner() != null
            && !hide.owner().equals(show.owner())
        ? show
        : request;
  }

  private void open(Jid channel, Line line) {
    if (line.waiting.isEmpty()) {
      lines.remove(channel);
      return;
    }
    var batch = new LinkedHashMap<Jid, Waiting>();
    var each = line.waiting.entrySet().iterator();
    while (each.hasNext() && batch.size() < ENTRY_MAX) {
      var next = each.next();
      batch.put(next.getKey(), next.getValue());
      each.remove();
    }
    line.shut = true;
    long begunMs = host.nowMs();
    var requests = batch.values().stream().map(Waiting::request).toList();
    host.carry(channel, new ChannelRequest.ShowPresence(channel, requests))
        .onSuccess(reply -> {
          batch.forEach((client, waiting) -> answer(waiting, refusal(reply, client)));
          long leftMs = waitMs - (host.nowMs() - begunMs);
          if (leftMs > 0) {
            host.after(leftMs, () -> reopen(channel, line));
          } else {
            reopen(channel, line);
          }
        });
  }

  private void reopen(Jid channel, Line line) {
    line.shut = false;
    open(channel, line);
  }

  private static void answer(Waiting waiting, Optional<StanzaError> error) {
    waiting.askers().forEach(asker -> asker.complete(error));
  }

  private static Optional<StanzaError> refusal(Reply reply, Jid client) {
    return switch (reply) {
      case Reply.Granted(Decision.Presented(var refused)) ->
          Optional.ofNullable(refused.get(client));
      case Reply.Granted _ -> Optional.empty();
      case Reply.Refused(var refusal) -> Optional.of(refusal.error());
      case Reply.Failed failed -> Optional.of(ChannelEndpoint.error(failed));
    };
  }
}
