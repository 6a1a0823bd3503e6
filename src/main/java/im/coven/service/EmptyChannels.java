package im.coven.service;

import im.coven.channel.ChannelRequest;
import im.coven.jid.Jid;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ChannelStore;
import im.coven.replica.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys channels in which nobody takes part and nothing happens any more, where the operator
/// wants that: one of the instances looks for them once in a while. Only a channel that was quiet
/// for long is loaded. See XEP-0369 §7.3.5. Confined to one loop.
public final class EmptyChannels {

  private static final int NAMES = 500;
  private static final Logger LOG = LoggerFactory.getLogger(EmptyChannels.class);

  private final MixService mix;
  private final ChannelStore store;
  private final ArchiveStore archives;
  private final InstantSource clock;
  private final Duration quiet;

  private EmptyChannels(MixService mix, ChannelHost host, InstantSource clock, Duration quiet) {
    this.mix = mix;
    this.store = host.store();
    this.archives = host.archives();
    this.clock = clock;
    this.quiet = quiet;
  }

  /// Begins to look on the loop of `mix`, unless channels may be empty for ever.
  public static void watch(Vertx vertx, MixService mix, InstantSource clock, MixLimits limits) {
    if (!limits.emptyFor().isZero()) {
      var watcher = new EmptyChannels(mix, mix.host(), clock, limits.emptyFor());
      long everyMs = limits.replica().archive().every().toMillis();
      vertx.setPeriodic(everyMs, _ -> watcher.look(everyMs));
    }
  }

  private void look(long everyMs) {
    for (Jid domain : mix.domains()) {
      archives
          .takeTurn(domain, "emptying", everyMs / 2)
          .compose(ours -> ours ? sweep(domain, "") : Future.succeededFuture())
          .onFailure(cause -> LOG.warn("empty channels stay at {}", domain, cause));
    }
  }

  private Future<Void> sweep(Jid domain, String after) {
    Instant since = clock.instant().minus(quiet);
    return store
        .list(domain.toString(), after, NAMES)
        .compose(names -> {
          Future<Void> done = Future.succeededFuture();
          for (String name : names) {
            Jid channel = new Jid(name, domain.domainpart(), null);
            done = done.compose(_ -> consider(channel, since));
          }
          return names.size() < NAMES ? done : done.compose(_ -> sweep(domain, names.getLast()));
        });
  }

  private Future<Void> consider(Jid channel, Instant since) {
    return archives
        .last(channel)
        .compose(last ->
            last.isPresent() && Instant.ofEpochMilli(last.get().ms()).isBefore(since)
                ? mix.carry(
                        channel,
                        new ChannelRequest.Abandon(Jid.domain(channel.domainpart()), since))
                    .map(reply -> {
                      if (reply instanceof Reply.Granted) {
                        LOG.info("channel={} was empty for {} and is no more", channel, quiet);
                      }
                      return null;
                    })
                : Future.succeededFuture());
  }
}
