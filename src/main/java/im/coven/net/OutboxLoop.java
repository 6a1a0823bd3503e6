package im.coven.net;

import io.vertx.core.Context;
import java.util.ArrayList;

/// The outboxes of one event loop that have something to send: written once per loop turn.
///
/// One task per turn serves them all, however many stanzas were put in.
final class OutboxLoop {

  private final Context context;
  private ArrayList<Outbox> dirty = new ArrayList<>();
  private ArrayList<Outbox> spare = new ArrayList<>();
  private boolean scheduled;

  OutboxLoop(Context context) {
    this.context = context;
  }

  void add(Outbox outbox) {
    dirty.add(outbox);
    if (!scheduled) {
      scheduled = true;
      context.runOnContext(turn -> drain());
    }
  }

  private void drain() {
    scheduled = false;
    ArrayList<Outbox> full = dirty;
    dirty = spare;
    for (Outbox outbox : full) {
      outbox.drain();
    }
    full.clear();
    spare = full;
  }
}
