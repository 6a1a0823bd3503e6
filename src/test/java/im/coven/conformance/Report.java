package im.coven.conformance;

import im.coven.conform.Requirements.Requirement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What stands in `docs/conformance.md`.
record Report(Catalogue catalogue, Marks marks) {

  private static final String HEAD =
      """
      # Conformance

      What of the requirements in [conformance.csv](conformance.csv) is proved, and by which test.
      Written by `ConformanceTest` at each build; not to be edited. A requirement counts as proved
      where a test is marked with its id, or a script of the conformance suite (`core/joining`), which
      is played at any server. What will not be proved stands, with the reason, in
      [conformance-not-applicable.csv](conformance-not-applicable.csv).

      """;

  String markdown() {
    return HEAD + summary() + sections();
  }

  private Map<String, List<Requirement>> byPrefix() {
    return catalogue.rows().values().stream()
        .collect(
            Collectors.groupingBy(Requirement::prefix, LinkedHashMap::new, Collectors.toList()));
  }

  private String summary() {
    var out = new StringBuilder("| prefix | rows | proved | not applicable | not yet |\n");
    out.append("|---|---:|---:|---:|---:|\n");
    byPrefix().forEach((prefix, rows) -> out.append(counts(prefix, rows)));
    out.append(counts("**all**", List.copyOf(catalogue.rows().values())));
    return out.toString();
  }

  private String counts(String label, List<Requirement> rows) {
    long proved = rows.stream().filter(row -> !proofs(row).isEmpty()).count();
    long out = rows.stream().filter(row -> catalogue.notApplicable().containsKey(row.id())).count();
    return "| %s | %d | %d | %d | %d |%n"
        .formatted(label, rows.size(), proved, out, rows.size() - proved - out);
  }

  private String sections() {
    var out = new StringBuilder();
    byPrefix()
        .forEach((prefix, rows) -> {
          out.append("\n## ").append(prefix).append("\n\n");
          out.append("| id | level | requirement | proved by |\n|---|---|---|---|\n");
          rows.forEach(row -> out.append(line(row)));
        });
    return out.toString();
  }

  private String line(Requirement row) {
    return "| %s | %s | %s (%s) | %s |%n"
        .formatted(row.id(), row.level(), cell(row.text()), cell(row.source()), state(row));
  }

  private String state(Requirement row) {
    String reason = catalogue.notApplicable().get(row.id());
    if (reason != null) {
      return "not applicable: " + cell(reason);
    }
    SortedSet<String> proofs = proofs(row);
    return proofs.isEmpty()
        ? "not yet"
        : proofs.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private SortedSet<String> proofs(Requirement row) {
    return marks.tests().getOrDefault(row.id(), new TreeSet<>());
  }

  private static String cell(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*");
  }
}
