package im.coven.ops;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts together the configuration: the presets, over them a YAML file, over it the environment,
/// over that assignments of the command line. All that is wrong is reported at once.
public final class SettingsReader {

  /// A value as some source gives it. `values` has one text, or the items of a list.
  record Given(String where, String name, List<String> values) {}

  /// Variables that begin like ours and are no keys: the launcher reads them.
  private static final List<String> LAUNCHER_VARIABLES =
      List.of("COVEN_CONFIG", "COVEN_JAVA_OPTS", "COVEN_HOME");

  private final Map<String, Key<?>> byName = new LinkedHashMap<>();
  private final Map<String, Key<?>> byVariable = new LinkedHashMap<>();
  private final Map<Key<?>, List<String>> accepted = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private SettingsReader() {
    for (Key<?> key : Catalogue.keys()) {
      byName.put(key.name(), key);
      byVariable.put(key.variable(), key);
    }
  }

  /// Reads the configuration. `assignments` are of the form `KEY=VALUE`; a list has commas.
  ///
  /// @throws InvalidSettings when something is not as it must be
  public static Settings read(
      @Nullable Path file, Map<String, String> environment, List<String> assignments) {
    var reader = new SettingsReader();
    if (file != null) {
      YamlFile.read(file, reader.problems).forEach(reader::take);
    }
    new TreeMap<>(environment).forEach(reader::takeVariable);
    assignments.forEach(reader::takeAssignment);
    var settings = new Settings(reader.accepted);
    if (reader.problems.isEmpty()) {
      reader.problems.addAll(Rules.violations(settings));
    }
    if (!reader.problems.isEmpty()) {
      throw new InvalidSettings(reader.problems);
    }
    return settings;
  }

  /// The presets alone.
  public static Settings presets() {
    return read(null, Map.of(), List.of());
  }

  private void takeVariable(String variable, String value) {
    if (!variable.startsWith("COVEN_") || LAUNCHER_VARIABLES.contains(variable)) {
      return;
    }
    Key<?> key = byVariable.get(variable);
    if (key != null) {
      take(new Given(variable, key.name(), texts(key, value)));
      return;
    }
    // only what looks like a slip: an orchestrator may set COVEN_… of its own (service links)
    String nearest = Nearest.to(variable, byVariable.keySet());
    if (Nearest.distance(variable, nearest) <= 2) {
      problems.add("%s: no such key; did you mean %s?".formatted(variable, nearest));
    }
  }

  private void takeAssignment(String assignment) {
    String where = "--set " + assignment;
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      problems.add(where + ": expected KEY=VALUE, such as client.port=5222");
      return;
    }
    String name = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    Key<?> key = byName.get(name);
    take(new Given(where, name, key == null ? List.of(value) : texts(key, value)));
  }

  private static List<String> texts(Key<?> key, String value) {
    if (!key.kind().isList()) {
      return List.of(value);
    }
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private void take(Given given) {
    Key<?> key = byName.get(given.name());
    if (key == null) {
      problems.add(
          "%s: there is no key %s; did you mean %s?"
              .formatted(given.where(), given.name(), Nearest.to(given.name(), byName.keySet())));
      return;
    }
    if (key.kind().accepts(given.values())) {
      accepted.put(key, given.values());
    } else {
      problems.add(
          "%s: %s is \"%s\"; expected %s"
              .formatted(
                  given.where(),
                  key.name(),
                  String.join(", ", given.values()),
                  key.kind().expected()));
    }
  }
}
