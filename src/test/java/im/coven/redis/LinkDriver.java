package im.coven.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A link and the channels' store on an event loop of their own, driven from a test's thread.
final class LinkDriver implements AutoCloseable {

  /// Seconds that any answer may take on a busy machine.
  private static final int PATIENCE_S = 30;

  private final Context loop;
  final RedisLink link;
  final ChannelStore store;

  LinkDriver(Vertx vertx, RedisConfig config) {
    this.loop = newLoop(vertx);
    this.link = on(loop, () -> RedisLink.open(vertx, config));
    this.store = new ChannelStore(link);
  }

  /// A configuration for tests: a prefix that nobody else has.
  static RedisConfig config(String uri) {
    return RedisConfig.DEFAULTS.withUri(uri).withPrefix("test-" + UUID.randomUUID());
  }

  /// The same with little patience, for tests that wait for its end.
  static RedisConfig impatient(String uri) {
    return config(uri).with(new RedisConfig.Patience(2000, 1000, 10, 100, 100));
  }

  /// Calls on the link's loop and waits for what it answers.
  <T> T ask(Supplier<Future<T>> call) {
    return on(loop, call);
  }

  /// Runs on the link's loop and waits until it has run.
  void run(Runnable action) {
    on(
        loop,
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  /// Sends a command and answers its result as text.
  String command(Command command, Object... args) {
    return String.valueOf(ask(() -> send(Request.cmd(command, args))));
  }

  /// Sends a command to the one Redis.
  Future<Response> send(Request request) {
    return ((NodeLink) link).send(request);
  }

  private static Context newLoop(Vertx vertx) {
    Promise<Context> started = Promise.promise();
    vertx.deployVerticle(
        new VerticleBase() {
          @Override
          public Future<?> start() {
            started.complete(context);
            return Future.succeededFuture();
          }
        });
    return answer(started.future());
  }

  private static <T> T on(Context loop, Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(go -> {
      try {
        call.get().onComplete(promise);
      } catch (RuntimeException e) {
        promise.fail(e);
      }
    });
    return answer(promise.future());
  }

  private static <T> T answer(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    run(link::close);
  }
}
