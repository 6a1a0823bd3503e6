package im.coven.net;

import im.coven.ops.Count;
import im.coven.ops.Level;
import im.coven.ops.Metrics;
import im.coven.sasl.SaslFailure;
import im.coven.stream.StreamError;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// What a door counts. One for the doors of all loops.
public final class DoorFigures {

  private final Metrics metrics;
  private final Count stanzasIn;
  private final Count stanzasOut;
  private final Level sessions;
  private final Count resumptions;
  private final Map<SaslFailure, Count> authenticationFailures = new EnumMap<>(SaslFailure.class);

  DoorFigures(Metrics metrics, Admission admission) {
    this.metrics = metrics;
    this.stanzasIn = metrics.count("coven.client.stanzas.in", "Stanzas that clients sent.");
    this.stanzasOut = metrics.count("coven.client.stanzas.out", "Stanzas sent to clients.");
    this.sessions =
        metrics.level("coven.client.sessions", "Open streams of clients with a bound resource.");
    this.resumptions =
        metrics.count("coven.client.resumptions", "Sessions that clients resumed here.");
    for (SaslFailure failure : SaslFailure.values()) {
      authenticationFailures.put(
          failure,
          metrics.count(
              "coven.client.authentication.failures",
              "Attempts of clients to log in that failed.",
              "condition",
              failure.wire()));
    }
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

  /// The streams with a bound resource.
  Level sessions() {
    return sessions;
  }

  /// A session was resumed.
  void resumed() {
    resumptions.increment();
  }

  /// A client failed to log in.
  void authenticationFailed(SaslFailure failure) {
    Objects.requireNonNull(authenticationFailures.get(failure)).increment();
  }

  /// A connection was not let in.
  void refused(StreamError error) {
    metrics
        .count(
            "coven.client.refused",
            "Connections of clients that were not let in.",
            "condition",
            error.condition().wire())
        .increment();
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
