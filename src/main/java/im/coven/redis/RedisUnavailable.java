package im.coven.redis;

import org.jspecify.annotations.Nullable;

/// Redis did not answer, or answered that it cannot now. The one failure of the environment that
/// the core's callers map to an error of type `wait`.
public final class RedisUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean notDone;

  /// Whether the command was carried out, or still will be, is not known.
  public RedisUnavailable(String message) {
    this(message, null, false);
  }

  /// Whether the command was carried out, or still will be, is not known.
  public RedisUnavailable(String message, Throwable cause) {
    this(message, cause, false);
  }

  private RedisUnavailable(String message, @Nullable Throwable cause, boolean notDone) {
    super(message, cause, false, false);
    this.notDone = notDone;
  }

  /// The command was never sent.
  static RedisUnavailable unsent(String message) {
    return new RedisUnavailable(message, null, true);
  }

  /// Redis refused the command, for the state that it is in.
  static RedisUnavailable refused(Throwable reply) {
    return new RedisUnavailable(String.valueOf(reply.getMessage()), reply, true);
  }

  /// Whether the command was certainly not carried out, and will not be.
  public boolean isNotDone() {
    return notDone;
  }
}
