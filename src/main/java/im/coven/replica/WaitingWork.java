package im.coven.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The work of a replica that is not under way, and what is known of its appends that were.
final class WaitingWork<A> {

  private final WorkQueue<A> waiting = new WorkQueue<>();
  private final Deque<Work<A>> again = new ArrayDeque<>();
  private final Map<String, Effect.Append<A>> unsure = new HashMap<>();

  int size() {
    return waiting.size();
  }

  void add(Work<A> work) {
    waiting.add(work);
  }

  /// What is next; {@link #putBack} first.
  @Nullable Work<A> poll() {
    return waiting.poll();
  }

  /// It was under way, and goes before all that waits, behind what came back earlier.
  void again(Work<A> work) {
    again.add(work);
  }

  /// All that came back goes to the head.
  void putBack() {
    waiting.putBack(again);
  }

  /// Takes out what is not to wait any longer.
  List<Work<A>> late(long nowMs) {
    var late = new ArrayList<Work<A>>(waiting.late(nowMs));
    again.stream().filter(work -> work.deadlineMs() <= nowMs).forEach(late::add);
    again.removeAll(late);
    return late;
  }

  /// Takes out everything, in its order.
  List<Work<A>> all() {
    putBack();
    var all = new ArrayList<Work<A>>();
    for (Work<A> work = waiting.poll(); work != null; work = waiting.poll()) {
      all.add(work);
    }
    return all;
  }

  /// Whether an append was done, or will be, is unknown.
  void doubt(Effect.Append<A> append) {
    unsure.put(append.work().appendId(), append);
  }

  /// It is known now.
  void know(String appendId) {
    unsure.remove(appendId);
  }

  /// Whether it may have been appended without our knowing. It is not repeated any more, so this is
  /// the last time that anybody asks.
  boolean isUnsure(Work<A> work) {
    return work instanceof Work.Carry<A> carry && unsure.remove(carry.appendId()) != null;
  }

  /// Takes out the work whose append, of which nothing was known, turned out to be in the log.
  Optional<Effect.Append<A>> found(String appendId) {
    Effect.Append<A> lost = unsure.remove(appendId);
    if (lost != null) {
      again.remove(lost.work());
      waiting.remove(lost.work());
    }
    return Optional.ofNullable(lost);
  }
}
