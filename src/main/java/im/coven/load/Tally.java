package im.coven.load;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;

/// The times that one event loop measured. Belongs to the loop; added up when it is at rest.
final class Tally {

  /// A histogram is right within a hundredth of the value, and small enough for one a second.
  static final int DIGITS = 2;

  /// One second of the run: the latencies of what was due in it, and how much arrived in it.
  static final class Second {
    private final IntCountsHistogram latency = new IntCountsHistogram(DIGITS);
    private long arrived;

    Histogram latencyMicros() {
      var all = new Histogram(DIGITS);
      all.add(latency);
      return all;
    }

    long arrived() {
      return arrived;
    }
  }

  private static final int SECOND_MICROS = 1_000_000;

  private final List<Second> seconds = new ArrayList<>();
  private final Histogram lateness = new Histogram(DIGITS);

  /// A message due at one time was delivered at another, both in microseconds after the start.
  void delivered(long dueMicros, long nowMicros) {
    second(dueMicros).latency.recordValue(Math.max(0, nowMicros - dueMicros));
    second(nowMicros).arrived++;
  }

  /// A message left so much later than it was due.
  void sent(long lateMicros) {
    lateness.recordValue(Math.max(0, lateMicros));
  }

  private Second second(long micros) {
    int index = (int) (micros / SECOND_MICROS);
    while (seconds.size() <= index) {
      seconds.add(new Second());
    }
    return seconds.get(index);
  }

  Histogram latenessMicros() {
    return lateness;
  }

  /// Adds another loop's figures to these.
  void add(Tally other) {
    lateness.add(other.lateness);
    for (int i = 0; i < other.seconds.size(); i++) {
      Second own = second((long) i * SECOND_MICROS);
      own.latency.add(other.seconds.get(i).latency);
      own.arrived += other.seconds.get(i).arrived;
    }
  }

  List<Second> seconds() {
    return seconds;
  }

  /// The latencies of what was due from a second on.
  Histogram latencyMicros(int fromSecond) {
    var all = new Histogram(DIGITS);
    seconds.stream().skip(fromSecond).forEach(second -> all.add(second.latency));
    return all;
  }
}
