package im.coven;

import im.coven.Loops.Served;
import im.coven.ops.Metrics;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the loops count, summed over them, as it is scraped.
final class Meters {

  private Meters() {}

  static void bind(Metrics metrics, List<Served> loops) {
    metrics.gauge(
        "coven.buffers.bytes",
        "Bytes in the buffers of sockets: what is being read, and what waits to be written.",
        PooledByteBufAllocator.DEFAULT,
        PooledByteBufAllocator::pinnedDirectMemory);
    sum(metrics, "coven.channels", "Channels in memory.", loops, l -> l.mix().channels());
    total(
        metrics,
        "coven.channel.appends",
        "Entries appended to the logs of channels.",
        loops,
        l -> l.mix().appends());
    total(
        metrics,
        "coven.channel.healed",
        "Entries put back into logs of channels that had lost them.",
        loops,
        l -> l.mix().healed());
    total(
        metrics,
        "coven.channel.losses",
        "Times that a log of a channel had lost something for good.",
        loops,
        l -> l.mix().losses());
    total(
        metrics,
        "coven.channel.deliveries",
        "Stanzas that channels sent to streams here.",
        loops,
        l -> l.mix().deliveries());
    total(
        metrics,
        "coven.redis.commands",
        "Commands sent to Redis.",
        loops,
        l -> l.loop().link().figures().commandsSent());
    total(
        metrics,
        "coven.redis.reconnects",
        "Times that a connection to Redis was made anew.",
        loops,
        l -> l.loop().link().figures().reconnects());
    total(
        metrics,
        "coven.redis.redirections",
        "Commands that a node of a Redis Cluster refused because of their slot.",
        loops,
        l -> l.loop().link().figures().redirections());
    sum(
        metrics,
        "coven.redis.nodes",
        "Redis processes that event loops have links to.",
        loops,
        l -> l.loop().link().figures().nodes());
    sum(
        metrics,
        "coven.redis.in.flight",
        "Commands without an answer yet.",
        loops,
        l -> l.loop().link().figures().inFlight());
  }

  private static void sum(
      Metrics metrics,
      String name,
      String help,
      List<Served> loops,
      ToDoubleFunction<Served> value) {
    metrics.gauge(name, help, loops, all -> all.stream().mapToDouble(value).sum());
  }

  private static void total(
      Metrics metrics,
      String name,
      String help,
      List<Served> loops,
      ToDoubleFunction<Served> value) {
    metrics.total(name, help, loops, all -> all.stream().mapToDouble(value).sum());
  }
}
