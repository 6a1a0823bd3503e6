package im.coven.ops;

import java.util.List;
import java.util.Map;

/// The configuration of one instance: a value for every key of the {@link Catalogue}, each checked.
///
/// Made by a {@link SettingsReader}.
public final class Settings {

  private final Map<Key<?>, List<String>> given;

  /// `given` must have been checked: every text readable by its key's kind.
  Settings(Map<Key<?>, List<String>> given) {
    this.given = Map.copyOf(given);
  }

  /// The value of a key: the one that was given, else its preset.
  public <T> T get(Key<T> key) {
    return key.kind().reader().apply(given.getOrDefault(key, key.preset()));
  }

  /// Whether no Redis is configured, so that each instance has one of its own.
  public boolean hasOwnRedis() {
    return get(Catalogue.REDIS_URI).isEmpty()
        && get(Catalogue.REDIS_SENTINELS).isEmpty()
        && get(Catalogue.REDIS_CLUSTER).isEmpty();
  }

  /// Whether a value was given, be it the preset again.
  public boolean isGiven(Key<?> key) {
    return given.containsKey(key);
  }
}
