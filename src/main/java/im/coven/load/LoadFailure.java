package im.coven.load;

/// A load test that could not be run; the message says why, in words for an operator.
public final class LoadFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LoadFailure(String message) {
    super(message);
  }

  LoadFailure(String message, Throwable cause) {
    super(message + (cause.getMessage() == null ? "" : ": " + cause.getMessage()), cause);
  }
}
