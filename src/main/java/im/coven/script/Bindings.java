package im.coven.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the variables of a script stand for so far. A value: binding one more makes new bindings.
public record Bindings(Map<String, String> values) {

  /// No variable is bound.
  public static final Bindings NONE = new Bindings(Map.of());

  public Bindings {
    values = Map.copyOf(values);
  }

  /// What a variable stands for.
  public Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// These bindings and one more.
  public Bindings with(String name, String value) {
    var more = new HashMap<>(values);
    more.put(name, value);
    return new Bindings(more);
  }
}
