package im.coven.ops;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What must hold between the keys of a configuration.
final class Rules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Settings settings;
  private final List<String> violations = new ArrayList<>();

  private Rules(Settings settings) {
    this.settings = settings;
  }

  /// One sentence for each rule that is broken.
  static List<String> violations(Settings settings) {
    var rules = new Rules(settings);
    rules.domains();
    rules.creators();
    rules.ports();
    rules.files();
    rules.redis();
    rules.limits();
    return rules.violations;
  }

  /// No account can exist on a domain of the service. See XEP-0369 §4.3.
  private void domains() {
    for (var key : List.of(Catalogue.DOMAINS_ACCOUNTS, Catalogue.DOMAINS_MIX)) {
      if (settings.get(key).isEmpty()) {
        violations.add(key + " is empty; name one domain at least");
      }
    }
    int rooms = settings.get(Catalogue.DOMAINS_MUC).size();
    int channels = settings.get(Catalogue.DOMAINS_MIX).size();
    if (channels > 0 && rooms > channels) {
      violations.add(
          "domains.muc has %d domains and domains.mix %d; each of the first is the face of one of"
                  .formatted(rooms, channels)
              + " the second");
    }
    Map<String, Key<?>> taken = new HashMap<>();
    for (var key :
        List.of(Catalogue.DOMAINS_ACCOUNTS, Catalogue.DOMAINS_MIX, Catalogue.DOMAINS_MUC)) {
      for (String domain : settings.get(key)) {
        Key<?> other = taken.putIfAbsent(domain, key);
        if (other != null) {
          violations.add(
              "%s is in %s and in %s; each domain has one use".formatted(domain, other, key));
        }
      }
    }
  }

  private void creators() {
    for (String domain : settings.get(MixKeys.CREATE_AT).keySet()) {
      if (!settings.get(Catalogue.DOMAINS_MIX).contains(domain)) {
        violations.add(
            "%s names %s, which %s does not"
                .formatted(MixKeys.CREATE_AT, domain, Catalogue.DOMAINS_MIX));
      }
    }
  }

  private void ports() {
    Map<Integer, Key<?>> taken = new HashMap<>();
    for (var key :
        List.of(
            Catalogue.CLIENT_PORT,
            Catalogue.CLIENT_TLS_PORT,
            WebSocketKeys.PORT,
            WebSocketKeys.TLS_PORT,
            Catalogue.OPS_PORT)) {
      int port = settings.get(key);
      Key<?> other = port <= 0 ? null : taken.putIfAbsent(port, key);
      if (other != null) {
        violations.add("%s and %s are both %d; take another port".formatted(other, key, port));
      }
    }
  }

  private void files() {
    boolean certificate = !settings.get(Catalogue.TLS_CERTIFICATE).isEmpty();
    boolean key = !settings.get(Catalogue.TLS_KEY).isEmpty();
    if (certificate != key) {
      violations.add("tls.certificate and tls.key belong together; set both or neither");
    }
  }

  private void redis() {
    String uri = settings.get(Catalogue.REDIS_URI);
    if (!uri.isEmpty() && !isRedis(uri)) {
      violations.add(
          ("redis.uri is \"%s\"; expected redis://host:port, rediss://host:port (TLS)"
                  + " or unix:///path")
              .formatted(uri));
    }
    boolean sentinels = !settings.get(Catalogue.REDIS_SENTINELS).isEmpty();
    if (sentinels && settings.get(Catalogue.REDIS_MASTER).isEmpty()) {
      violations.add(
          "redis.sentinels needs redis.master: what their `sentinel monitor NAME …` calls it");
    } else if (!sentinels && !settings.get(Catalogue.REDIS_MASTER).isEmpty()) {
      violations.add("redis.master needs redis.sentinels: the addresses of the Sentinels");
    }
    if (sentinels && uri.startsWith("unix:")) {
      violations.add("redis.uri is a socket; with redis.sentinels take redis:// or rediss://");
    }
    if (!settings.get(Catalogue.REDIS_CLUSTER).isEmpty()) {
      cluster(!uri.isEmpty() || sentinels);
    }
    named(Catalogue.REDIS_PREFIX, settings.get(Catalogue.REDIS_PREFIX));
    String instance = settings.get(Catalogue.INSTANCE_ID);
    if (!instance.isEmpty()) {
      named(Catalogue.INSTANCE_ID, instance);
    }
  }

  private void cluster(boolean besides) {
    if (besides) {
      violations.add("redis.cluster excludes redis.uri and redis.sentinels; set one of them");
    }
    boolean known =
        settings.get(Catalogue.REDIS_CLUSTER).stream()
            .allMatch(node ->
                !node.startsWith("unix:")
                    && isRedis(node.contains("://") ? node : "redis://" + node));
    if (!known) {
      // Not repeated: it may hold a password.
      violations.add(
          "redis.cluster holds an address that is none; expected host:port or"
              + " redis://user:password@host:port");
    }
  }

  private void named(Key<?> key, String value) {
    if (!NAME.matcher(value).matches()) {
      violations.add(
          "%s is \"%s\"; expected at most 64 of the characters A-Z a-z 0-9 . _ -"
              .formatted(key, value));
    }
  }

  private static boolean isRedis(String text) {
    try {
      var uri = new URI(text);
      return switch (uri.getScheme()) {
        case "redis", "rediss" -> uri.getHost() != null;
        case "unix" -> uri.getPath() != null && uri.getPath().length() > 1;
        case null, default -> false;
      };
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void limits() {
    int before = settings.get(Catalogue.CLIENT_UNAUTHENTICATED_STANZA_BYTES_MAX);
    int after = settings.get(Catalogue.CLIENT_STANZA_BYTES_MAX);
    if (before > after) {
      violations.add(
          "client.unauthenticated-stanza-bytes-max (%d) is above client.stanza-bytes-max (%d)"
              .formatted(before, after));
    }
    if (settings.get(Catalogue.CLIENT_OUTBOX_BYTES_MAX) < after) {
      violations.add("client.outbox-bytes-max is below client.stanza-bytes-max; no stanza fits");
    }
  }
}
