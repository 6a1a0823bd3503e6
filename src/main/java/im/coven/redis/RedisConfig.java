package im.coven.redis;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.function.Supplier;

/// Where Redis is and how patient a link to it is. Section `redis` of the configuration.
///
/// @param uri `redis://[user:password@]host[:port][/db]`, `rediss://…` for TLS, or
///   `unix:///path/to/socket`; default `redis://127.0.0.1:6379`
/// @param prefix what every key and topic of ours begins with, so that several services can share
///   one Redis; default `coven`
/// @param connectTimeoutMs milliseconds for one attempt to connect, authenticate and subscribe
///   again to every topic; default 5000
/// @param commandTimeoutMs milliseconds that a connection may answer nothing while a command waits;
///   then it counts as dead and is replaced. Longer than the longest pause that a healthy Redis
///   makes (a fork, an `fsync`); default 5000
/// @param backoffMinMs milliseconds before the first attempt to reconnect, doubled by each failure,
///   each drawn between half of it and all of it; default 50
/// @param backoffMaxMs milliseconds that the pause between attempts never exceeds; default 2000
/// @param probeIntervalMs milliseconds between two checks that pub/sub still delivers; default 2000
/// @param inFlightMax commands of a link that may be on the way at once; default 2048
/// @param waitingMax commands of a link that may wait in memory behind those; one more is refused;
///   default 16384
/// @param sentinels the Sentinels that say where the master is; then host and port of `uri` do not
///   matter; default none
/// @param replicas how many replicas must have a write before it counts as done; default 0
public record RedisConfig(
    String uri,
    String prefix,
    int connectTimeoutMs,
    int commandTimeoutMs,
    int backoffMinMs,
    int backoffMaxMs,
    int probeIntervalMs,
    int inFlightMax,
    int waitingMax,
    SentinelConfig sentinels,
    int replicas) {

  public static final RedisConfig DEFAULTS =
      new RedisConfig("redis://127.0.0.1:6379", "coven", 5000, 5000, 50, 2000, 2000, 2048, 16_384);

  /// One Redis whose word is enough.
  public RedisConfig(
      String uri,
      String prefix,
      int connectTimeoutMs,
      int commandTimeoutMs,
      int backoffMinMs,
      int backoffMaxMs,
      int probeIntervalMs,
      int inFlightMax,
      int waitingMax) {
    this(
        uri,
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        SentinelConfig.NONE,
        0);
  }

  public RedisConfig {
    checkUri(uri);
    if (!sentinels.isNone() && uri.startsWith("unix:")) {
      throw new IllegalArgumentException("redis.uri must not be a socket where Sentinels are");
    }
    if (replicas < 0) {
      throw new IllegalArgumentException("redis.replicas must not be negative: " + replicas);
    }
    if (prefix.isEmpty() || prefix.matches(".*[{}\\s].*")) {
      throw new IllegalArgumentException(
          "redis.prefix must not be empty nor hold braces or spaces: '" + prefix + "'");
    }
    positive("connectTimeoutMs", connectTimeoutMs);
    positive("commandTimeoutMs", commandTimeoutMs);
    positive("backoffMinMs", backoffMinMs);
    positive("backoffMaxMs", backoffMaxMs);
    positive("probeIntervalMs", probeIntervalMs);
    positive("inFlightMax", inFlightMax);
    positive("waitingMax", waitingMax);
  }

  public RedisConfig withUri(String other) {
    return new RedisConfig(
        other,
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        sentinels,
        replicas);
  }

  /// The Redis of a configuration, with the presets for all else. Where the own one is used, `own`
  /// is where it is.
  ///
  /// @throws IllegalArgumentException when the settings are none
  public static RedisConfig of(Settings settings, Supplier<String> own) {
    String given = settings.get(Catalogue.REDIS_URI);
    String uri = given.isEmpty() ? DEFAULTS.uri() : given;
    return DEFAULTS
        .withUri(settings.hasOwnRedis() ? own.get() : uri)
        .withPrefix(settings.get(Catalogue.REDIS_PREFIX))
        .withSentinels(
            SentinelConfig.of(
                settings.get(Catalogue.REDIS_SENTINELS), settings.get(Catalogue.REDIS_MASTER)))
        .withReplicas(settings.get(Catalogue.REDIS_REPLICAS));
  }

  public RedisConfig withPrefix(String other) {
    return new RedisConfig(
        uri,
        other,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        sentinels,
        replicas);
  }

  /// The same behind Sentinels.
  public RedisConfig withSentinels(SentinelConfig other) {
    return new RedisConfig(
        uri,
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        other,
        replicas);
  }

  /// The same with another number of replicas that must have a write.
  public RedisConfig withReplicas(int other) {
    return new RedisConfig(
        uri,
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        sentinels,
        other);
  }

  /// Milliseconds that replicas have to confirm a write. Half of the time after which a silent
  /// connection counts as dead, as nothing else is answered meanwhile.
  int replicasTimeoutMs() {
    return Math.max(1, commandTimeoutMs / 2);
  }

  /// The key of the configuration that says where Redis is.
  public String setting() {
    return sentinels.isNone() ? "redis.uri" : "redis.sentinels";
  }

  /// Where Redis is, as it may be shown.
  public String shown() {
    return sentinels.isNone() ? shownUri() : "the master '" + sentinels.master() + "'";
  }

  /// A URI with another host and port.
  static String moved(URI uri, String host, int port) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "%s://%s%s:%d%s%s"
        .formatted(uri.getScheme(), user, bracketed, port, uri.getRawPath(), query);
  }

  /// The URI as it may be shown: without user, password and query.
  public String shownUri() {
    return shown(uri);
  }

  /// A URI of Redis without user, password and query.
  static String shown(String uri) {
    URI parsed = URI.create(uri);
    String authority = Objects.requireNonNullElse(parsed.getRawAuthority(), "");
    String where = authority.substring(authority.lastIndexOf('@') + 1);
    return parsed.getScheme() + "://" + where + parsed.getPath();
  }

  /// The messages do not repeat the URI: it may hold a password.
  private static void checkUri(String uri) {
    if (!uri.matches("(?s)(redis|rediss|unix)://.+")) {
      throw new IllegalArgumentException(
          "redis.uri must begin with redis://, rediss:// or unix://");
    }
    try {
      URI parsed = new URI(uri);
      if (parsed.getScheme().startsWith("redis") && parsed.getHost() == null) {
        throw new IllegalArgumentException("redis.uri has no valid host name");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "redis.uri is malformed at character "
              + e.getIndex()
              + "; in a password, special characters must be percent-encoded");
    }
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("redis." + name + " must be positive, not " + value);
    }
  }
}
