package im.coven.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with `${variables}` and `…` in it.
final class Phrase {

  private static final Pattern SPECIAL = Pattern.compile("\\$\\{([^}]+)\\}|…");

  private Phrase() {}

  /// Whether the text stands for anything at all.
  static boolean isAnything(String phrase) {
    return phrase.equals("…") || phrase.equals("...");
  }

  /// The bindings under which the phrase is the actual text, or nothing when it can't be.
  static Optional<Bindings> match(String phrase, String actual, Bindings bindings) {
    if (isAnything(phrase) || phrase.equals(actual)) {
      return Optional.of(bindings);
    }
    var regex = new StringBuilder();
    List<String> unbound = new ArrayList<>();
    Matcher special = SPECIAL.matcher(phrase);
    int from = 0;
    while (special.find()) {
      regex.append(Pattern.quote(phrase.substring(from, special.start())));
      regex.append(part(special.group(1), bindings, unbound));
      from = special.end();
    }
    regex.append(Pattern.quote(phrase.substring(from)));
    Matcher matcher = Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(actual);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Bindings more = bindings;
    for (int i = 0; i < unbound.size(); i++) {
      more = more.with(unbound.get(i), matcher.group(i + 1));
    }
    return Optional.of(more);
  }

  private static String part(
      @org.jspecify.annotations.Nullable String name, Bindings bindings, List<String> unbound) {
    if (name == null) {
      return ".*?";
    }
    Optional<String> value = bindings.value(name);
    if (value.isPresent()) {
      return Pattern.quote(value.get());
    }
    int seen = unbound.indexOf(name);
    if (seen >= 0) {
      return "\\" + (seen + 1);
    }
    unbound.add(name);
    return "(.+?)";
  }

  /// The text with every bound variable replaced by its value, in the form that `escape` gives it.
  static String fill(String phrase, Bindings bindings, UnaryOperator<String> escape) {
    return SPECIAL
        .matcher(phrase)
        .replaceAll(found -> {
          String name = found.group(1);
          String text =
              name == null ? found.group() : bindings.value(name).map(escape).orElse(found.group());
          return Matcher.quoteReplacement(text);
        });
  }

  /// The variables of a text that are not bound.
  static List<String> unbound(String phrase, Bindings bindings) {
    return SPECIAL
        .matcher(phrase)
        .results()
        .map(found -> found.group(1))
        .filter(name -> name != null && bindings.value(name).isEmpty())
        .toList();
  }
}
