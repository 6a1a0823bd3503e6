package im.coven.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Keys of the configuration in the order in which they are declared.
final class KeyList {

  private final List<Key<?>> keys = new ArrayList<>();

  /// Has a key follow; answers it.
  <T> Key<T> add(Key<T> key) {
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
