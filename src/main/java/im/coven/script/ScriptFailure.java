package im.coven.script;

/// A conversation that went otherwise than written. The message shows what was expected, what came
/// instead and what had been said before.
public final class ScriptFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScriptFailure(String message) {
    super(message);
  }
}
