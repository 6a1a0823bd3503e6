package im.coven.ops;

import java.util.List;

/// The configuration cannot be used; every problem is one sentence that says where it is and what
/// is expected there.
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  public InvalidSettings(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
