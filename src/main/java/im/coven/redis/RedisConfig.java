package im.coven.redis;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import java.net.URI;
import java.util.function.Supplier;

/// Where Redis is and how patient a link to it is. Section `redis` of the configuration.
///
/// @param topology what Redis consists of; default one process at `redis://127.0.0.1:6379`
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
/// @param replicas how many replicas must have a write before it counts as done; default 0
public record RedisConfig(
    RedisTopology topology,
    String prefix,
    int connectTimeoutMs,
    int commandTimeoutMs,
    int backoffMinMs,
    int backoffMaxMs,
    int probeIntervalMs,
    int inFlightMax,
    int waitingMax,
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
        new RedisTopology.Standalone(uri),
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        0);
  }

  public RedisConfig {
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

  /// The same with another URI: that of the one Redis, or how to speak to what Sentinels name.
  public RedisConfig withUri(String uri) {
    return with(
        topology instanceof RedisTopology.Sentinels(_, var sentinels)
            ? new RedisTopology.Sentinels(uri, sentinels)
            : new RedisTopology.Standalone(uri));
  }

  public RedisConfig with(RedisTopology other) {
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
        replicas);
  }

  /// The Redis of a configuration, with the presets for all else. Where the own one is used, `own`
  /// is where it is.
  ///
  /// @throws IllegalArgumentException when the settings are none
  public static RedisConfig of(Settings settings, Supplier<String> own) {
    return DEFAULTS
        .with(RedisTopology.of(settings, own))
        .withPrefix(settings.get(Catalogue.REDIS_PREFIX))
        .withReplicas(settings.get(Catalogue.REDIS_REPLICAS));
  }

  public RedisConfig withPrefix(String other) {
    return new RedisConfig(
        topology,
        other,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        replicas);
  }

  /// The same behind Sentinels.
  public RedisConfig withSentinels(SentinelConfig sentinels) {
    return with(new RedisTopology.Sentinels(uri(), sentinels));
  }

  /// The same with another number of replicas that must have a write.
  public RedisConfig withReplicas(int other) {
    return new RedisConfig(
        topology,
        prefix,
        connectTimeoutMs,
        commandTimeoutMs,
        backoffMinMs,
        backoffMaxMs,
        probeIntervalMs,
        inFlightMax,
        waitingMax,
        other);
  }

  /// Milliseconds that replicas have to confirm a write. Half of the time after which a silent
  /// connection counts as dead, as nothing else is answered meanwhile.
  int replicasTimeoutMs() {
    return Math.max(1, commandTimeoutMs / 2);
  }

  /// The URI of the one Redis, or how to speak to the master that Sentinels name.
  ///
  /// @throws IllegalStateException with a cluster, which has one for each node
  String uri() {
    return switch (topology) {
      case RedisTopology.Standalone(var uri) -> uri;
      case RedisTopology.Sentinels(var uri, _) -> uri;
      case RedisTopology.Cluster _ -> throw new IllegalStateException("a cluster has no URI");
    };
  }

  /// The Sentinels, if there are any.
  SentinelConfig sentinels() {
    return topology instanceof RedisTopology.Sentinels(_, var sentinels)
        ? sentinels
        : SentinelConfig.NONE;
  }

  /// The key of the configuration that says where Redis is.
  public String setting() {
    return topology.setting();
  }

  /// Where Redis is, as it may be shown.
  public String shown() {
    return topology.shown();
  }

  /// A URI with another host and port.
  static String moved(URI uri, String host, int port) {
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "%s://%s%s:%d%s%s"
        .formatted(uri.getScheme(), user, bracketed, port, uri.getRawPath(), query);
  }

  /// A URI of Redis without user, password and query.
  static String shown(String uri) {
    return RedisTopology.shown(uri);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("redis." + name + " must be positive, not " + value);
    }
  }
}
