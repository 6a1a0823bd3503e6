package im.coven.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Acts that scripts may name in one line instead of writing them out.
///
/// ```
/// # WHO, NICK and NODE are what the line that names the act says; NODE… may be several words,
/// # and each line of the act with NODE in it then stands once for each of them.
/// [act] WHO joins as NICK with NODE…
/// WHO sends:
///   <iq type='set' to='${channel}' id='join-WHO'>
///     <join xmlns='${core}'>
///       <nick>NICK</nick>
///       <subscribe node='urn:xmpp:mix:nodes:NODE'/>
///     </join>
///   </iq>
///
/// [act core:0] WHO is content
/// WHO receives nothing
/// ```
///
/// With these a script may say `hag66 joins as third witch with messages participants`. A word that
/// begins the line is one word, the others may be several; where two acts could be meant, it is the
/// one that has more words of its own. An act may name others, and bring clients of the cast along.
/// A line inside XML that is no tag may name an act of XML, as a stanza's part. What stands behind
/// `act` are the variants of the language that the act is for, all where there are none. Lines with
/// a hash are comments.
public final class Repertoire {

  /// No acts.
  public static final Repertoire NONE = new Repertoire(List.of());

  private static final int DEPTH_MAX = 16;
  private static final Pattern HEAD = Pattern.compile("\\[act((?: \\S+)*)\\]\\s+(.*\\S)\\s*");
  private static final Pattern PARAMETER = Pattern.compile("\\b([A-Z]{2,})\\b(…?)");

  private final List<Act> acts;

  private Repertoire(List<Act> acts) {
    this.acts = List.copyOf(acts);
  }

  private record Parameter(String name, boolean isList) {}

  private record Act(String head, Pattern shape, List<Parameter> parameters, List<String> body) {

    int ownLetters() {
      return PARAMETER.matcher(head).replaceAll("").length();
    }
  }

  /// A line of a script, and where it or what stands for it was written.
  record Line(int number, String text) {}

  /// Reads acts; of those for certain variants only the ones for `variant`.
  ///
  /// @throws IllegalArgumentException when a line belongs to no act
  public static Repertoire parse(String text, String variant) {
    var acts = new ArrayList<Act>();
    boolean wanted = false;
    boolean begun = false;
    for (String line : text.lines().toList()) {
      Matcher head = HEAD.matcher(line);
      if (line.startsWith("#")) {
        continue;
      }
      if (head.matches()) {
        begun = true;
        List<String> variants = List.of(head.group(1).strip().split(" ", -1));
        wanted = head.group(1).isEmpty() || variants.contains(variant);
        if (wanted) {
          acts.add(act(head.group(2)));
        }
      } else if (!begun && !line.isBlank()) {
        throw new IllegalArgumentException("no act has begun at: " + line);
      } else if (wanted) {
        acts.getLast().body().add(line);
      }
    }
    return new Repertoire(acts);
  }

  private static Act act(String head) {
    var shape = new StringBuilder();
    var parameters = new ArrayList<Parameter>();
    Matcher found = PARAMETER.matcher(head);
    int from = 0;
    while (found.find()) {
      shape.append(Pattern.quote(head.substring(from, found.start())));
      shape.append(found.start() == 0 ? "(\\S+)" : "(.+?)");
      parameters.add(new Parameter(found.group(1), !found.group(2).isEmpty()));
      from = found.end();
    }
    shape.append(Pattern.quote(head.substring(from)));
    return new Act(head, Pattern.compile(shape.toString()), parameters, new ArrayList<>());
  }

  /// The lines with all acts written out; those of an act have the number of the line that names
  /// it.
  List<Line> expand(List<String> lines) {
    var out = new ArrayList<Line>();
    for (int i = 0; i < lines.size(); i++) {
      expand(new Line(i + 1, lines.get(i)), 0, out);
    }
    return out;
  }

  private void expand(Line line, int depth, List<Line> out) {
    String call = line.text().strip();
    List<Act> named = mayBeCall(call) ? named(call) : List.of();
    if (named.isEmpty()) {
      out.add(line);
      return;
    }
    if (named.size() > 1) {
      throw new IllegalArgumentException(
          "line %d: more than one act is called so: %s"
              .formatted(line.number(), named.stream().map(Act::head).toList()));
    }
    if (depth == DEPTH_MAX) {
      throw new IllegalArgumentException(
          "line %d: an act that names itself: %s".formatted(line.number(), line.text()));
    }
    String indent = line.text().substring(0, line.text().indexOf(call));
    for (String written : writtenOut(named.getFirst(), call)) {
      expand(new Line(line.number(), indent + written), depth + 1, out);
    }
  }

  private static boolean mayBeCall(String line) {
    return !line.isEmpty() && "#[<".indexOf(line.charAt(0)) < 0;
  }

  /// The acts that a line may mean: of those that fit it the ones with most words of their own.
  private List<Act> named(String line) {
    List<Act> fitting = acts.stream().filter(act -> act.shape().matcher(line).matches()).toList();
    int most = fitting.stream().mapToInt(Act::ownLetters).max().orElse(0);
    return fitting.stream().filter(act -> act.ownLetters() == most).toList();
  }

  private static List<String> writtenOut(Act act, String line) {
    Matcher values = act.shape().matcher(line);
    List<String> body = act.body();
    for (int i = 0; values.matches() && i < act.parameters().size(); i++) {
      body = filled(body, act.parameters().get(i), values.group(i + 1));
    }
    return body;
  }

  private static List<String> filled(List<String> body, Parameter parameter, String value) {
    Pattern name = Pattern.compile("(?<![A-Z])" + parameter.name() + "(?![A-Z…])");
    List<String> each = parameter.isList() ? List.of(value.split(" +", -1)) : List.of(value);
    var out = new ArrayList<String>();
    for (String line : body) {
      String whole = line.replace(parameter.name() + "…", value);
      if (name.matcher(whole).find()) {
        each.forEach(one -> out.add(name.matcher(whole).replaceAll(Matcher.quoteReplacement(one))));
      } else {
        out.add(whole);
      }
    }
    return out;
  }
}
