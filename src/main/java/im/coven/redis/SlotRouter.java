package im.coven.redis;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The commands of one loop on their way to the masters of a cluster, in their order by slot.
///
/// Normally each goes to its slot's master, one behind the other without waiting. When a slot's
/// commands are refused because it is elsewhere, or is being moved, or when it got another master
/// while some are on the way, they make a *detour*: nothing of that slot is sent until all that was
/// on the way is answered; then what was refused goes first, in its old order, one at a time, until
/// one gets through by the ordinary way, and the others follow. A slot that is being moved refuses
/// scripts until it has arrived (`TRYAGAIN`): they are asked again every {@link #PAUSE_MS}, for
/// {@link RedisConfig.Patience#commandTimeoutMs()} at most.
///
/// Confined to its loop.
final class SlotRouter {

  /// Milliseconds before a command is tried again that was refused more than once.
  private static final int PAUSE_MS = 10;

  /// One command and who waits for its answer.
  private static final class Call {
    final int slot;
    final Order order;
    final Promise<Response> promise = Promise.promise();
    final long since = System.nanoTime();
    int refusals;

    Call(int slot, Order order) {
      this.slot = slot;
      this.order = order;
    }
  }

  /// The commands of a slot that wait.
  private static final class Detour {
    final int slot;
    final ArrayDeque<Call> calls = new ArrayDeque<>();

    /// How many at the head of the calls were refused together.
    int refused;

    /// One has gone ahead of the others.
    boolean isTrying;

    @Nullable Redirection last;

    Detour(int slot) {
      this.slot = slot;
    }
  }

  private final Vertx vertx;
  private final RedisConfig config;
  private final LinkFigures figures;
  private final ClusterNodes nodes;
  private final int[] underWay = new int[Slots.COUNT];
  private final Map<Integer, Detour> detours = new HashMap<>();
  private int waiting;

  SlotRouter(Vertx vertx, RedisConfig config, LinkFigures figures, ClusterNodes nodes) {
    this.vertx = vertx;
    this.config = config;
    this.figures = figures;
    this.nodes = nodes;
  }

  /// Sends an order whose keys lie in a slot.
  Future<Response> send(int slot, Order order) {
    var call = new Call(slot, order);
    if (waiting >= config.queue().waitingMax() && detours.containsKey(slot)) {
      call.promise.fail(
          RedisUnavailable.unsent(
              config.queue().waitingMax() + " commands wait for their slots already"));
    } else {
      offer(call);
    }
    return call.promise.future();
  }

  /// Slots have other masters: what was sent to the old ones comes first.
  void handedOver(BitSet slots) {
    slots.stream()
        .filter(slot -> underWay[slot] > 0)
        .forEach(slot -> detours.computeIfAbsent(slot, Detour::new));
  }

  /// Fails what waits.
  void close() {
    for (Detour detour : detours.values()) {
      while (!detour.calls.isEmpty()) {
        poll(detour).promise.fail(RedisUnavailable.unsent("the link is closed"));
      }
    }
    detours.clear();
  }

  private void offer(Call call) {
    Detour detour = detours.isEmpty() ? null : detours.get(call.slot);
    if (detour == null) {
      go(call, nodes.owner(call.slot), false);
    } else {
      detour.calls.addLast(call);
      count(1);
    }
  }

  private Call poll(Detour detour) {
    count(-1);
    detour.refused = Math.max(0, detour.refused - 1);
    return detour.calls.removeFirst();
  }

  private void count(int more) {
    waiting += more;
    figures.setWaiting(waiting);
  }

  private void go(Call call, @Nullable NodeLink node, boolean isAsking) {
    underWay[call.slot]++;
    Future<Response> sent =
        node == null
            ? Future.failedFuture(
                RedisUnavailable.unsent("no master of slot " + call.slot + " is known"))
            : node.send(call.order, isAsking);
    sent.onComplete(answer -> answered(call, isAsking, answer));
  }

  private void answered(Call call, boolean isAsking, AsyncResult<Response> answer) {
    underWay[call.slot]--;
    Redirection how = answer.succeeded() ? null : Redirection.of(answer.cause());
    if (how instanceof Redirection.Down) {
      nodes.readSoon();
      how = null;
    }
    if (how != null) {
      refused(call, how);
    }
    Detour detour = detours.isEmpty() ? null : detours.get(call.slot);
    if (detour != null && underWay[call.slot] == 0) {
      boolean isThrough = how == null && !isAsking && (detour.isTrying || detour.refused == 0);
      if (isThrough) {
        release(detour);
      } else {
        next(detour);
      }
    }
    if (answer.succeeded()) {
      call.promise.complete(answer.result());
    } else if (how == null) {
      call.promise.fail(answer.cause());
    }
  }

  private void refused(Call call, Redirection how) {
    figures.countRedirection();
    call.refusals++;
    Detour detour = detours.computeIfAbsent(call.slot, Detour::new);
    detour.last = how;
    if (detour.isTrying) {
      detour.calls.addFirst(call);
    } else {
      insert(detour, call);
    }
    detour.refused++;
    count(1);
    if (how instanceof Redirection.Moved(var slot, var address)) {
      nodes.moved(slot, address);
    }
  }

  /// Behind what was refused before, ahead of what came later.
  private static void insert(Detour detour, Call call) {
    var before = new ArrayDeque<Call>();
    for (int i = 0; i < detour.refused; i++) {
      before.addFirst(detour.calls.removeFirst());
    }
    detour.calls.addFirst(call);
    before.forEach(detour.calls::addFirst);
  }

  /// Nothing of the slot is on the way: the first that waits goes alone.
  private void next(Detour detour) {
    detour.isTrying = false;
    long patience = TimeUnit.MILLISECONDS.toNanos(config.patience().commandTimeoutMs());
    long now = System.nanoTime();
    while (!detour.calls.isEmpty() && now - detour.calls.getFirst().since > patience) {
      poll(detour)
          .promise
          .fail(RedisUnavailable.unsent("slot " + detour.slot + " is being moved for too long"));
    }
    if (detour.calls.isEmpty()) {
      detours.remove(detour.slot);
      return;
    }
    Redirection how = detour.last;
    detour.last = null;
    NodeLink asked = how instanceof Redirection.Ask ask ? nodes.at(ask.address()) : null;
    if (asked != null) {
      attempt(detour, asked, true);
    } else if (how == null || detour.calls.getFirst().refusals < 2) {
      attempt(detour, nodes.owner(detour.slot), false);
    } else {
      vertx.setTimer(
          PAUSE_MS,
          _ -> {
            if (detours.get(detour.slot) == detour && underWay[detour.slot] == 0) {
              attempt(detour, nodes.owner(detour.slot), false);
            }
          });
    }
  }

  private void attempt(Detour detour, @Nullable NodeLink node, boolean isAsking) {
    detour.isTrying = true;
    go(poll(detour), node, isAsking);
  }

  /// One got through: the others follow.
  private void release(Detour detour) {
    detours.remove(detour.slot);
    while (!detour.calls.isEmpty()) {
      offer(poll(detour));
    }
  }
}
