package im.coven.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/// Waits for what nobody announces: that nothing comes any more.
final class Quiet {

  private static final long LOOK_MS = 50;

  /// The silence after which all is quiet.
  private static final long SILENCE_MS = 500;

  /// A server with a life of its own never gets quiet.
  private static final long WAIT_MS_MAX = 60_000;

  private final Vertx vertx;
  private final LongAdder heard;

  Quiet(Vertx vertx, LongAdder heard) {
    this.vertx = vertx;
    this.heard = heard;
  }

  /// Completes when nothing was heard for a while, or after a longer while.
  Future<Void> await() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MS_MAX);
    var silence = new Silence(heard, SILENCE_MS);
    return until(() -> silence.isLong() || System.nanoTime() - end >= 0);
  }

  /// Completes when a count is reached, or has not moved for some seconds; then waits for silence,
  /// so that what comes twice is seen.
  Future<Void> awaitCount(LongAdder count, long wanted, int patienceSeconds) {
    var silence = new Silence(count, TimeUnit.SECONDS.toMillis(patienceSeconds));
    return until(() -> count.sum() >= wanted || silence.isLong()).compose(_ -> await());
  }

  private Future<Void> until(BooleanSupplier isSo) {
    Promise<Void> reached = Promise.promise();
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          if (isSo.getAsBoolean()) {
            vertx.cancelTimer(timer);
            reached.complete();
          }
        });
    return reached.future();
  }

  /// How long a count has not moved.
  private static final class Silence {
    private final LongAdder count;
    private final long lengthNanos;
    private long last = -1;
    private long sinceNanos;

    Silence(LongAdder count, long lengthMs) {
      this.count = count;
      lengthNanos = TimeUnit.MILLISECONDS.toNanos(lengthMs);
    }

    boolean isLong() {
      long now = System.nanoTime();
      if (count.sum() != last) {
        last = count.sum();
        sinceNanos = now;
      }
      return now - sinceNanos >= lengthNanos;
    }
  }
}
