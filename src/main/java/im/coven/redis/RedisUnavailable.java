package im.coven.redis;

/// Redis did not answer. The one failure of the environment that the core's callers map to an error
/// of type `wait`.
public final class RedisUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RedisUnavailable(String message) {
    super(message, null, false, false);
  }

  public RedisUnavailable(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
