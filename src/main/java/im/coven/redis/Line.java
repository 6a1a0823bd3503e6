package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to Redis that is made anew whenever it ends. The Vert.x client does nothing of
/// the kind: a connection that broke stays broken, and one that is half open is never noticed.
///
/// Each attempt asks anew where the master is, and what it reached has to be one.
///
/// The first attempt is the caller's to judge; after it has succeeded once the line tries until it
/// is closed.
final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /// Milliseconds that the pause between attempts never exceeds where Sentinels are asked.
  private static final int SENTINEL_PAUSE_MS_MAX = 250;

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
  private final MasterFinder finder;
  private final String name;
  private final Use use;
  private @Nullable Redis client;
  private String at;
  private long attempts;
  private boolean ongoing;
  private volatile boolean up;
  private boolean closed;
  private int failures;
  private long timer = -1;

  Line(Vertx vertx, RedisConfig config, MasterFinder finder, String name, Use use) {
    this.vertx = vertx;
    this.config = config;
    this.finder = finder;
    this.at = config.uri();
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

  /// The URI that it leads to, or tried last.
  String at() {
    return at;
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
    long number = ++attempts;
    ongoing = true;
    return finder
        .find()
        .compose(uri -> connect(number, uri))
        .timeout(config.patience().connectTimeoutMs(), TimeUnit.MILLISECONDS)
        .transform(connected -> {
          if (connected.succeeded() && isOngoing(number)) {
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

  private Future<RedisConnection> connect(long number, String uri) {
    if (!isOngoing(number)) {
      return Future.failedFuture(new RedisUnavailable("given up"));
    }
    at = uri;
    Redis made = Redis.createClient(vertx, options(uri));
    client = made;
    return made.connect()
        .compose(connection -> {
          connection.endHandler(end -> ended(number, "Redis closed the connection"));
          connection.exceptionHandler(e -> ended(number, String.valueOf(e.getMessage())));
          return connection
              .send(Request.cmd(Command.ROLE))
              .compose(Line::checkRole)
              .compose(master -> use.prepare(connection))
              .map(connection);
        });
  }

  /// Only a master takes what is written. A Sentinel may name one that is none any more.
  private static Future<Void> checkRole(@Nullable Response role) {
    String is = role == null ? "nothing" : role.get(0).toString();
    return is.equals("master")
        ? Future.succeededFuture()
        : Future.failedFuture(
            new RedisUnavailable("it is a replica (" + is + "), and only a master can be used"));
  }

  private boolean isOngoing(long attempt) {
    return ongoing && attempt == attempts;
  }

  private void ended(long attempt, String why) {
    if (!isOngoing(attempt)) {
      return;
    }
    boolean wasUp = up;
    Redis current = client;
    ongoing = false;
    client = null;
    up = false;
    if (current != null) {
      current.close();
    }
    use.lost(new RedisUnavailable(where() + why));
    if (wasUp && !closed) {
      LOG.warn("{} to {} is lost: {}", name, RedisConfig.shown(at), why);
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
                    .onSuccess(done -> LOG.info("{} to {} is back", name, RedisConfig.shown(at)))
                    .onFailure(e -> {
                      LOG.debug("{}", e.getMessage());
                      retryLater();
                    }));
  }

  private long pauseMs() {
    // Sentinels are asked often: all instances should find a new master at about the same time.
    int most =
        config.sentinels().isNone() ? config.patience().backoffMaxMs() : SENTINEL_PAUSE_MS_MAX;
    long full = Math.min(most, (long) config.patience().backoffMinMs() << Math.min(failures, 20));
    failures++;
    return Math.max(1, ThreadLocalRandom.current().nextLong(full / 2, full + 1));
  }

  private RedisUnavailable explain(@Nullable Throwable e) {
    if (e instanceof RedisUnavailable known) {
      return known;
    }
    if (e instanceof TimeoutException) {
      return new RedisUnavailable(
          where() + "no answer within " + config.patience().connectTimeoutMs() + " ms");
    }
    return new RedisUnavailable(where() + (e == null ? "closed" : e.getMessage()));
  }

  private String where() {
    return name + " to " + RedisConfig.shown(at) + ": ";
  }

  private RedisOptions options(String uri) {
    return new RedisOptions()
        .setConnectionString(uri)
        .setNetClientOptions(
            new NetClientOptions()
                .setConnectTimeout(config.patience().connectTimeoutMs())
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true))
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        // The pipeline counts for itself; script loads and probes come on top of its count.
        .setMaxWaitingHandlers(2 * config.queue().inFlightMax() + 16);
  }
}
