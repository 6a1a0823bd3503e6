package im.coven.replica;

/// Something that must never happen has happened.
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1;

  Violation(String message) {
    super(message);
  }
}
