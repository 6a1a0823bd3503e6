package im.coven.script;

/// A conversation that went otherwise than written. The message shows what was expected, what came
/// instead and what had been said before.
public final class ScriptFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  ScriptFailure(int line, String reason, String before) {
    super("line %d: %s\nThe conversation so far:\n%s".formatted(line, reason, before));
    this.line = line;
    this.reason = reason;
  }

  /// The number of the line of the step that went otherwise.
  public int line() {
    return line;
  }

  /// What was expected, and what came instead.
  public String reason() {
    return reason;
  }
}
