package im.coven.conform;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conform.Outcome.State;
import im.coven.conform.Requirements.Requirement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What came of the suite at one server. `software` is what the server calls itself, or empty.
public record Report(
    Target target, String software, List<Outcome> outcomes, Requirements requirements) {

  private static final Map<String, String> SPECIFICATIONS =
      Map.ofEntries(
          Map.entry("CORE", "XEP-0369 MIX-CORE"),
          Map.entry("PRES", "XEP-0403 MIX-PRESENCE"),
          Map.entry("ANON", "XEP-0404 MIX-ANON"),
          Map.entry("PAM", "XEP-0405 MIX-PAM"),
          Map.entry("ADMIN", "XEP-0406 MIX-ADMIN"),
          Map.entry("MISC", "XEP-0407 MIX-MISC"),
          Map.entry("MUC0408", "XEP-0408 MIX and MUC"),
          Map.entry("MAM", "XEP-0313 archives"),
          Map.entry("ROSTER", "RFC 6121 rosters"),
          Map.entry("SEED", "the walk-through"));

  public Report {
    outcomes = List.copyOf(outcomes);
  }

  /// How many requirements of a specification came out how, in one dialect.
  public record Line(String specification, Dialect dialect, Map<State, Integer> counts) {

    public Line {
      counts = Map.copyOf(counts);
    }

    /// How many came out so.
    public int count(State state) {
      return counts.getOrDefault(state, 0);
    }

    /// How many there are in the suite.
    public int rows() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /// Whether nothing failed.
  public boolean isSound() {
    return failures().isEmpty();
  }

  /// Whether the server offers nothing of what was to be played.
  public boolean nothingOffered() {
    return outcomes.stream()
        .allMatch(outcome -> outcome.verdict() instanceof Outcome.Verdict.NotOffered);
  }

  /// The plays that went otherwise than written, in their order.
  public List<Outcome> failures() {
    return outcomes.stream()
        .filter(outcome -> outcome.verdict() instanceof Outcome.Verdict.Failed)
        .toList();
  }

  /// The dialects in which something was tried.
  public List<Dialect> dialects() {
    return outcomes.stream().map(Outcome::dialect).distinct().sorted().toList();
  }

  /// The requirements that the suite has scripts for, in the order of the catalogue.
  public List<Requirement> rows() {
    Set<String> ids = new LinkedHashSet<>();
    outcomes.forEach(outcome -> ids.addAll(outcome.requirements()));
    return requirements.rows().values().stream().filter(row -> ids.contains(row.id())).toList();
  }

  /// What came of a requirement in a dialect, or nothing where no script of that dialect is about
  /// it: it failed where one script says so, and was proved where one does and none says otherwise.
  public Optional<State> state(String requirement, Dialect dialect) {
    Set<State> states = EnumSet.noneOf(State.class);
    about(requirement, dialect).forEach(outcome -> states.add(outcome.state(requirement)));
    return Stream.of(State.FAILED, State.PROVED, State.NOT_REACHED, State.NOT_OFFERED)
        .filter(states::contains)
        .findFirst();
  }

  /// The plays that are about a requirement, in a dialect.
  List<Outcome> about(String requirement, Dialect dialect) {
    return outcomes.stream()
        .filter(outcome -> outcome.dialect() == dialect)
        .filter(outcome -> outcome.requirements().contains(requirement))
        .toList();
  }

  /// The table: a line for each specification and dialect, in the order of the catalogue.
  public List<Line> lines() {
    Map<String, Map<Dialect, Map<State, Integer>>> counts = new LinkedHashMap<>();
    for (Requirement row : rows()) {
      for (Dialect dialect : dialects()) {
        state(row.id(), dialect)
            .ifPresent(state ->
                counts
                    .computeIfAbsent(specification(row), _ -> new EnumMap<>(Dialect.class))
                    .computeIfAbsent(dialect, _ -> new EnumMap<>(State.class))
                    .merge(state, 1, Integer::sum));
      }
    }
    var lines = new ArrayList<Line>();
    counts.forEach((specification, dialects) ->
        dialects.forEach((dialect, states) -> lines.add(new Line(specification, dialect, states))));
    return lines;
  }

  /// What a reader calls the specification of a requirement.
  static String specification(Requirement row) {
    return SPECIFICATIONS.getOrDefault(row.prefix(), row.prefix());
  }
}
