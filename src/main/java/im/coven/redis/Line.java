package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to Redis that is made anew whenever it ends. The Vert.x client does nothing of
/// the kind: a connection that broke stays broken, and one that is half open is never noticed.
///
/// The first attempt is the caller's to judge; after it has succeeded once the line tries until it
/// is closed.
final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /// What a line is for.
  interface Use {
    /// Makes a new connection fit for use; the line is up when the future completes.
    Future<?> prepare(RedisConnection connection);

    /// The connection is up.
    void up(RedisConnection connection);

    /// The connection that was prepared or up is gone.
    void lost(RedisUnavailable why);
  }

  private final Vertx vertx;
  private final RedisConfig config;
  private final String name;
  private final Use use;
  private @Nullable Redis client;
  private long attempts;
  private volatile boolean up;
  private boolean closed;
  private int failures;
  private long timer = -1;

  Line(Vertx vertx, RedisConfig config, String name, Use use) {
    this.vertx = vertx;
    this.config = config;
    this.name = name;
    this.use = use;
  }

  /// Makes the first attempt.
  Future<Void> start() {
    return attempt();
  }

  /// Whether the connection is up. For every thread.
  boolean isUp() {
    return up;
  }

  /// Gives the connection up, because something showed that it is dead, and makes another.
  void condemn(String why) {
    ended(attempts, why);
  }

  void close() {
    closed = true;
    vertx.cancelTimer(timer);
    condemn("the link is closed");
  }

  private Future<Void> attempt() {
    Redis made = Redis.createClient(vertx, options());
    client = made;
    long number = ++attempts;
    return made.connect()
        .compose(connection -> {
          connection.endHandler(end -> ended(number, "Redis closed the connection"));
          connection.exceptionHandler(e -> ended(number, String.valueOf(e.getMessage())));
          return use.prepare(connection).map(connection);
        })
        .timeout(config.connectTimeoutMs(), TimeUnit.MILLISECONDS)
        .transform(connected -> {
          if (connected.succeeded() && client != null && attempts == number) {
            up = true;
            failures = 0;
            use.up(connected.result());
            return Future.succeededFuture();
          }
          RedisUnavailable why = explain(connected.cause());
          ended(number, String.valueOf(why.getMessage()));
          return Future.failedFuture(why);
        });
  }

  private void ended(long attempt, String why) {
    Redis current = client;
    if (current == null || attempt != attempts) {
      return;
    }
    boolean wasUp = up;
    client = null;
    up = false;
    current.close();
    use.lost(new RedisUnavailable(name + " to " + config.shownUri() + ": " + why));
    if (wasUp && !closed) {
      LOG.warn("{} to {} is lost: {}", name, config.shownUri(), why);
      retryLater();
    }
  }

  private void retryLater() {
    if (closed) {
      return;
    }
    timer =
        vertx.setTimer(
            pauseMs(),
            id ->
                attempt()
                    .onSuccess(done -> LOG.info("{} to {} is back", name, config.shownUri()))
                    .onFailure(e -> {
                      LOG.debug("{}", e.getMessage());
                      retryLater();
                    }));
  }

  private long pauseMs() {
    long full =
        Math.min(config.backoffMaxMs(), (long) config.backoffMinMs() << Math.min(failures, 20));
    failures++;
    return Math.max(1, ThreadLocalRandom.current().nextLong(full / 2, full + 1));
  }

  private RedisUnavailable explain(@Nullable Throwable e) {
    String where = name + " to " + config.shownUri() + ": ";
    if (e instanceof RedisUnavailable known) {
      return known;
    }
    if (e instanceof TimeoutException) {
      return new RedisUnavailable(where + "no answer within " + config.connectTimeoutMs() + " ms");
    }
    return new RedisUnavailable(where + (e == null ? "closed" : e.getMessage()));
  }

  private RedisOptions options() {
    return new RedisOptions()
        .setConnectionString(config.uri())
        .setNetClientOptions(
            new NetClientOptions()
                .setConnectTimeout(config.connectTimeoutMs())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true))
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        // The pipeline counts for itself; script loads and probes come on top of its count.
        .setMaxWaitingHandlers(2 * config.inFlightMax() + 16);
  }
}
