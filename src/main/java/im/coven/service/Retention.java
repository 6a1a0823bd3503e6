package im.coven.service;

import im.coven.jid.Jid;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.Keeping;
import im.coven.redis.ChannelStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what channels need not keep any more: of every channel once in a while, by one of the
/// instances, and of a busy one in between. On one loop.
///
/// What is too old is not shown anyway; this is for the memory.
final class Retention {

  private static final int NAMES = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final ChannelStore store;
  private final ArchiveStore archives;
  private final Keeping keeping;
  private final long everyMs;

  Retention(ChannelStore store, ArchiveStore archives, ArchiveRules rules) {
    this.store = store;
    this.archives = archives;
    this.keeping =
        new Keeping(
            Duration.ofDays(rules.days()).toMillis(),
            rules.messagesMax(),
            rules.fresh().toMillis());
    this.everyMs = rules.every().toMillis();
  }

  /// Whether anything ever goes.
  boolean isNeeded() {
    return keeping.ageMs() > 0 || keeping.messagesMax() > 0;
  }

  /// Looks after the channels of these domains from now on; answers the timer.
  long watch(Vertx vertx, List<Jid> domains) {
    return vertx.setPeriodic(
        everyMs,
        _ ->
            domains.forEach(domain ->
                archives
                    .takeTurn(domain, "trimming", everyMs / 2)
                    .compose(ours -> ours ? sweep(domain, "") : Future.succeededFuture())
                    .onFailure(cause -> LOG.warn("old entries stay at {}", domain, cause))));
  }

  /// Removes what one channel need not keep.
  Future<Void> trim(Jid channel) {
    return archives
        .trim(channel, keeping)
        .compose(more -> more ? trim(channel) : Future.succeededFuture());
  }

  private Future<Void> sweep(Jid domain, String after) {
    return store
        .list(domain.toString(), after, NAMES)
        .compose(names -> {
          Future<Void> done = Future.succeededFuture();
          for (String name : names) {
            done = done.compose(_ -> trim(new Jid(name, domain.domainpart(), null)));
          }
          return names.size() < NAMES ? done : done.compose(_ -> sweep(domain, names.getLast()));
        });
  }
}
