package im.coven.conform;

import im.coven.client.Walkthrough.Dialect;
import im.coven.script.Script;
import im.coven.script.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One script of the suite, such as `core/leaving`. Its file begins with what it is about:
///
/// ```
/// [title] Who leaves hears nothing more, and comes back under the same id
/// [dialects] core:0 core:1
/// [needs] account ${pam}
/// ```
///
/// Where `[dialects]` is missing, the script is played in all. Behind `[needs]` stands, once or
/// more often, one feature that the server has to offer by XEP-0030, and before it who has to offer
/// it (see [Need.Whose]); without it nothing of the script is tried. The rest is a [Script], in
/// which `[proves]` stands behind what proves a requirement, at the end too, and all acts of the
/// suite may be named.
///
/// Variables: `${domain}`, `${mix}` and `${muc}`; `${name}`, which no channel has yet, and
/// `${channel}`, which is `${name}@${mix}`; `${core}` and `${pam}`, the namespaces of the dialect.
public record Play(
    String id,
    String title,
    Set<Dialect> dialects,
    List<Need> needs,
    Map<Dialect, Script> scripts) {

  private static final Pattern TAG = Pattern.compile("\\[(title|dialects|needs)\\]\\s+(\\S.*)");

  public Play {
    dialects = Set.copyOf(dialects);
    needs = List.copyOf(needs);
    scripts = Map.copyOf(scripts);
  }

  /// Reads a file; `acts` are those of all files.
  ///
  /// @throws IllegalArgumentException when it is no play; names the file and the line
  static Play parse(String id, String text, String acts) {
    try {
      return new Reader(id, text).read(acts);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(id + ": " + e.getMessage(), e);
    }
  }

  /// What is played in a dialect of [#dialects].
  public Script script(Dialect dialect) {
    Script script = scripts.get(dialect);
    if (script == null) {
      throw new IllegalArgumentException(id + " is not played in " + dialect.label());
    }
    return script;
  }

  /// The requirements that it proves in any dialect, in the order of their marks.
  public List<String> requirements() {
    return dialects.stream()
        .sorted()
        .flatMap(dialect -> marks(dialect).stream())
        .flatMap(mark -> mark.requirements().stream())
        .distinct()
        .toList();
  }

  /// The marks in a dialect, in their order.
  List<Step.Proves> marks(Dialect dialect) {
    return script(dialect).steps().stream()
        .filter(Step.Proves.class::isInstance)
        .map(Step.Proves.class::cast)
        .toList();
  }

  /// A file to a play. One use.
  private static final class Reader {
    private final String id;
    private final StringBuilder body = new StringBuilder();
    private final List<Need> needs = new ArrayList<>();
    private String title = "";
    private Set<Dialect> dialects = EnumSet.allOf(Dialect.class);

    Reader(String id, String text) {
      this.id = id;
      text.lines().forEach(this::line);
    }

    private void line(String line) {
      Matcher tag = TAG.matcher(line);
      if (!tag.matches()) {
        body.append(line);
      } else if (tag.group(1).equals("title")) {
        title = tag.group(2).strip();
      } else if (tag.group(1).equals("needs")) {
        needs.add(Need.parse(tag.group(2).strip()));
      } else {
        dialects = EnumSet.noneOf(Dialect.class);
        for (String label : tag.group(2).strip().split(" +", -1)) {
          dialects.add(Suite.dialect(label));
        }
      }
      body.append('\n');
    }

    Play read(String acts) {
      if (title.isEmpty()) {
        throw new IllegalArgumentException("there is no [title]");
      }
      Map<Dialect, Script> scripts = new EnumMap<>(Dialect.class);
      for (Dialect dialect : dialects) {
        Script script = Script.parse(body.toString(), Suite.repertoire(acts, dialect));
        if (script.steps().isEmpty() || !(script.steps().getLast() instanceof Step.Proves)) {
          throw new IllegalArgumentException("behind the last step there is no [proves]");
        }
        scripts.put(dialect, script);
      }
      return new Play(id, title, dialects, needs, scripts);
    }
  }
}
