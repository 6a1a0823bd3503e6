package im.coven.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds the results of a run against the budgets, prints a table, and ends with 1 when one is
/// exceeded or was not measured.
///
/// A budget names a benchmark, its baseline of the same run, and the highest ratio of their
/// percentiles. Arguments: the results as JMH writes them in JSON, the budgets; and `partial` where
/// only a part of the benchmarks was run on purpose.
public final class BudgetCheck {

  private BudgetCheck() {}

  public static void main(String[] args) throws IOException {
    Map<String, JsonObject> results = results(new JsonArray(Files.readString(Path.of(args[0]))));
    var budgets = new JsonObject(Files.readString(Path.of(args[1])));
    boolean partial = args.length > 2 && args[2].equals("partial");
    System.out.printf(
        "%-34s %-6s %12s %-6s %12s %8s %8s%n",
        "benchmark", "figure", "measured", "unit", "baseline", "ratio", "budget");
    int bad = 0;
    for (String name : budgets.fieldNames()) {
      JsonObject result = results.get(name);
      if (result == null && partial) {
        continue;
      }
      bad += check(name, budgets.getJsonObject(name), result, results);
    }
    if (bad > 0) {
      System.out.println(bad + " budget(s) exceeded or not measured");
      System.exit(1);
    }
  }

  private static int check(
      String name,
      JsonObject budget,
      @Nullable JsonObject result,
      Map<String, JsonObject> results) {
    JsonObject baseline = results.get(budget.getString("baseline"));
    if (result == null || baseline == null) {
      System.out.printf("%-34s not measured, or its baseline was not%n", name);
      return 1;
    }
    int bad = 0;
    for (String percentile : budget.getJsonObject("ratio").fieldNames()) {
      double limit = budget.getJsonObject("ratio").getDouble(percentile);
      double measured = percentile(result, percentile);
      double ratio =
          measured * nanos(result) / (percentile(baseline, percentile) * nanos(baseline));
      boolean over = ratio > limit;
      bad += over ? 1 : 0;
      System.out.printf(
          "%-34s p%-5s %12.2f %-6s %12.2f %8.2f %8.2f%s%n",
          name,
          percentile,
          measured,
          unit(result),
          percentile(baseline, percentile),
          ratio,
          limit,
          over ? "  OVER" : "");
    }
    return bad;
  }

  private static double percentile(JsonObject result, String percentile) {
    return result
        .getJsonObject("primaryMetric")
        .getJsonObject("scorePercentiles")
        .getDouble(percentile);
  }

  private static String unit(JsonObject result) {
    return result.getJsonObject("primaryMetric").getString("scoreUnit");
  }

  private static double nanos(JsonObject result) {
    return switch (unit(result)) {
      case "ns/op" -> 1;
      case "us/op" -> 1_000;
      case "ms/op" -> 1_000_000;
      default -> throw new IllegalArgumentException("unit " + unit(result));
    };
  }

  private static Map<String, JsonObject> results(JsonArray all) {
    var byName = new HashMap<String, JsonObject>();
    for (Object each : all) {
      if (each instanceof JsonObject result) {
        String name = result.getString("benchmark");
        byName.put(name.substring(name.lastIndexOf("bench.") + "bench.".length()), result);
      }
    }
    return byName;
  }
}
