package im.coven.ops;

import java.util.List;
import java.util.Locale;

/// One key of the configuration: its name (`section.name`), what its value looks like, the value it
/// has where none is given (as one would write it), and what it means.
public record Key<T>(String name, Kind<T> kind, List<String> preset, String unit, String meaning) {

  public Key {
    preset = List.copyOf(preset);
  }

  /// The part of the name before the dot.
  public String section() {
    return name.substring(0, name.indexOf('.'));
  }

  /// The part of the name after the dot.
  public String leaf() {
    return name.substring(name.indexOf('.') + 1);
  }

  /// The environment variable that sets it: `COVEN_CLIENT_PORT` for `client.port`.
  public String variable() {
    return "COVEN_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Override
  public String toString() {
    return name;
  }
}
