package im.coven.load;

import com.google.errorprone.annotations.FormatMethod;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.Report.Account;
import im.coven.load.Report.Generator;
import im.coven.load.Report.Latency;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/// A report in words for a person, and in JSON for a program.
public final class ReportText {

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  private ReportText(Report report) {
    this.report = report;
  }

  /// The report as lines of text.
  public static String of(Report report) {
    return new ReportText(report).text();
  }

  private String text() {
    LoadPlan plan = report.plan();
    Crowd crowd = plan.crowd();
    line(
        "%d members in %d channel(s) of %s (%s), %d speaking in each, bodies of %d bytes",
        crowd.members(),
        crowd.channels(),
        plan.target().service(),
        plan.target().face(),
        crowd.publishers(),
        plan.traffic().bodyBytes());
    line(
        "before      logged in within %.1f s, joined within %.1f s",
        report.preparation().loginSeconds(), report.preparation().joinSeconds());
    account(report.account());
    line(
        "rate        %.0f deliveries/s came, %.0f were due (%.1f messages/s)",
        report.deliveriesPerSecond(),
        plan.deliveriesPerSecond(),
        plan.traffic().messagesPerSecond());
    Latency latency = report.latency();
    line(
        "latency     p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms",
        latency.p50Ms(), latency.p90Ms(), latency.p99Ms(), latency.p999Ms(), latency.maxMs());
    generator(report.generator());
    return out.toString();
  }

  private void account(Account account) {
    line(
        "deliveries  %d of %d: %d lost, %d doubled, %d out of order",
        account.received(), account.expected(), account.lost(), account.doubled(), account.late());
    switch (account.orders()) {
      case 0 -> line("order       cannot be told while something is missing");
      case 1 -> line("order       all members of a channel saw the same");
      default -> line("order       members of one channel saw %d different ones", account.orders());
    }
    if (account.unknown() > 0) {
      line("strange     %d deliveries that nobody in the channel sent", account.unknown());
    }
    if (account.refused() > 0) {
      line(
          "refused     %d messages, the first for %s; their deliveries count as lost",
          account.refused(), account.refusal());
    }
    if (account.endedStreams() > 0) {
      line(
          "streams     %d ended, the first because %s; %d messages were not sent for that",
          account.endedStreams(), account.end(), account.unsent());
    }
  }

  private void generator(Generator generator) {
    line(
        "generator   messages left late by %.1f ms (p99), %.1f ms at most; %.1f s of CPU in %.1f s,"
            + " busiest loop %.0f %%",
        generator.lateP99Ms(),
        generator.lateMaxMs(),
        generator.cpuSeconds(),
        generator.wallSeconds(),
        100 * generator.busiestLoop());
    if (report.isGeneratorTheLimit()) {
      line(
          "            THE GENERATOR WAS THE LIMIT: the latencies are its own as much as the"
              + " server's. Take a lower rate, or a machine of its own.");
    }
  }

  @FormatMethod
  private void line(String format, Object... args) {
    out.append(String.format(Locale.ROOT, format, args)).append('\n');
  }

  /// The same figures, and those of each second, as JSON.
  public static JsonObject json(Report report) {
    LoadPlan plan = report.plan();
    Account account = report.account();
    Generator generator = report.generator();
    var seconds = new JsonArray();
    report
        .seconds()
        .forEach(second ->
            seconds.add(
                latency(second.latency())
                    .put("second", second.second())
                    .put("delivered", second.delivered())));
    return new JsonObject()
        .put("plan", plan(plan))
        .put(
            "before",
            new JsonObject()
                .put("login_s", report.preparation().loginSeconds())
                .put("join_s", report.preparation().joinSeconds())
                .put("quiet_s", report.preparation().quietSeconds()))
        .put("sound", account.isSound())
        .put("account", counts(account))
        .put("deliveries_per_s", report.deliveriesPerSecond())
        .put("latency", latency(report.latency()))
        .put(
            "generator",
            new JsonObject()
                .put("was_the_limit", report.isGeneratorTheLimit())
                .put("late_p99_ms", generator.lateP99Ms())
                .put("late_max_ms", generator.lateMaxMs())
                .put("cpu_s", generator.cpuSeconds())
                .put("wall_s", generator.wallSeconds())
                .put("busiest_loop", generator.busiestLoop()))
        .put("seconds", seconds);
  }

  private static JsonObject plan(LoadPlan plan) {
    return new JsonObject()
        .put("face", plan.target().face().name())
        .put("service", plan.target().service())
        .put("security", plan.target().security().name())
        .put("members", plan.crowd().members())
        .put("channels", plan.crowd().channels())
        .put("publishers", plan.crowd().publishers())
        .put("messages_per_s", plan.traffic().messagesPerSecond())
        .put("body_bytes", plan.traffic().bodyBytes())
        .put("warmup_s", plan.traffic().warmupSeconds())
        .put("measured_s", plan.traffic().seconds());
  }

  private static JsonObject counts(Account account) {
    return new JsonObject()
        .put("sent", account.sent())
        .put("unsent", account.unsent())
        .put("refused", account.refused())
        .put("expected", account.expected())
        .put("received", account.received())
        .put("lost", account.lost())
        .put("doubled", account.doubled())
        .put("late", account.late())
        .put("unknown", account.unknown())
        .put("orders", account.orders())
        .put("ended_streams", account.endedStreams());
  }

  private static JsonObject latency(Latency latency) {
    return new JsonObject()
        .put("p50_ms", latency.p50Ms())
        .put("p90_ms", latency.p90Ms())
        .put("p99_ms", latency.p99Ms())
        .put("p999_ms", latency.p999Ms())
        .put("max_ms", latency.maxMs());
  }
}
