package im.coven.net;

import im.coven.ops.Count;
import im.coven.ops.Metrics;
import im.coven.stream.StreamError;

/// What a door counts. One for the doors of all loops.
public final class DoorFigures {

  private final Metrics metrics;
  private final Count stanzasIn;
  private final Count stanzasOut;

  DoorFigures(Metrics metrics, Admission admission) {
    this.metrics = metrics;
    this.stanzasIn = metrics.count("coven.client.stanzas.in", "Stanzas that clients sent.");
    this.stanzasOut = metrics.count("coven.client.stanzas.out", "Stanzas sent to clients.");
    metrics.gauge(
        "coven.client.connections", "Open connections of clients.", admission, Admission::open);
    metrics.gauge(
        "coven.client.unauthenticated",
        "Open connections of clients that have not logged in.",
        admission,
        Admission::unauthenticated);
  }

  Count stanzasIn() {
    return stanzasIn;
  }

  Count stanzasOut() {
    return stanzasOut;
  }

  /// A stream was ended with an error.
  void ended(StreamError error) {
    metrics
        .count(
            "coven.client.stream.errors",
            "Streams of clients that were ended with an error.",
            "condition",
            error.condition().wire())
        .increment();
  }
}
