package im.coven.conform;

import im.coven.client.Walkthrough.Dialect;
import im.coven.script.Repertoire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All scripts of the suite, in the order of their ids.
public record Suite(List<Play> plays) {

  private static final String ROOT = "/conform";
  private static final String SUFFIX = ".script";
  private static final String ACTS = "acts.script";

  public Suite {
    plays = List.copyOf(plays);
  }

  /// The suite among the resources.
  ///
  /// @throws IllegalArgumentException when a file is no play; names the file and the line
  public static Suite load() {
    Map<String, String> files = files();
    String acts = acts(files);
    return new Suite(
        files.entrySet().stream()
            .filter(file -> !file.getKey().endsWith(ACTS))
            .map(file -> Play.parse(id(file.getKey()), file.getValue(), acts))
            .sorted(Comparator.comparing(Play::id))
            .toList());
  }

  /// The acts that scripts of the suite may name, for a dialect.
  public static Repertoire acts(Dialect dialect) {
    return repertoire(acts(files()), dialect);
  }

  static Repertoire repertoire(String acts, Dialect dialect) {
    return Repertoire.parse(acts, dialect.label());
  }

  /// The dialect that is called so, such as `core:1`.
  static Dialect dialect(String label) {
    return Stream.of(Dialect.values())
        .filter(dialect -> dialect.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no dialect " + label));
  }

  /// The plays of which the id, or the id of a requirement, contains the filter; all where it is
  /// empty.
  public Suite filtered(String filter) {
    return new Suite(
        plays.stream()
            .filter(play ->
                play.id().contains(filter)
                    || play.requirements().stream().anyMatch(id -> id.contains(filter)))
            .toList());
  }

  private static String id(String file) {
    return file.substring(0, file.length() - SUFFIX.length());
  }

  private static String acts(Map<String, String> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(ACTS))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining("\n"));
  }

  /// The text of the resource `conform/NAME`.
  static String text(String name) {
    try (InputStream text = Suite.class.getResourceAsStream(ROOT + "/" + name)) {
      if (text == null) {
        throw new IllegalStateException("missing resource " + ROOT + "/" + name);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All scripts below the root by name, sorted, from a folder or from the jar.
  private static Map<String, String> files() {
    URL root = Suite.class.getResource(ROOT + "/" + ACTS);
    if (root == null) {
      throw new IllegalStateException("missing resource " + ROOT + "/" + ACTS);
    }
    try {
      URI uri = root.toURI();
      if (!uri.getScheme().equals("jar")) {
        return files(Path.of(uri).resolveSibling(""));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return files(jar.getPath(ROOT));
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(SUFFIX))
          .collect(
              Collectors.toMap(
                  file -> folder.relativize(file).toString().replace('\\', '/'),
                  Suite::read,
                  (one, _) -> one,
                  java.util.TreeMap::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
