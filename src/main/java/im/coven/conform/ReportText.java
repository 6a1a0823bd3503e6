package im.coven.conform;

import com.google.errorprone.annotations.FormatMethod;
import im.coven.client.Walkthrough.Dialect;
import im.coven.conform.Outcome.State;
import im.coven.conform.Outcome.Verdict;
import im.coven.conform.Requirements.Requirement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/// A report as a table for a person at a terminal, as Markdown, and as JSON for a program.
public final class ReportText {

  private static final int REASON_LINES_MAX = 40;

  private ReportText() {}

  /// What failed, with what was expected and what came, and below it the table.
  public static String table(Report report) {
    var out = new StringBuilder();
    for (Outcome outcome : report.failures()) {
      if (outcome.verdict() instanceof Verdict.Failed(int line, var reason, _)) {
        out.append(
            format(
                "failed: %s in %s, line %d (%s)%n%s%n",
                outcome.play().id(),
                outcome.dialect().label(),
                line,
                String.join(" ", outcome.rows().failed()),
                shortened(reason).indent(2)));
      }
    }
    String format = "%-24s %-8s %6s %8s %8s %12s %12s%n";
    out.append(
        format(
            format,
            "specification",
            "dialect",
            "rows",
            "proved",
            "failed",
            "not reached",
            "not offered"));
    for (Report.Line line : report.lines()) {
      out.append(
          format(
              format,
              line.specification(),
              line.dialect().label(),
              line.rows(),
              line.count(State.PROVED),
              line.count(State.FAILED),
              line.count(State.NOT_REACHED),
              line.count(State.NOT_OFFERED)));
    }
    return out.toString();
  }

  /// The whole report: the table, each requirement, and each conversation that failed.
  public static String markdown(Report report) {
    return """
    # Conformance of %s

    Made by `bin/coven conform` (Coven's conformance suite for MIX, %d scripts) at `%s`, whose
    channels are at `%s`.

    A requirement is **proved** where all that the suite tries for it went as written, and
    **failed** where something did not. It was **not reached** where the conversation went wrong
    before, and is **not offered** where the server does not say that it has what the requirement
    is about. The dialects are the namespaces that the clients spoke.

    %s
    ## Requirements

    %s
    %s\
    """
        .formatted(
            name(report),
            report.outcomes().stream().map(Outcome::play).distinct().count(),
            report.target().endpoint().domain(),
            report.target().mix(),
            summary(report),
            rows(report),
            failures(report));
  }

  private static String name(Report report) {
    return report.software().isEmpty() ? report.target().endpoint().domain() : report.software();
  }

  /// The table alone, as Markdown.
  static String summary(Report report) {
    var out =
        new StringBuilder(
            "| specification | dialect | rows in the suite | proved | failed | not reached | not"
                + " offered |\n|---|---|---:|---:|---:|---:|---:|\n");
    for (Report.Line line : report.lines()) {
      out.append(
          format(
              "| %s | %s | %d | %d | %d | %d | %d |%n",
              line.specification(),
              line.dialect().label(),
              line.rows(),
              line.count(State.PROVED),
              line.count(State.FAILED),
              line.count(State.NOT_REACHED),
              line.count(State.NOT_OFFERED)));
    }
    return out.toString();
  }

  private static String rows(Report report) {
    List<Dialect> dialects = report.dialects();
    var out = new StringBuilder("| id | level | requirement |");
    dialects.forEach(dialect -> out.append(' ').append(dialect.label()).append(" |"));
    out.append("\n|---|---|---|").append("---|".repeat(dialects.size())).append('\n');
    for (Requirement row : report.rows()) {
      out.append(
          format("| %s | %s | %s (%s) |", row.id(), row.level(), cell(row.text()), row.source()));
      dialects.forEach(dialect -> out.append(' ').append(state(report, row, dialect)).append(" |"));
      out.append('\n');
    }
    return out.toString();
  }

  private static String state(Report report, Requirement row, Dialect dialect) {
    return report
        .state(row.id(), dialect)
        .map(state -> state == State.FAILED ? "**failed**" : words(state))
        .orElse("–");
  }

  private static String words(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String cell(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*");
  }

  private static String failures(Report report) {
    if (report.isSound()) {
      return "";
    }
    var out = new StringBuilder("\n## What failed\n");
    for (Outcome outcome : report.failures()) {
      if (outcome.verdict() instanceof Verdict.Failed(int line, var reason, var before)) {
        out.append(
            format(
                "%n### %s in %s%n%n%s. Line %d; fails %s.%n%n```%n%s%n```%n%n"
                    + "<details><summary>The conversation before</summary>%n%n"
                    + "```xml%n%s%n```%n%n</details>%n",
                outcome.play().id(),
                outcome.dialect().label(),
                outcome.play().title(),
                line,
                String.join(", ", outcome.rows().failed()),
                shortened(reason),
                before));
      }
    }
    return out.toString();
  }

  private static String shortened(String reason) {
    List<String> lines = reason.lines().toList();
    return lines.size() <= REASON_LINES_MAX
        ? reason.stripTrailing()
        : String.join("\n", lines.subList(0, REASON_LINES_MAX)) + "\n…";
  }

  /// All of it, for a program.
  public static JsonObject json(Report report) {
    return new JsonObject()
        .put("software", report.software())
        .put("domain", report.target().endpoint().domain())
        .put("mix", report.target().mix())
        .put("table", report.lines().stream().map(ReportText::json).collect(array()))
        .put("requirements", report.rows().stream().map(row -> json(report, row)).collect(array()))
        .put("scripts", report.outcomes().stream().map(ReportText::json).collect(array()));
  }

  private static Collector<JsonObject, ?, JsonArray> array() {
    return Collectors.collectingAndThen(Collectors.toList(), JsonArray::new);
  }

  private static JsonObject json(Report.Line line) {
    var json =
        new JsonObject()
            .put("specification", line.specification())
            .put("dialect", line.dialect().label());
    for (State state : State.values()) {
      json.put(key(state), line.count(state));
    }
    return json;
  }

  private static JsonObject json(Report report, Requirement row) {
    var states = new JsonObject();
    for (Dialect dialect : report.dialects()) {
      report.state(row.id(), dialect).ifPresent(state -> states.put(dialect.label(), key(state)));
    }
    return new JsonObject()
        .put("id", row.id())
        .put("source", row.source())
        .put("level", row.level())
        .put("text", row.text())
        .put("states", states);
  }

  private static JsonObject json(Outcome outcome) {
    var json =
        new JsonObject()
            .put("script", outcome.play().id())
            .put("title", outcome.play().title())
            .put("dialect", outcome.dialect().label())
            .put("proved", new JsonArray(outcome.rows().proved()))
            .put("failed", new JsonArray(outcome.rows().failed()))
            .put("rest", new JsonArray(outcome.rows().rest()));
    return switch (outcome.verdict()) {
      case Verdict.Passed() -> json.put("verdict", "passed");
      case Verdict.NotOffered(var missing) ->
          json.put("verdict", "not-offered").put("missing", missing);
      case Verdict.Failed(int line, var reason, var before) ->
          json.put("verdict", "failed")
              .put("line", line)
              .put("reason", reason)
              .put("conversation", before);
    };
  }

  private static String key(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @FormatMethod
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
