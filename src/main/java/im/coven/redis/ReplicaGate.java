package im.coven.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;

/// Holds the answers on one connection back until enough replicas have what was written before
/// them.
///
/// That is so for writes, and for readings that are to find only what cannot get lost any more.
/// Behind what one turn of the loop has written goes one `WAIT`. Redis answers nothing else on the
/// connection until that is answered, so while two are on the way the next one stands for all that
/// is written meanwhile. An answer that comes behind a held one is held as well: the order of the
/// answers stays that of the commands.
///
/// A write that too few replicas have in time fails with {@link RedisUnavailable} of an unknown
/// end: the master has it, and replicas may get it still.
final class ReplicaGate {

  /// `WAIT`s that are on the way at once.
  private static final int WAITS_MAX = 2;

  /// An answer that is there and not given out yet.
  private record Held(Promise<Response> promise, Response answer, boolean confirmed) {}

  private final int replicas;
  private final int timeoutMs;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private boolean uncovered;
  private int waits;

  ReplicaGate(RedisConfig config) {
    this.replicas = config.replicas();
    this.timeoutMs = config.replicasTimeoutMs();
  }

  /// Whether answers are held at all.
  boolean isShut() {
    return replicas > 0;
  }

  /// Something was sent that has to be confirmed. Answers whether the end of this turn has to be
  /// told.
  boolean sent() {
    boolean first = !uncovered;
    uncovered = true;
    return first;
  }

  /// Whether a `WAIT` is to be sent now.
  boolean isDue() {
    return uncovered && waits < WAITS_MAX;
  }

  /// The `WAIT` for all that was written; it has to be sent.
  Request next() {
    uncovered = false;
    waits++;
    return Request.cmd(Command.WAIT).arg(replicas).arg(timeoutMs);
  }

  /// Gives an answer out, or keeps it until its time has come.
  void take(Promise<Response> promise, Response answer, boolean confirmed) {
    if (isShut() && (confirmed || !held.isEmpty())) {
      held.add(new Held(promise, answer, confirmed));
    } else {
      promise.complete(answer);
    }
  }

  /// A `WAIT` was answered: everything that is held was written before it.
  void answered(AsyncResult<Response> wait) {
    waits--;
    long have = wait.succeeded() ? EntryFormat.number(wait.result()) : 0;
    var due = new ArrayDeque<>(held);
    held.clear();
    for (Held each : due) {
      if (each.confirmed && have < replicas) {
        each.promise.fail(new RedisUnavailable(explain(wait, have)));
      } else {
        each.promise.complete(each.answer);
      }
    }
  }

  private String explain(AsyncResult<Response> wait, long have) {
    return wait.failed()
        ? String.valueOf(wait.cause().getMessage())
        : "%d of the %d replicas of redis.replicas have confirmed within %d ms"
            .formatted(have, replicas, timeoutMs);
  }

  /// The connection is gone; of what is held nobody knows whether a replica has it.
  void fail(RedisUnavailable why) {
    while (!held.isEmpty()) {
      held.removeFirst().promise.fail(why);
    }
  }
}
