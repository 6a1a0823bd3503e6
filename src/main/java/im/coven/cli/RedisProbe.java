package im.coven.cli;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Asks a Redis whether it would do.
final class RedisProbe {

  private static final int PATIENCE_SECONDS = 5;
  private static final int MAJOR_MIN = 7;

  private RedisProbe() {}

  /// What is wrong with it, or nothing.
  static Optional<String> obstacle(String uri) {
    Vertx vertx = Vertx.vertx();
    try {
      Redis redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(uri));
      Response info =
          redis
              .send(Request.cmd(Command.INFO).arg("server"))
              .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return tooOld(String.valueOf(info));
    } catch (CompletionException e) {
      return Optional.of(
          "redis.uri: no answer from Redis (%s); start it, or mend redis.uri".formatted(reason(e)));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private static Optional<String> tooOld(String info) {
    return info.lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring(line.indexOf(':') + 1))
        .filter(version -> Integer.parseInt(version.substring(0, version.indexOf('.'))) < MAJOR_MIN)
        .map(version -> "redis.uri: Redis is " + version + "; Coven needs 7.0 or newer")
        .findFirst();
  }
}
