package im.coven.conform;

import im.coven.client.Walkthrough.Dialect;
import java.util.List;
import java.util.stream.Stream;

/// What came of one play in one dialect, and what that says of each requirement.
public record Outcome(Play play, Dialect dialect, Verdict verdict, Rows rows) {

  /// How a play went.
  public sealed interface Verdict {

    /// As written.
    record Passed() implements Verdict {}

    /// Otherwise than written at a line of its file; `before` is the conversation until then. Line
    /// 0 where the conversation could not begin.
    record Failed(int line, String reason, String before) implements Verdict {}

    /// Not played, because the server does not offer what it needs.
    record NotOffered(String missing) implements Verdict {}
  }

  /// What came of one requirement.
  public enum State {
    /// All that proves it went as written.
    PROVED,
    /// What should prove it went otherwise.
    FAILED,
    /// Something before went otherwise.
    NOT_REACHED,
    /// The server does not offer what it is about.
    NOT_OFFERED
  }

  /// The ids of the requirements, by what came of them.
  public record Rows(List<String> proved, List<String> failed, List<String> rest) {

    public Rows {
      proved = List.copyOf(proved);
      failed = List.copyOf(failed);
      rest = List.copyOf(rest);
    }
  }

  /// What came of a requirement of this play, or of none of them.
  State state(String requirement) {
    if (rows.failed().contains(requirement)) {
      return State.FAILED;
    }
    if (rows.proved().contains(requirement)) {
      return State.PROVED;
    }
    return verdict instanceof Verdict.NotOffered ? State.NOT_OFFERED : State.NOT_REACHED;
  }

  /// All requirements of the play in its dialect.
  List<String> requirements() {
    return Stream.of(rows.proved(), rows.failed(), rows.rest())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
