package im.coven.service;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// The way onto an event loop from any other: what one loop posts arrives in its order.
///
/// However much is posted in one turn, it costs the loop one hand-over.
public final class Mailbox {

  private final Context context;
  private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  /// The mailbox of a loop.
  public Mailbox(Context context) {
    this.context = context;
  }

  /// Has something done on the loop.
  public void post(Runnable letter) {
    letters.add(letter);
    if (called.compareAndSet(false, true)) {
      context.runOnContext(_ -> open());
    }
  }

  private void open() {
    called.set(false);
    for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
      letter.run();
    }
  }
}
