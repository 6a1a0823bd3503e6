package im.coven.script;

import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text to a [Script]. One use.
final class ScriptParser {

  private static final Pattern ROLE = Pattern.compile("\\[client\\]\\s+(\\S+)(?:\\s+(\\S+))?\\s*");
  private static final Pattern STEP = Pattern.compile("(\\S+)\\s+(.*?)\\s*");
  private static final Pattern REFUSED =
      Pattern.compile("is refused with ([a-z-]+) \\(([a-z]+)\\)((?:,? [a-z-]+)*)");

  private static final Pattern PROVES = Pattern.compile("\\[proves\\]\\s+(\\S.*)");

  private final List<Repertoire.Line> lines;
  private final List<Script.Role> cast = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private int next;
  private int rows;

  ScriptParser(String text, Repertoire repertoire) {
    lines = repertoire.expand(text.lines().toList());
  }

  Script parse() {
    while (next < lines.size()) {
      int number = lines.get(next).number();
      String line = lines.get(next++).text();
      if (line.isBlank()) {
        continue;
      }
      try {
        parse(number, line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    return new Script(cast, steps);
  }

  private void parse(int number, String line) {
    if (line.startsWith("#")) {
      steps.add(new Step.Note(number, line.substring(1).strip()));
      return;
    }
    Matcher role = ROLE.matcher(line);
    if (role.matches()) {
      var one = new Script.Role(role.group(1), role.group(2) == null ? "" : role.group(2));
      if (!cast.contains(one)) {
        cast.add(one);
      }
      return;
    }
    Matcher proves = PROVES.matcher(line);
    if (proves.matches()) {
      steps.add(new Step.Proves(number, words(proves.group(1))));
      return;
    }
    Matcher step = STEP.matcher(line);
    if (!step.matches() || Character.isWhitespace(line.charAt(0))) {
      throw new IllegalArgumentException("no step begins so: " + line.strip());
    }
    String who = known(step.group(1));
    if (step.group(2).equals("is refused each:")) {
      refusals(who);
    } else {
      steps.add(step(number, who, step.group(2)));
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("[, ]+", -1));
  }

  /// The rows of a table: type of the stanza, its addressee, what it holds, the refusal and, where
  /// wanted, what that proves. Of type `groupchat` or `chat` is a message, all others are IQs.
  private void refusals(String who) {
    int before = steps.size();
    while (next < lines.size() && belongs(lines.get(next).text())) {
      int number = lines.get(next).number();
      String row = lines.get(next++).text().strip();
      if (!row.isEmpty()) {
        refusal(number, who, row.split("\\|", -1));
      }
    }
    if (steps.size() == before) {
      throw new IllegalArgumentException("no rows follow");
    }
  }

  private void refusal(int number, String who, String[] cells) {
    if (cells.length != 4 && cells.length != 5) {
      throw new IllegalArgumentException("line " + number + ": neither four nor five cells");
    }
    String type = cells[0].strip();
    String stanza = type.equals("groupchat") || type.equals("chat") ? "message" : "iq";
    String xml =
        "<%1$s type='%2$s' to='%3$s' id='r%4$d'>%5$s</%1$s>"
            .formatted(stanza, type, cells[1].strip(), ++rows, cells[2].strip());
    steps.add(new Step.Sends(number, who, xml));
    steps.add(refused(number, who, "is refused with " + cells[3].strip()));
    if (cells.length == 5) {
      steps.add(new Step.Proves(number, words(cells[4])));
    }
  }

  private Step step(int line, String who, String what) {
    return switch (what) {
      case "connects" -> new Step.Connects(line, who);
      case "goes offline" -> new Step.Leaves(line, who, Step.Manner.GOES_OFFLINE);
      case "breaks off" -> new Step.Leaves(line, who, Step.Manner.BREAKS_OFF);
      case "receives nothing" -> new Step.ReceivesNothing(line, who);
      case "sends:" -> new Step.Sends(line, who, block());
      case "receives:" -> new Step.Receives(line, who, Step.Order.AS_WRITTEN, patterns());
      case "receives in any order:" -> new Step.Receives(line, who, Step.Order.ANY, patterns());
      case "waits for one of:" -> new Step.Receives(line, who, Step.Order.ONE_OF, patterns());
      case "ignores:" -> new Step.Ignores(line, who, patterns());
      default -> refused(line, who, what);
    };
  }

  private static Step refused(int line, String who, String what) {
    Matcher refused = REFUSED.matcher(what);
    if (!refused.matches()) {
      throw new IllegalArgumentException("nobody can do this: " + what);
    }
    var conditions = new ArrayList<String>();
    conditions.add(refused.group(1));
    for (String more : refused.group(3).split("[, ]+", -1)) {
      if (!more.isEmpty()) {
        conditions.add(more);
      }
    }
    return new Step.Refused(line, who, new Step.Refusal(refused.group(2), conditions));
  }

  private String known(String who) {
    if (who.equals(ScriptRunner.EVERYBODY)
        || cast.stream().anyMatch(role -> role.name().equals(who))) {
      return who;
    }
    throw new IllegalArgumentException(who + " is not in the cast");
  }

  private List<Element> patterns() {
    List<Element> patterns = Markup.patterns(block());
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException("no stanza follows");
    }
    return patterns;
  }

  /// The lines that belong to a step: indented, or beginning with a tag, or blank.
  private String block() {
    var block = new StringBuilder();
    while (next < lines.size() && belongs(lines.get(next).text())) {
      block.append(lines.get(next++).text()).append('\n');
    }
    String xml = block.toString().stripTrailing().stripIndent().strip();
    if (xml.isEmpty()) {
      throw new IllegalArgumentException("no XML follows");
    }
    return xml;
  }

  private static boolean belongs(String line) {
    return line.isBlank() || line.startsWith("<") || Character.isWhitespace(line.charAt(0));
  }
}
