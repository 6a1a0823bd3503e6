package im.coven.load;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.LongAdder;

/// What the members on one event loop share. Belongs to the loop, but for the counts of the run.
final class LoopState {

  /// What the members of all loops share.
  ///
  /// @param heard counts stanzas, to see when it gets quiet
  /// @param delivered counts deliveries, each once
  record Run(Vertx vertx, Mark mark, LongAdder heard, LongAdder delivered, StartTime start) {}

  /// When the run starts; set before the first message is sent.
  static final class StartTime {
    private volatile long nanos;

    void set(long nanos) {
      this.nanos = nanos;
    }

    long nanos() {
      return nanos;
    }
  }

  private static final int MICRO_NANOS = 1000;

  private final Context context;
  private final Run run;
  private final Tally tally = new Tally();

  LoopState(Context context, Run run) {
    this.context = context;
    this.run = run;
  }

  Context context() {
    return context;
  }

  Vertx vertx() {
    return run.vertx();
  }

  Mark mark() {
    return run.mark();
  }

  Tally tally() {
    return tally;
  }

  /// Microseconds after the start of the run.
  long nowMicros() {
    return (System.nanoTime() - run.start().nanos()) / MICRO_NANOS;
  }

  void heard() {
    run.heard().increment();
  }

  void delivered(long dueMicros) {
    run.delivered().increment();
    tally.delivered(dueMicros, nowMicros());
  }
}
