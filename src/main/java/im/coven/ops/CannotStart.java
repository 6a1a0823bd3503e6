package im.coven.ops;

/// An instance cannot be started, for a reason that the operator can mend. The message says what it
/// is and what to do, in one line.
public final class CannotStart extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
