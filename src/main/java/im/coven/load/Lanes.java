package im.coven.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Does something for many, a bounded number at once: a server that thousands log in to at the same
/// moment is not what is to be measured. Ends with the first failure.
final class Lanes {

  private final int count;
  private final IntFunction<Future<Void>> task;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final Promise<Void> done = Promise.promise();

  private Lanes(int count, IntFunction<Future<Void>> task) {
    this.count = count;
    this.task = task;
  }

  /// Runs the task for each number below `count`.
  static Future<Void> run(int count, int width, IntFunction<Future<Void>> task) {
    if (count == 0) {
      return Future.succeededFuture();
    }
    var lanes = new Lanes(count, task);
    for (int i = 0; i < Math.min(width, count); i++) {
      lanes.advance();
    }
    return lanes.done.future();
  }

  private void advance() {
    int index = next.getAndIncrement();
    if (index >= count || done.future().isComplete()) {
      return;
    }
    task.apply(index)
        .onComplete(ended -> {
          if (ended.failed()) {
            done.tryFail(ended.cause());
          } else if (finished.incrementAndGet() == count) {
            done.tryComplete();
          } else {
            advance();
          }
        });
  }
}
