package im.coven.replica;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The entries that were applied last, oldest first and without a hole, kept in case that the log
/// loses them.
///
/// A log ends early when a replica of Redis is promoted that had not got everything, or when Redis
/// comes back without its last writes. That concerns what was written within moments, so that
/// little has to be kept.
final class Recent {

  /// Milliseconds that an entry is kept at least. Longer than a fail-over takes to be noticed.
  static final long AGE_MS_MAX = 60_000;

  /// Entries of one channel.
  static final int ENTRIES_MAX = 2000;

  /// Bytes of their events.
  static final int BYTES_MAX = 1024 * 1024;

  private record Kept(LogEntry entry, long sinceMs) {}

  private final Deque<Kept> kept = new ArrayDeque<>();
  private int bytes;
  private long nowMs;

  /// Keeps the entry that follows the last one.
  void add(LogEntry entry) {
    kept.addLast(new Kept(entry, nowMs));
    bytes += entry.event().length;
    while (kept.size() > ENTRIES_MAX || bytes > BYTES_MAX) {
      drop();
    }
  }

  /// Forgets what is too old.
  void expire(long now) {
    nowMs = now;
    while (!kept.isEmpty() && kept.getFirst().sinceMs() < now - AGE_MS_MAX) {
      drop();
    }
  }

  void clear() {
    kept.clear();
    bytes = 0;
  }

  int size() {
    return kept.size();
  }

  /// What followed an entry; nothing where it is not known whether that is all.
  List<LogEntry> after(EntryId last) {
    List<LogEntry> tail =
        kept.stream().map(Kept::entry).filter(entry -> entry.id().isAfter(last)).toList();
    return !tail.isEmpty() && tail.getFirst().previous().equals(last) ? tail : List.of();
  }

  private void drop() {
    bytes -= kept.removeFirst().entry().event().length;
  }
}
