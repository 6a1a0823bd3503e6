package im.coven.net;

import im.coven.ops.Count;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/// The outboxes of one event loop that have something to send: written once per loop turn.
///
/// One task per turn serves them all, however many stanzas were put in. What may wait leaves at the
/// end of the turn too if nothing of its kind left lately, else after a pause: so a join is told at
/// once, and of a thousand joins each client gets many in one write.
final class OutboxLoop {

  private final Vertx vertx;
  private final Count sent;
  private final long pauseNanos;
  private ArrayList<Outbox> dirty = new ArrayList<>();
  private ArrayList<Outbox> spare = new ArrayList<>();
  private ArrayList<Outbox> later = new ArrayList<>();
  private ArrayList<Outbox> spareLater = new ArrayList<>();
  private boolean scheduled;
  private boolean scheduledForLater;
  private long laterNanos;
  private long stanzas;

  /// Made on its loop. `sent` is told of the stanzas of a turn at its end; `pauseMs` is how long
  /// lies between two writes of what may wait.
  OutboxLoop(Vertx vertx, Count sent, int pauseMs) {
    this.vertx = vertx;
    this.sent = sent;
    this.pauseNanos = TimeUnit.MILLISECONDS.toNanos(pauseMs);
    this.laterNanos = System.nanoTime() - pauseNanos;
  }

  /// One more stanza was put into an outbox.
  void count() {
    stanzas++;
  }

  void add(Outbox outbox) {
    dirty.add(outbox);
    if (!scheduled) {
      scheduled = true;
      vertx.runOnContext(turn -> drain());
    }
  }

  void addForLater(Outbox outbox) {
    later.add(outbox);
    if (scheduledForLater) {
      return;
    }
    scheduledForLater = true;
    long waitMs = TimeUnit.NANOSECONDS.toMillis(laterNanos + pauseNanos - System.nanoTime());
    if (waitMs <= 0) {
      vertx.runOnContext(turn -> drainLater());
    } else {
      vertx.setTimer(waitMs, timer -> drainLater());
    }
  }

  private void drain() {
    scheduled = false;
    ArrayList<Outbox> full = dirty;
    dirty = spare;
    full.forEach(Outbox::drain);
    full.clear();
    spare = full;
    tell();
  }

  private void drainLater() {
    scheduledForLater = false;
    laterNanos = System.nanoTime();
    ArrayList<Outbox> full = later;
    later = spareLater;
    full.forEach(Outbox::drainLater);
    full.clear();
    spareLater = full;
    tell();
  }

  private void tell() {
    sent.add(stanzas);
    stanzas = 0;
  }
}
