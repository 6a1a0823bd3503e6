package im.coven.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The commands that are on their way over one connection, in the order of their sending.
///
/// A script is loaded ahead of its first call on the connection. So Redis can miss one only after a
/// `SCRIPT FLUSH`; then nothing is sent until all that was on the way is answered, and what was
/// refused goes first, in its old order.
///
/// Where replicas have to confirm, the {@link ReplicaGate} has the answers before they are given
/// out.
final class Pipeline {

  /// Errors that tell of the state that Redis is in, not of the command.
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "(LOADING|BUSY|MASTERDOWN|READONLY|OOM|MISCONF|NOREPLICAS|CLUSTERDOWN|TRYAGAIN"
              + "|MOVED|ASK|NOAUTH)\\b.*",
          Pattern.DOTALL);

  /// What a master answers that was made a replica: to a write, to a `WAIT` that it was busy with,
  /// and to one that comes later.
  private static final Pattern DEMOTED =
      Pattern.compile("(READONLY|UNBLOCKED|ERR WAIT cannot be used)\\b.*", Pattern.DOTALL);

  /// One order and who waits for its answer.
  private static final class Call {
    final Order order;
    final boolean isAsking;
    final Promise<Response> promise = Promise.promise();
    long since = System.nanoTime();
    boolean repeated;

    Call(Order order, boolean isAsking) {
      this.order = order;
      this.isAsking = isAsking;
    }

    /// A command that the pipeline needs for itself.
    static Call own(Request request) {
      return new Call(Order.own(request), false);
    }
  }

  private final RedisConnection connection;
  private final RedisConfig config;
  private final boolean isMember;
  private final LinkFigures figures;
  private final Executor later;
  private final Consumer<String> condemn;
  private final ReplicaGate gate;
  private final ArrayDeque<Call> sent = new ArrayDeque<>();
  private final ArrayDeque<Call> waiting = new ArrayDeque<>();
  private final ArrayDeque<Call> refused = new ArrayDeque<>();
  private final Set<String> loaded = new HashSet<>();
  private long answeredNanos = System.nanoTime();
  private @Nullable RedisUnavailable dead;

  /// A pipeline that hands the reason to `condemn` when its connection turns out to be dead, or to
  /// lead to no master any more. `later` does something when the loop's present turn is over.
  /// `isMember`: of a cluster.
  Pipeline(
      RedisConnection connection,
      RedisConfig config,
      boolean isMember,
      LinkFigures figures,
      Executor later,
      Consumer<String> condemn) {
    this.connection = connection;
    this.config = config;
    this.isMember = isMember;
    this.figures = figures;
    this.later = later;
    this.condemn = condemn;
    this.gate = new ReplicaGate(config);
  }

  /// Sends an order. One that is asking goes right behind an `ASKING`, so that a node of a cluster
  /// carries it out that is only about to get its slot.
  Future<Response> send(Order order, boolean isAsking) {
    var call = new Call(order, isAsking);
    if (dead != null) {
      return Future.failedFuture(RedisUnavailable.unsent(String.valueOf(dead.getMessage())));
    }
    if (waiting.isEmpty() && refused.isEmpty() && sent.size() < config.queue().inFlightMax()) {
      dispatch(call);
    } else if (waiting.size() < config.queue().waitingMax()) {
      waiting.add(call);
      figures.setWaiting(waiting.size());
    } else {
      return Future.failedFuture(
          RedisUnavailable.unsent(
              config.queue().waitingMax() + " commands wait for Redis already"));
    }
    return call.promise.future();
  }

  /// Fails everything that is not answered, and whatever comes.
  void fail(RedisUnavailable why) {
    dead = why;
    gate.fail(why);
    failAll(sent, why);
    RedisUnavailable unsent = RedisUnavailable.unsent(String.valueOf(why.getMessage()));
    failAll(refused, unsent);
    failAll(waiting, unsent);
    figures.setInFlight(0);
    figures.setWaiting(0);
  }

  /// Whether nothing was answered for longer than it may, although something is on the way. A Redis
  /// that is slow but answers is not dead, and to leave it would only make it slower.
  boolean isOverdue(long nowNanos) {
    Call oldest = sent.peekFirst();
    return oldest != null
        && nowNanos - Math.max(oldest.since, answeredNanos)
            > TimeUnit.MILLISECONDS.toNanos(config.patience().commandTimeoutMs());
  }

  private void dispatch(Call call) {
    Script script = call.order.script();
    if (script != null && loaded.add(script.sha1())) {
      write(Call.own(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.source())));
    }
    if (call.isAsking) {
      write(Call.own(Request.cmd(Command.ASKING)));
    }
    write(call);
  }

  private void write(Call call) {
    if (dead != null) {
      // The connection broke under the write before this one.
      call.promise.fail(dead);
      return;
    }
    call.since = System.nanoTime();
    sent.add(call);
    figures.countSent();
    figures.setInFlight(sent.size());
    connection.send(call.order.request()).onComplete(answer -> answered(call, answer));
    if (gate.isShut() && call.order.confirmed() && gate.sent()) {
      later.execute(this::secure);
    }
  }

  /// Asks the replicas for what was written since they were asked last.
  private void secure() {
    if (dead == null && gate.isDue()) {
      if (!isMember) {
        // WAIT is about the last command of ours that the replicas get, and a reading is none. In a
        // cluster it would go to all nodes, and not as replication.
        write(Call.own(Request.cmd(Command.PUBLISH).arg(config.prefix() + ":wait").arg("")));
      }
      write(Call.own(gate.next()));
    }
  }

  private void answered(Call call, AsyncResult<Response> answer) {
    if (dead != null) {
      return;
    }
    if (answer.failed() && !isReply(answer.cause())) {
      // Before anything else is sent: on a dead connection that would fail at once, and so on.
      condemn.accept(String.valueOf(answer.cause().getMessage()));
      return;
    }
    sent.remove(call); // the first, as Redis answers in order
    answeredNanos = System.nanoTime();
    figures.setInFlight(sent.size());
    boolean again = isUnknownScript(call, answer);
    if (again) {
      call.repeated = true;
      refused.add(call);
    }
    if (refused.isEmpty()) {
      sendWaiting();
    } else if (sent.isEmpty()) {
      sendRefused();
    }
    if (call.order.request().command().equals(Command.WAIT)) {
      gate.answered(answer);
      secure();
    } else if (answer.succeeded()) {
      gate.take(call.promise, answer.result(), call.order.confirmed());
    } else if (!again) {
      call.promise.fail(failure(answer.cause()));
    }
    if (answer.failed() && DEMOTED.matcher(answer.cause().getMessage()).matches()) {
      condemn.accept("it is no master any more: " + answer.cause().getMessage());
    }
  }

  /// Whether Redis itself answered with this error. The client fails with an error of its own
  /// making what was on the way when a connection ended.
  private static boolean isReply(Throwable cause) {
    return cause instanceof Response && !"CONNECTION_CLOSED".equals(cause.getMessage());
  }

  /// Once only: a Redis that will not load a script would be asked for ever.
  private static boolean isUnknownScript(Call call, AsyncResult<Response> answer) {
    return answer.failed()
        && call.order.script() != null
        && !call.repeated
        && String.valueOf(answer.cause().getMessage()).startsWith("NOSCRIPT");
  }

  private void sendRefused() {
    loaded.clear();
    while (!refused.isEmpty()) {
      dispatch(refused.removeFirst());
    }
    sendWaiting();
  }

  private void sendWaiting() {
    while (!waiting.isEmpty() && sent.size() < config.queue().inFlightMax()) {
      dispatch(waiting.removeFirst());
      figures.setWaiting(waiting.size());
    }
  }

  /// Only what Redis itself answers, which is a response, can be a mistake of ours: a connection
  /// that breaks fails its commands with whatever the socket said.
  private static Throwable failure(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (!(cause instanceof Response)) {
      return new RedisUnavailable(text, cause);
    }
    return ENVIRONMENT.matcher(text).matches()
        ? RedisUnavailable.refused(cause)
        : new IllegalStateException("Redis refused a command: " + text, cause);
  }

  private static void failAll(ArrayDeque<Call> calls, RedisUnavailable why) {
    while (!calls.isEmpty()) {
      calls.removeFirst().promise.fail(why);
    }
  }
}
