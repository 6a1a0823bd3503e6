package im.coven.cli;

import im.coven.ops.CannotStart;
import im.coven.ops.Catalogue;
import im.coven.ops.Catalogue.Fsync;
import im.coven.ops.Settings;
import im.coven.redis.EmbeddedRedis;
import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A command's way to the state of the instances, whether one runs or not: the configured Redis; or
/// the own one of the data folder, which is started for the duration if no instance has it running.
///
/// Waits; not for event loops.
final class StateAccess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Settings settings;
  private final Vertx vertx = Vertx.vertx();
  private @Nullable EmbeddedRedis own;

  private StateAccess(Settings settings) {
    this.settings = settings;
  }

  /// Does something with the state.
  ///
  /// @throws CannotStart when Redis cannot be reached or does not answer
  static <T> T with(Settings settings, Function<RedisLink, Future<T>> use) {
    try (var access = new StateAccess(settings)) {
      return access.run(use);
    }
  }

  private <T> T run(Function<RedisLink, Future<T>> use) {
    RedisConfig config = RedisConfig.of(settings, this::ownUri);
    var result = Promise.<T>promise();
    vertx.runOnContext(start ->
        RedisLink.open(vertx, config)
            .compose(link -> use.apply(link).onComplete(done -> link.close()))
            .onComplete(result));
    try {
      return join(result.future());
    } catch (CompletionException e) {
      throw new CannotStart(config.setting() + ": no use of " + config.shown() + reason(e), e);
    }
  }

  private String ownUri() {
    Path folder = settings.get(Catalogue.DATA_DIR).resolve("redis");
    try {
      Optional<String> running = EmbeddedRedis.uriIn(folder).filter(this::answers);
      if (running.isPresent()) {
        return running.get();
      }
      var fsync =
          settings.get(Catalogue.REDIS_FSYNC) == Fsync.ALWAYS
              ? EmbeddedRedis.Fsync.ALWAYS
              : EmbeddedRedis.Fsync.EVERYSEC;
      own = EmbeddedRedis.start(folder, fsync);
      return own.uri();
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private boolean answers(String uri) {
    var opened = Promise.<Void>promise();
    vertx.runOnContext(start ->
        RedisLink.open(vertx, RedisConfig.DEFAULTS.withUri(uri))
            .onSuccess(RedisLink::close)
            .<Void>mapEmpty()
            .onComplete(opened));
    try {
      join(opened.future());
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static <T> T join(Future<T> future) {
    return future
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static String reason(CompletionException e) {
    return e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
  }

  @Override
  public void close() {
    join(vertx.close());
    if (own != null) {
      own.close();
    }
  }

  /// What is wrong with the configured Redis, or nothing.
  static Optional<String> obstacle(Settings settings) {
    try {
      with(settings, link -> Future.succeededFuture(link.prefix()));
      return Optional.empty();
    } catch (CannotStart e) {
      return Optional.of(e.getMessage() + "; start it, or set another one");
    }
  }
}
