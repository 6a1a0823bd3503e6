package im.coven.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// The Sentinels that know which Redis is the master, if there are any.
///
/// @param uris `redis://[user:password@]host:port` or `rediss://…` of each Sentinel; none: there
///   are no Sentinels, and Redis is where `redis.uri` says
/// @param master what the Sentinels call the master, as in their `sentinel monitor NAME …`
public record SentinelConfig(List<String> uris, String master) {

  /// No Sentinels.
  public static final SentinelConfig NONE = new SentinelConfig(List.of(), "");

  private static final int PORT = 26_379;

  public SentinelConfig {
    uris = List.copyOf(uris);
    if (uris.isEmpty() != master.isEmpty()) {
      throw new IllegalArgumentException(
          "redis.sentinels and redis.master belong together; set both or neither");
    }
  }

  /// From addresses as they stand in the configuration: `host`, `host:port`, or a URI.
  ///
  /// @throws IllegalArgumentException when one of them is none; the message does not repeat it, as
  ///   it may hold a password
  public static SentinelConfig of(List<String> addresses, String master) {
    return new SentinelConfig(addresses.stream().map(SentinelConfig::uri).toList(), master);
  }

  /// Whether there are none.
  public boolean isNone() {
    return uris.isEmpty();
  }

  private static String uri(String address) {
    String full = address.contains("://") ? address : "redis://" + address;
    try {
      var parsed = new URI(full);
      boolean known = "redis".equals(parsed.getScheme()) || "rediss".equals(parsed.getScheme());
      if (known && parsed.getHost() != null) {
        return parsed.getPort() < 0 ? RedisConfig.moved(parsed, parsed.getHost(), PORT) : full;
      }
    } catch (URISyntaxException e) {
      // It is said below, without the text.
    }
    throw new IllegalArgumentException(
        "redis.sentinels: expected host:port or redis://[user:password@]host:port each");
  }
}
