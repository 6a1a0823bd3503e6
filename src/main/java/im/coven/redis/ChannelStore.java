package im.coven.redis;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.channel.StoredState;
import im.coven.jid.Jid;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The channels' logs and materialised states. Keys: `coven:{channel}:log`, `:meta`,
/// `:participants`, `:access`; the topic of a channel is `coven:{channel}:log` too.
///
/// Every future fails with {@link RedisUnavailable} when Redis cannot answer.
public final class ChannelStore {

  /// What an append is to do. It is carried out only while the channel's state has `version` and
  /// its log `epoch`; `changes` non-empty makes the next version. A repeated `appendId` is answered
  /// with the first result.
  public record Append(
      String appendId, String epoch, long version, byte[] event, List<StateChange> changes) {}

  /// How an append ended.
  public sealed interface Appended {}

  /// It is in the log.
  public record Stored(EntryId id, EntryId previous, long version) implements Appended {}

  /// The state is at another version than the one that permitted it: catch up, decide again.
  public record Stale(long version) implements Appended {}

  /// There is no such channel, or its log is another one.
  public record Gone() implements Appended {}

  private final RedisLink link;

  public ChannelStore(RedisLink link) {
    this.link = link;
  }

  /// Makes a channel: its first entry, its state at version 1, its place in the domain's list.
  /// Answers nothing when the name is taken.
  public Future<Optional<Stored>> create(
      Jid channel, String appendId, String epoch, byte[] event, List<StateChange> changes) {
    throw new UnsupportedOperationException(String.valueOf(link.isUp()));
  }

  /// Appends one event.
  public Future<Appended> append(Jid channel, Append append) {
    throw new UnsupportedOperationException();
  }

  /// Removes the channel with all that it holds, if it is at that version, and publishes `event` as
  /// its last entry.
  public Future<Appended> destroy(Jid channel, Append append) {
    throw new UnsupportedOperationException();
  }

  /// Reads the state and the log's last position in one atomic step.
  public Future<Optional<StoredState>> load(Jid channel) {
    throw new UnsupportedOperationException();
  }

  /// Reads at most `count` entries after `after`, oldest first; nothing when the channel is gone or
  /// its log another one. Not longer than 1000.
  public Future<Optional<List<LogEntry>>> after(
      Jid channel, String epoch, EntryId after, int count) {
    throw new UnsupportedOperationException();
  }

  /// Reads at most `count` entries with `from <= id <= to`, oldest first.
  public Future<List<LogEntry>> range(Jid channel, EntryId from, EntryId to, int count) {
    throw new UnsupportedOperationException();
  }

  /// [#range] from the newest to the oldest.
  public Future<List<LogEntry>> rangeBackwards(Jid channel, EntryId from, EntryId to, int count) {
    throw new UnsupportedOperationException();
  }

  /// Hears every entry that is published for the channel, from the completion of the future on.
  public Future<Void> follow(Jid channel, Consumer<LogEntry> listener) {
    throw new UnsupportedOperationException();
  }

  /// Stops hearing.
  public Future<Void> unfollow(Jid channel) {
    throw new UnsupportedOperationException();
  }

  /// The localparts of a domain's channels in alphabetical order, at most `count` after `after`
  /// (empty: from the start). May name one that is being made or was just destroyed.
  public Future<List<String>> list(String domain, String after, int count) {
    throw new UnsupportedOperationException();
  }
}
