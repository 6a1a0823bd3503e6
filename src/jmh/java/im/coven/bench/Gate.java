package im.coven.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs the benchmarks, holds them against their budgets, and ends with 1 when one is exceeded.
///
/// What exceeds its budget is measured again, with its baseline, {@link #REPETITIONS} times at
/// most: other work on the machine passes, a regression does not. Arguments: the file of budgets;
/// the folder for `results.json` (as JMH writes it) and one picture per budget; a regular
/// expression for the benchmarks (`.*`: every budget must be measured); the seconds before and of
/// the measurement.
public final class Gate {

  private static final int REPETITIONS = 2;
  private static final String ALL = ".*";

  private final Path folder;
  private final int warmups;
  private final int iterations;
  private final Map<String, Measured> results = new TreeMap<>();

  private Gate(Path folder, int warmups, int iterations) {
    this.folder = folder;
    this.warmups = warmups;
    this.iterations = iterations;
  }

  public static void main(String[] args) throws IOException, RunnerException {
    var gate = new Gate(Path.of(args[1]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    List<Budget> budgets = Budget.read(Path.of(args[0]));
    boolean held = gate.hold(budgets, args[2]);
    System.exit(held ? 0 : 1);
  }

  private boolean hold(List<Budget> budgets, String include) throws IOException, RunnerException {
    run(List.of(include));
    List<Budget> measured =
        budgets.stream().filter(budget -> budget.isMeasured(results.keySet())).toList();
    List<Budget> over = over(measured);
    for (int i = 0; i < REPETITIONS && !over.isEmpty(); i++) {
      print(over);
      System.out.println("over the budget: measured again");
      run(names(over));
      over = over(measured);
    }
    print(measured);
    write(measured);
    boolean whole = !include.equals(ALL) || measured.size() == budgets.size();
    if (!whole) {
      System.out.println("not every budget was measured");
    }
    return whole && over.isEmpty();
  }

  /* ---- measuring ---- */

  private void run(Collection<String> includes) throws RunnerException {
    var options =
        new OptionsBuilder()
            .shouldFailOnError(true)
            .forks(1)
            .warmupIterations(warmups)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .jvmArgs("--enable-native-access=ALL-UNNAMED");
    includes.forEach(options::include);
    for (RunResult result : new Runner(options.build()).run()) {
      var measured = new Measured(result);
      results.put(measured.name(), measured);
    }
  }

  private static Collection<String> names(List<Budget> budgets) {
    var names = new TreeSet<String>();
    for (Budget budget : budgets) {
      names.add(Pattern.quote("." + budget.benchmark()) + "$");
      names.add(Pattern.quote("." + budget.baseline()) + "$");
    }
    return names;
  }

  private List<Budget> over(List<Budget> budgets) {
    return budgets.stream()
        .filter(budget -> budget.compare(results).stream().anyMatch(Budget.Line::isOver))
        .toList();
  }

  /* ---- telling ---- */

  private void print(List<Budget> budgets) {
    System.out.printf(
        Locale.ROOT,
        "%n%-32s %-6s %12s %-2s %12s %10s %10s%n",
        "benchmark",
        "figure",
        "measured",
        "",
        "baseline",
        "ratio",
        "budget");
    for (Budget budget : budgets) {
      for (Budget.Line line : budget.compare(results)) {
        System.out.printf(
            Locale.ROOT,
            "%-32s %-6s %12.2f %-2s %12s %10.2f %10.2f%s%n",
            budget.benchmark(),
            line.figure(),
            line.measured(),
            line.unit(),
            Double.isNaN(line.against()) ? "" : "%.2f".formatted(line.against()),
            line.value(),
            line.limit(),
            line.isOver() ? "  OVER" : "");
      }
    }
  }

  private void write(List<Budget> budgets) throws IOException {
    Files.createDirectories(folder);
    ResultFormatFactory.getInstance(
            ResultFormatType.JSON, folder.resolve("results.json").toString())
        .writeOut(results.values().stream().map(Measured::run).toList());
    for (Budget budget : budgets) {
      Measured own = Measured.of(results, budget.benchmark());
      Files.writeString(
          folder.resolve(budget.benchmark() + ".svg"),
          Plot.of(own, Measured.of(results, budget.baseline())));
    }
    System.out.println("results and pictures: " + folder);
  }
}
