package im.coven.replica;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A machine, and what it delivered: each entry of the log after the one before it.
final class Observed {

  final ReplicaMachine<Asked> machine;
  private final ModelRedis redis;
  private String epoch = "";
  private EntryId delivered = EntryId.ZERO;

  Observed(
      Bounds bounds,
      Safeguards safeguards,
      ModelRedis redis,
      BiConsumer<Observed, Effect<Asked>> effects) {
    this.redis = redis;
    this.machine =
        new ReplicaMachine<>(
            ModelRedis.DECIDER, bounds, effect -> effects.accept(this, effect), safeguards);
  }

  /// The machine starts, or starts anew, from a state.
  void loaded(Channel channel) {
    epoch = channel.epoch();
    delivered = channel.position();
    machine.loaded(channel);
  }

  /// What it delivers must be what the log holds next.
  void deliver(Applied applied) {
    LogEntry next = next();
    if (next == null || !next.id().equals(applied.id())) {
      throw new Violation(
          "delivers " + applied.id() + " after " + delivered + ", where the log has " + next);
    }
    if (applied.event() instanceof ChannelEvent.Published published
        && !Asked.base(next.appendId()).equals(published.clientId())) {
      throw new Violation("delivers another message than the log has at " + next.id());
    }
    delivered = next.id();
  }

  private @Nullable LogEntry next() {
    for (LogEntry entry : redis.log(epoch)) {
      if (entry.id().isAfter(delivered)) {
        return entry;
      }
    }
    return null;
  }
}
