package im.coven.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A link on a loop of its own, driven from a test's thread.
final class LinkDriver implements AutoCloseable {

  /// Seconds that any answer may take on a busy machine.
  private static final int PATIENCE_S = 30;

  private final Vertx vertx;
  private final Context loop;
  final RedisLink link;
  final ChannelStore store;

  LinkDriver(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.link = on(loop, () -> RedisLink.open(vertx, config));
    this.store = new ChannelStore(link);
  }

  /// A configuration for tests: a prefix that nobody else has, and little patience.
  static RedisConfig config(String uri) {
    return new RedisConfig(
        uri, "test-" + UUID.randomUUID(), 2000, 1000, 10, 100, 100, 2048, 16_384);
  }

  /// Calls on the link's loop and waits for what it answers.
  <T> T ask(Supplier<Future<T>> call) {
    return on(loop, call);
  }

  /// Runs on the link's loop without waiting for a future.
  void run(Runnable action) {
    on(
        loop,
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  Vertx vertx() {
    return vertx;
  }

  /// Calls on a loop and waits for what it answers.
  static <T> T on(Context loop, Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(go -> {
      try {
        call.get().onComplete(promise);
      } catch (RuntimeException e) {
        promise.fail(e);
      }
    });
    try {
      return promise
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run(link::close);
  }
}
