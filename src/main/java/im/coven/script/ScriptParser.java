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

  private final List<String> lines;
  private final List<Script.Role> cast = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private int next;

  ScriptParser(String text) {
    lines = text.lines().toList();
  }

  Script parse() {
    while (next < lines.size()) {
      int number = next + 1;
      String line = lines.get(next++);
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
      cast.add(new Script.Role(role.group(1), role.group(2) == null ? "" : role.group(2)));
      return;
    }
    Matcher step = STEP.matcher(line);
    if (!step.matches() || Character.isWhitespace(line.charAt(0))) {
      throw new IllegalArgumentException("no step begins so: " + line.strip());
    }
    steps.add(step(number, known(step.group(1)), step.group(2)));
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
    while (next < lines.size() && belongs(lines.get(next))) {
      block.append(lines.get(next++)).append('\n');
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
