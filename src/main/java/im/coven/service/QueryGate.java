package im.coven.service;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lets through so many queries of one account at a time and keeps some more waiting, so that
/// nobody who reads a whole archive is in the way of others. Confined to its loop. See XEP-0313 §4.
final class QueryGate {

  /// What who asks for too much at once is told.
  static final StanzaError TOO_MANY =
      Condition.RESOURCE_CONSTRAINT.because("You have asked for too much at once");

  private static final class Line {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int running;
  }

  private final int most;
  private final int waitingMost;
  private final Map<Jid, Line> lines = new HashMap<>();

  QueryGate(int most, int waitingMost) {
    this.most = most;
    this.waitingMost = waitingMost;
  }

  /// Has a query answered when it is its turn, or refused when too many are waiting.
  <T> Future<T> pass(Jid who, Supplier<Future<T>> query, Function<StanzaError, T> refusal) {
    Line line = lines.computeIfAbsent(who, _ -> new Line());
    if (line.running < most) {
      return run(who, line, query);
    }
    if (line.waiting.size() >= waitingMost) {
      return Future.succeededFuture(refusal.apply(TOO_MANY));
    }
    Promise<T> promise = Promise.promise();
    line.waiting.add(() -> run(who, line, query).onComplete(promise));
    return promise.future();
  }

  private <T> Future<T> run(Jid who, Line line, Supplier<Future<T>> query) {
    line.running++;
    Future<T> answer;
    try {
      answer = query.get();
    } catch (RuntimeException fault) {
      answer = Future.failedFuture(fault);
    }
    return answer.onComplete(_ -> {
      line.running--;
      Runnable next = line.waiting.poll();
      if (next != null) {
        next.run();
      } else if (line.running == 0) {
        lines.remove(who);
      }
    });
  }
}
