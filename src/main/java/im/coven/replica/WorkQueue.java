package im.coven.replica;

import im.coven.channel.ChannelRequest;
import im.coven.jid.Jid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What waits for its turn at one channel, in the order in which it is done.
///
/// What one bare JID asks for keeps its order. Beyond that, messages go ahead of the rest: a change
/// of the state takes a round trip to Redis of its own, so behind the joins of ten thousand a
/// message would wait for ten thousand of them. The rest is not starved: each of it waits for no
/// more messages than were there when its turn came.
final class WorkQueue<A> {

  private final Deque<Work<A>> tried = new ArrayDeque<>();
  private final Deque<Work<A>> messages = new ArrayDeque<>();
  private final Deque<Work<A>> rest = new ArrayDeque<>();
  private final Map<Jid, Integer> askersOfRest = new HashMap<>();
  private boolean turnIsOver;
  private int messagesOfTurn;

  /// Adds a piece of work.
  void add(Work<A> work) {
    if (work instanceof Work.Carry<A>(ChannelRequest.Publish message, _, _, _)
        && !askersOfRest.containsKey(message.from())) {
      messages.add(work);
      return;
    }
    if (rest.isEmpty()) {
      beginTurn();
    }
    rest.add(work);
    if (work instanceof Work.Carry<A> carry) {
      askersOfRest.merge(carry.request().from(), 1, Integer::sum);
    }
  }

  /// The first of the rest waits for the messages that are there now, those that came before it
  /// among them.
  private void beginTurn() {
    messagesOfTurn = messages.size();
    turnIsOver = false;
  }

  /// Puts what was tried ahead of all, and in its order. Nothing is left in `again`.
  void putBack(Deque<Work<A>> again) {
    while (!again.isEmpty()) {
      tried.addFirst(again.removeLast());
    }
  }

  /// Takes out something that was put back.
  void remove(Work<A> work) {
    tried.remove(work);
  }

  /// Takes what is next, or nothing.
  @Nullable Work<A> poll() {
    Work<A> first = tried.poll();
    if (first != null) {
      return first;
    }
    if (turnIsOver) {
      beginTurn();
    }
    if (messagesOfTurn > 0 || rest.isEmpty()) {
      messagesOfTurn = Math.max(0, messagesOfTurn - 1);
      return messages.poll();
    }
    turnIsOver = true;
    Work<A> next = rest.remove();
    forget(next);
    return next;
  }

  int size() {
    return tried.size() + messages.size() + rest.size();
  }

  boolean isEmpty() {
    return tried.isEmpty() && messages.isEmpty() && rest.isEmpty();
  }

  /// Takes out whose time is over.
  List<Work<A>> late(long nowMs) {
    List<Work<A>> late = takeLate(rest, nowMs);
    late.forEach(this::forget);
    late.addAll(takeLate(tried, nowMs));
    late.addAll(takeLate(messages, nowMs));
    return late;
  }

  private static <A> List<Work<A>> takeLate(Deque<Work<A>> queue, long nowMs) {
    var late = new ArrayList<Work<A>>();
    queue.stream().filter(work -> work.deadlineMs() <= nowMs).forEach(late::add);
    queue.removeIf(work -> work.deadlineMs() <= nowMs);
    return late;
  }

  private void forget(Work<A> work) {
    if (work instanceof Work.Carry<A> carry) {
      askersOfRest.computeIfPresent(
          carry.request().from(), (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
