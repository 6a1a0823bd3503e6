package im.coven.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a benchmark may cost: the highest ratios of its percentiles to those of a baseline that was
/// measured in the same run, so that they say the same on a fast and on a slow machine; and the
/// bytes that one operation may allocate, which no machine changes.
///
/// In the file of budgets, an object with one member per benchmark (`Class.method`):
///
/// ```json
/// "ParseBenchmark.stanza": {
///   "baseline": "BaselineBenchmark.compute",
///   "ratio": {"p50": 1.5, "p99": 5},
///   "bytes": 9000
/// }
/// ```
///
/// `ratios` is by percentile; `bytes` is null where allocation has no budget.
record Budget(
    String benchmark, String baseline, Map<Integer, Double> ratios, @Nullable Long bytes) {

  /// One line of the comparison.
  record Line(String figure, double measured, double against, double limit, String unit) {

    /// What is held against the limit: the ratio, or the measured value where there is no baseline.
    double value() {
      return Double.isNaN(against) ? measured : measured / against;
    }

    boolean isOver() {
      return value() > limit;
    }
  }

  /// Reads the file of budgets. Throws an {@link IllegalArgumentException} for one that says
  /// nothing.
  static List<Budget> read(Path file) throws IOException {
    var all = new JsonObject(Files.readString(file));
    return all.fieldNames().stream().map(name -> of(name, all.getJsonObject(name))).toList();
  }

  private static Budget of(String name, JsonObject json) {
    var ratios = new java.util.TreeMap<Integer, Double>();
    JsonObject given = json.getJsonObject("ratio");
    for (String percentile : given.fieldNames()) {
      ratios.put(Integer.parseInt(percentile.substring(1)), given.getDouble(percentile));
    }
    if (ratios.isEmpty()) {
      throw new IllegalArgumentException("no ratio in the budget of " + name);
    }
    return new Budget(name, json.getString("baseline"), ratios, json.getLong("bytes"));
  }

  /// Whether both that it compares were measured.
  boolean isMeasured(Collection<String> benchmarks) {
    return benchmarks.contains(benchmark) && benchmarks.contains(baseline);
  }

  /// Compares what was measured, benchmark by benchmark.
  List<Line> compare(Map<String, Measured> results) {
    Measured own = Measured.of(results, benchmark);
    Measured other = Measured.of(results, baseline);
    var lines = new ArrayList<Line>();
    ratios.forEach((percentile, limit) ->
        lines.add(
            new Line(
                "p" + percentile, own.micros(percentile), other.micros(percentile), limit, "us")));
    if (bytes != null) {
      lines.add(new Line("bytes", own.bytes(), Double.NaN, bytes, "B"));
    }
    return lines;
  }
}
