package im.coven.ops;

import im.coven.ops.SettingsReader.Given;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A configuration file. Reads the nodes and not the values, so that a text stays as it was written
/// and each value knows its line.
final class YamlFile {

  private final Path file;
  private final List<String> problems;
  private final List<Given> given = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private YamlFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /// The values of a file in its order; what is wrong goes to `problems`.
  static List<Given> read(Path file, List<String> problems) {
    var yaml = new YamlFile(file, problems);
    try {
      yaml.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      problems.add(file + ": there is no such file");
    } catch (CharacterCodingException e) {
      problems.add(file + ": not UTF-8");
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
    }
    return yaml.given;
  }

  private void parse(String text) {
    try {
      var compose = new Compose(LoadSettings.builder().setLabel(file.toString()).build());
      Optional<Node> root = compose.composeString(text);
      root.filter(node -> !isNull(node)).ifPresent(node -> section("", node));
    } catch (MarkedYamlEngineException e) {
      problems.add(where(e.getProblemMark()) + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(file + ": not YAML: " + e.getMessage());
    }
  }

  private void section(String prefix, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(where(node.getStartMark()) + ": expected keys with values, name: value");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        entry(prefix + key.getValue(), entry.getValueNode());
      } else {
        problems.add(where(entry.getKeyNode().getStartMark()) + ": a key is a plain text");
      }
    }
  }

  private void entry(String name, Node value) {
    String where = where(value.getStartMark());
    switch (value) {
      case MappingNode nested -> section(name + ".", nested);
      case SequenceNode list -> add(where, name, items(list));
      case ScalarNode scalar -> {
        // a section with nothing in it says nothing; a key with nothing after it is an empty text
        if (!isNull(scalar) || name.indexOf('.') >= 0) {
          add(where, name, List.of(isNull(scalar) ? "" : scalar.getValue()));
        }
      }
      default -> problems.add(where + ": aliases are not understood here");
    }
  }

  private void add(String where, String name, List<String> values) {
    if (seen.add(name)) {
      given.add(new Given(where, name, values));
    } else {
      problems.add(where + ": " + name + " is there twice");
    }
  }

  private List<String> items(SequenceNode list) {
    var items = new ArrayList<String>();
    for (Node item : list.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        problems.add(where(item.getStartMark()) + ": expected a plain text");
      }
    }
    return items;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private String where(Optional<Mark> mark) {
    return mark.map(at -> file + ":" + (at.getLine() + 1)).orElse(file.toString());
  }
}
