package im.coven.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Keys of the configuration in the order in which they are declared.
final class KeyList {

  private final List<Key<?>> keys = new ArrayList<>();

  /// Declares a key; see {@link Key} for what it is made of.
  <T> Key<T> key(String name, Kind<T> kind, String unit, String meaning, String... preset) {
    var key = new Key<>(name, kind, List.of(preset), unit, meaning);
    keys.add(key);
    return key;
  }

  /// Has the keys of another list follow.
  void addAll(KeyList more) {
    keys.addAll(more.keys);
  }

  List<Key<?>> all() {
    return Collections.unmodifiableList(keys);
  }
}
