package im.coven.load;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Says when each message is due, on a thread of its own: message `k` at `k / rate` after the
/// start, however long the others take. A server that stalls meets what was due meanwhile, with the
/// times at which it was due, so that waiting is not left out of the latencies.
final class Pacer {

  private static final int MICRO_NANOS = 1000;

  private final LoadPlan plan;
  private final List<List<Member>> publishers;

  /// `publishers` are those of each channel; they speak in turn, and so do the channels.
  Pacer(LoadPlan plan, List<List<Member>> publishers) {
    this.plan = plan;
    this.publishers = publishers;
  }

  /// Hands over all messages when they are due; returns after the last one.
  void run(long startNanos) {
    long messages = plan.traffic().messages();
    for (long k = 0; k < messages; k++) {
      long due = plan.traffic().dueNanos(k);
      await(startNanos + due);
      List<Member> ofChannel = publishers.get((int) (k % publishers.size()));
      Member publisher = ofChannel.get((int) (k / publishers.size() % ofChannel.size()));
      publisher.context().runOnContext(_ -> publisher.publish(due / MICRO_NANOS));
    }
  }

  private void await(long nanos) {
    long left = nanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = nanos - System.nanoTime();
    }
  }
}
