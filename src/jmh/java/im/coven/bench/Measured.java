package im.coven.bench;

import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/// What a run of one benchmark in sample mode says.
record Measured(String name, RunResult run) {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  Measured(RunResult run) {
    this(shortName(run), run);
  }

  /// `Class.method`.
  private static String shortName(RunResult run) {
    String whole = run.getParams().getBenchmark();
    return whole.substring(whole.lastIndexOf('.', whole.lastIndexOf('.') - 1) + 1);
  }

  static Measured of(Map<String, Measured> results, String name) {
    return Optional.ofNullable(results.get(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " was not measured"));
  }

  /// Microseconds within which `percentile` (0 to 100) of the operations ended.
  double micros(double percentile) {
    Result<?> result = run.getPrimaryResult();
    double value = result.getStatistics().getPercentile(percentile);
    return switch (result.getScoreUnit()) {
      case "ns/op" -> value / 1000;
      case "us/op" -> value;
      case "ms/op" -> value * 1000;
      default -> throw new IllegalStateException(name + " is in " + result.getScoreUnit());
    };
  }

  /// Bytes of heap that one operation allocates, by all threads of the process.
  double bytes() {
    return Optional.ofNullable(run.getSecondaryResults().get(ALLOCATED))
        .orElseThrow(() -> new IllegalStateException(name + ": allocation was not measured"))
        .getScore();
  }
}
