package im.coven.cli;

import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Asks a Redis whether it would do.
final class RedisProbe {

  private static final int PATIENCE_SECONDS = 5;

  private RedisProbe() {}

  /// What is wrong with it, or nothing.
  static Optional<String> obstacle(String uri) {
    Vertx vertx = Vertx.vertx();
    var config = RedisConfig.DEFAULTS.withUri(uri);
    try {
      join(open(vertx, config).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of(
          "redis.uri: no use of %s (%s); start it, or set another redis.uri"
              .formatted(config.shownUri(), reason(e)));
    } finally {
      join(vertx.close());
    }
  }

  /// Opens a link on a loop and closes it again.
  private static Future<Void> open(Vertx vertx, RedisConfig config) {
    var opened = Promise.<Void>promise();
    vertx.runOnContext(now ->
        RedisLink.open(vertx, config)
            .onSuccess(RedisLink::close)
            .<Void>mapEmpty()
            .onComplete(opened));
    return opened.future();
  }

  private static void join(Future<Void> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private static String reason(CompletionException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }
}
