package im.coven.redis;

/// The Redis server that all ordinary tests share.
public final class TestRedis {
  private static final RedisProcess SHARED = RedisProcess.start();

  private TestRedis() {}

  public static String uri() {
    return SHARED.uri();
  }
}
