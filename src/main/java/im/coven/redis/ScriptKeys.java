package im.coven.redis;

import java.util.ArrayList;
import java.util.List;

/// The keys that one call of a script names, each once; its arguments speak of them by number.
final class ScriptKeys {

  private final List<String> keys;

  /// The keys that have numbers by the script's definition.
  ScriptKeys(String... first) {
    keys = new ArrayList<>(List.of(first));
  }

  /// The number of a key, from 1.
  int number(String key) {
    int at = keys.indexOf(key);
    return at < 0 ? add(key) : at + 1;
  }

  /// Adds a key that is not there yet; answers its number.
  int add(String key) {
    keys.add(key);
    return keys.size();
  }

  void addAll(List<String> more) {
    keys.addAll(more);
  }

  List<String> names() {
    return keys;
  }
}
