package im.coven.redis;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import java.net.URI;
import java.util.function.Supplier;

/// Where Redis is, how patient a link to it is, and how much may wait for it. Section `redis` of
/// the configuration.
///
/// @param topology what Redis consists of; default one process at `redis://127.0.0.1:6379`
/// @param prefix what every key and topic of ours begins with, so that several services can share
///   one Redis; default `coven`
/// @param replicas how many replicas must have a write before it counts as done; default 0
public record RedisConfig(
    RedisTopology topology, String prefix, Patience patience, Queue queue, int replicas) {

  public static final RedisConfig DEFAULTS =
      new RedisConfig(
          new RedisTopology.Standalone("redis://127.0.0.1:6379"),
          "coven",
          Patience.DEFAULTS,
          Queue.DEFAULTS,
          0);

  /// How long a link waits, all in milliseconds.
  ///
  /// @param connectTimeoutMs for one attempt to connect, authenticate and subscribe again to every
  ///   topic; default 5000
  /// @param commandTimeoutMs for which a connection may answer nothing while a command waits; then
  ///   it counts as dead and is replaced. Longer than the longest pause that a healthy Redis makes
  ///   (a fork, an `fsync`); default 5000
  /// @param backoffMinMs before the first attempt to reconnect, doubled by each failure, each drawn
  ///   between half of it and all of it; default 50
  /// @param backoffMaxMs that the pause between attempts never exceeds; default 2000
  /// @param probeIntervalMs between two checks that pub/sub still delivers; default 2000
  public record Patience(
      int connectTimeoutMs,
      int commandTimeoutMs,
      int backoffMinMs,
      int backoffMaxMs,
      int probeIntervalMs) {

    public static final Patience DEFAULTS = new Patience(5000, 5000, 50, 2000, 2000);

    public Patience {
      positive("connectTimeoutMs", connectTimeoutMs);
      positive("commandTimeoutMs", commandTimeoutMs);
      positive("backoffMinMs", backoffMinMs);
      positive("backoffMaxMs", backoffMaxMs);
      positive("probeIntervalMs", probeIntervalMs);
    }

    /// The same with another time for commands.
    Patience withCommandTimeoutMs(int other) {
      return new Patience(connectTimeoutMs, other, backoffMinMs, backoffMaxMs, probeIntervalMs);
    }
  }

  /// How many commands of a link may be under way.
  ///
  /// @param inFlightMax sent and not answered; default 2048
  /// @param waitingMax in memory behind those; one more is refused; default 16384
  public record Queue(int inFlightMax, int waitingMax) {

    public static final Queue DEFAULTS = new Queue(2048, 16_384);

    public Queue {
      positive("inFlightMax", inFlightMax);
      positive("waitingMax", waitingMax);
    }
  }

  public RedisConfig {
    if (replicas < 0) {
      throw new IllegalArgumentException("redis.replicas must not be negative: " + replicas);
    }
    if (prefix.isEmpty() || prefix.matches(".*[{}\\s].*")) {
      throw new IllegalArgumentException(
          "redis.prefix must not be empty nor hold braces or spaces: '" + prefix + "'");
    }
  }

  /// The same with another URI: that of the one Redis, or how to speak to what Sentinels name.
  public RedisConfig withUri(String uri) {
    return with(
        topology instanceof RedisTopology.Sentinels(_, var sentinels)
            ? new RedisTopology.Sentinels(uri, sentinels)
            : new RedisTopology.Standalone(uri));
  }

  public RedisConfig with(RedisTopology other) {
    return new RedisConfig(other, prefix, patience, queue, replicas);
  }

  /// The section of a configuration. Where the own Redis is used, `own` is where it is.
  ///
  /// @throws IllegalArgumentException when the settings are none
  public static RedisConfig of(Settings settings, Supplier<String> own) {
    return new RedisConfig(
        RedisTopology.of(settings, own),
        settings.get(Catalogue.REDIS_PREFIX),
        Patience.DEFAULTS.withCommandTimeoutMs(settings.get(Catalogue.REDIS_COMMAND_TIMEOUT_MS)),
        new Queue(
            settings.get(Catalogue.REDIS_IN_FLIGHT_MAX), settings.get(Catalogue.REDIS_WAITING_MAX)),
        settings.get(Catalogue.REDIS_REPLICAS));
  }

  public RedisConfig withPrefix(String other) {
    return new RedisConfig(topology, other, patience, queue, replicas);
  }

  /// The same behind Sentinels.
  public RedisConfig withSentinels(SentinelConfig sentinels) {
    return with(new RedisTopology.Sentinels(uri(), sentinels));
  }

  /// The same with another patience.
  RedisConfig with(Patience other) {
    return new RedisConfig(topology, prefix, other, queue, replicas);
  }

  /// The same with another number of replicas that must have a write.
  public RedisConfig withReplicas(int other) {
    return new RedisConfig(topology, prefix, patience, queue, other);
  }

  /// Milliseconds that replicas have to confirm a write. Half of the time after which a silent
  /// connection counts as dead, as nothing else is answered meanwhile.
  int replicasTimeoutMs() {
    return Math.max(1, patience.commandTimeoutMs / 2);
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
