package im.coven.redis;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// What Redis consists of.
public sealed interface RedisTopology {

  /// One process.
  ///
  /// @param uri `redis://[user:password@]host[:port][/db]`, `rediss://…` for TLS, or
  ///   `unix:///path/to/socket`
  record Standalone(String uri) implements RedisTopology {
    public Standalone {
      check("redis.uri", uri, "redis|rediss|unix");
    }

    @Override
    public String setting() {
      return "redis.uri";
    }

    @Override
    public String shown() {
      return RedisTopology.shown(uri);
    }
  }

  /// The master that Sentinels name.
  ///
  /// @param uri how to speak to it (TLS, user, password, database); its host and port do not matter
  record Sentinels(String uri, SentinelConfig sentinels) implements RedisTopology {
    public Sentinels {
      check("redis.uri", uri, "redis|rediss");
      if (sentinels.isNone()) {
        throw new IllegalArgumentException("redis.sentinels names none");
      }
    }

    @Override
    public String setting() {
      return "redis.sentinels";
    }

    @Override
    public String shown() {
      return "the master '" + sentinels.master() + "'";
    }
  }

  /// A Redis Cluster.
  ///
  /// @param seeds nodes to ask for the others, each `redis://[user:password@]host:port` or
  ///   `rediss://…`; at least one. Scheme, user and password of the first hold for all nodes.
  record Cluster(List<String> seeds) implements RedisTopology {
    public Cluster {
      seeds = List.copyOf(seeds);
      if (seeds.isEmpty()) {
        throw new IllegalArgumentException("redis.cluster names no node");
      }
      seeds.forEach(seed -> check("redis.cluster", seed, "redis|rediss"));
    }

    /// From addresses as they stand in the configuration: `host:port`, or a URI.
    public static Cluster of(List<String> addresses) {
      return new Cluster(
          addresses.stream()
              .map(address -> address.contains("://") ? address : "redis://" + address)
              .toList());
    }

    /// The URI of the node at `host:port`.
    String uriOf(String address) {
      URI first = URI.create(seeds.getFirst());
      String user = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + "@";
      return first.getScheme() + "://" + user + address;
    }

    @Override
    public String setting() {
      return "redis.cluster";
    }

    @Override
    public String shown() {
      return String.join(", ", seeds.stream().map(RedisTopology::shown).toList());
    }
  }

  /// What the configuration says; `own` starts the own Redis, where that is to be used, and answers
  /// where it is.
  ///
  /// @throws IllegalArgumentException when an address is none; the message does not repeat it
  static RedisTopology of(Settings settings, Supplier<String> own) {
    if (!settings.get(Catalogue.REDIS_CLUSTER).isEmpty()) {
      return Cluster.of(settings.get(Catalogue.REDIS_CLUSTER));
    }
    String uri = settings.get(Catalogue.REDIS_URI);
    if (!settings.get(Catalogue.REDIS_SENTINELS).isEmpty()) {
      var sentinels =
          SentinelConfig.of(
              settings.get(Catalogue.REDIS_SENTINELS), settings.get(Catalogue.REDIS_MASTER));
      return new Sentinels(uri.isEmpty() ? RedisConfig.DEFAULTS.uri() : uri, sentinels);
    }
    return new Standalone(uri.isEmpty() ? own.get() : uri);
  }

  /// The key of the configuration that says where Redis is.
  String setting();

  /// Where it is, as it may be shown: without user, password and query.
  String shown();

  /// A URI as it may be shown.
  static String shown(String uri) {
    URI parsed = URI.create(uri);
    String authority = Objects.requireNonNullElse(parsed.getRawAuthority(), "");
    String where = authority.substring(authority.lastIndexOf('@') + 1);
    return parsed.getScheme() + "://" + where + parsed.getPath();
  }

  /// The messages do not repeat the URI: it may hold a password.
  private static void check(String key, String uri, String schemes) {
    if (!uri.matches("(?s)(" + schemes + ")://.+")) {
      throw new IllegalArgumentException(
          key + " must begin with " + schemes.replace("|", "://, ") + "://");
    }
    try {
      URI parsed = new URI(uri);
      if (parsed.getScheme().startsWith("redis") && parsed.getHost() == null) {
        throw new IllegalArgumentException(key + " has no valid host name");
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          key
              + " is malformed at character "
              + e.getIndex()
              + "; in a password, special characters must be percent-encoded");
    }
  }
}
