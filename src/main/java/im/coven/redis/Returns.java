package im.coven.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Who is told that a link's Redis is back, and for how long others may put back what it lacks.
/// Belongs to the loop of its link.
final class Returns {

  private final List<Runnable> returned = new ArrayList<>();
  private final List<Runnable> reconnected = new ArrayList<>();
  private long settledNanos;

  /// See {@link RedisLink#onReturned}.
  void onReturned(Runnable action) {
    returned.add(action);
  }

  /// See {@link RedisLink#onReconnected}.
  void onReconnected(Runnable action) {
    reconnected.add(action);
  }

  void returned() {
    List.copyOf(returned).forEach(Runnable::run);
  }

  void reconnected() {
    List.copyOf(reconnected).forEach(Runnable::run);
  }

  /// It is another Redis than before, which may lack what that one had.
  void settle() {
    settledNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RedisLink.SETTLING_MS);
  }

  /// See {@link RedisLink#settlingMs}.
  long settlingMs() {
    long left = TimeUnit.NANOSECONDS.toMillis(settledNanos - System.nanoTime());
    return settledNanos == 0 ? 0 : Math.max(0, left);
  }

  /// Nobody is told any more that it is connected again.
  void close() {
    reconnected.clear();
  }
}
