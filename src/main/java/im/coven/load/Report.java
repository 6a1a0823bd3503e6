package im.coven.load;

import java.util.List;

/// What a load test found.
public record Report(
    LoadPlan plan,
    Preparation preparation,
    Account account,
    Latency latency,
    List<Second> seconds,
    Generator generator) {

  /// From this share of a processor on, an event loop is taken for busy all the time.
  private static final double BUSY = 0.9;

  /// The lateness of the generator that is never worth a word.
  private static final double LATE_MS_MIN = 5;

  public Report {
    seconds = List.copyOf(seconds);
  }

  /// How long it took until all had logged in, all had joined, and it had got quiet.
  public record Preparation(double loginSeconds, double joinSeconds, double quietSeconds) {}

  /// What became of every delivery, warm-up included.
  ///
  /// @param sent messages that were written
  /// @param unsent messages that were due after their publisher's stream had ended
  /// @param refused messages that the server sent back; what they should have become is lost
  /// @param refusal why the first of them came back
  /// @param expected deliveries of what was sent
  /// @param received different deliveries that came
  /// @param late deliveries that came after later ones of their publisher
  /// @param unknown deliveries that nobody of the channel sent
  /// @param orders how many different orders the members of one channel saw, at most; 0 where
  ///   something is missing, and it cannot be told
  /// @param endedStreams streams that ended before they were told to
  /// @param end why the first of them did
  public record Account(
      long sent,
      long unsent,
      long refused,
      String refusal,
      long expected,
      long received,
      long lost,
      long doubled,
      long late,
      long unknown,
      int orders,
      int endedStreams,
      String end) {

    /// Whether everything was delivered once, in one order.
    public boolean isSound() {
      return lost + doubled + late + unknown + unsent == 0 && orders == 1;
    }
  }

  /// Milliseconds from when a message was due until it was delivered.
  public record Latency(double p50Ms, double p90Ms, double p99Ms, double p999Ms, double maxMs) {}

  /// One second of the run, warm-up included: what arrived in it, and the latencies of what was due
  /// in it.
  public record Second(int second, long delivered, Latency latency) {}

  /// What the generator cost, and how late it was itself.
  ///
  /// @param busiestLoop the share of the time that its busiest event loop was on a processor
  public record Generator(
      double cpuSeconds,
      double wallSeconds,
      double busiestLoop,
      double lateP99Ms,
      double lateMaxMs) {}

  /// Deliveries a second that came in while it was measured.
  public double deliveriesPerSecond() {
    int warmup = plan.traffic().warmupSeconds();
    long delivered =
        seconds.stream()
            .filter(second -> second.second() >= warmup)
            .filter(second -> second.second() < warmup + plan.traffic().seconds())
            .mapToLong(Second::delivered)
            .sum();
    return (double) delivered / plan.traffic().seconds();
  }

  /// Whether the latencies say as much about the generator as about the server.
  public boolean isGeneratorTheLimit() {
    return generator.busiestLoop() >= BUSY
        || generator.lateP99Ms() > Math.max(LATE_MS_MIN, latency.p99Ms() / 2);
  }
}
