package im.coven.net;

import im.coven.ops.Count;
import io.vertx.core.Context;
import java.util.ArrayList;

/// The outboxes of one event loop that have something to send: written once per loop turn.
///
/// One task per turn serves them all, however many stanzas were put in.
final class OutboxLoop {

  private final Context context;
  private final Count sent;
  private ArrayList<Outbox> dirty = new ArrayList<>();
  private ArrayList<Outbox> spare = new ArrayList<>();
  private boolean scheduled;
  private long stanzas;

  /// `sent` is told of the stanzas of a turn at its end.
  OutboxLoop(Context context, Count sent) {
    this.context = context;
    this.sent = sent;
  }

  /// One more stanza was put into an outbox.
  void count() {
    stanzas++;
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
    sent.add(stanzas);
    stanzas = 0;
  }
}
