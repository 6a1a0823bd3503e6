package im.coven.script;

import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.Node;
import im.coven.xml.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a received element is what a script expects.
public final class Likeness {

  private Likeness() {}

  /// The bindings under which `actual` is like `pattern`, or nothing when it can't be.
  public static Optional<Bindings> match(Element pattern, Element actual, Bindings bindings) {
    if (!pattern.name().equals(actual.name())) {
      return Optional.empty();
    }
    return Phrase.match(pattern.ns(), actual.ns(), bindings)
        .flatMap(more -> attributes(pattern, actual, more))
        .flatMap(more -> content(pattern, actual, more));
  }

  /// Like [#match] for several elements of which each is like exactly one pattern, in any order.
  /// `rest` says whether there may be further elements.
  static Optional<Bindings> matchAll(
      List<Element> patterns, List<Element> actual, boolean rest, Bindings bindings) {
    if (patterns.isEmpty()) {
      return rest || actual.isEmpty() ? Optional.of(bindings) : Optional.empty();
    }
    Element first = patterns.getFirst();
    List<Element> others = patterns.subList(1, patterns.size());
    for (int i = 0; i < actual.size(); i++) {
      Optional<Bindings> one = match(first, actual.get(i), bindings);
      if (one.isPresent()) {
        Optional<Bindings> all = matchAll(others, without(actual, i), rest, one.get());
        if (all.isPresent()) {
          return all;
        }
      }
    }
    return Optional.empty();
  }

  private static List<Element> without(List<Element> elements, int index) {
    var others = new ArrayList<>(elements);
    others.remove(index);
    return others;
  }

  private static Optional<Bindings> attributes(Element pattern, Element actual, Bindings start) {
    Bindings bindings = start;
    int named = 0;
    boolean rest = false;
    for (Attribute attribute : pattern.attributes()) {
      if (Markup.isRest(attribute)) {
        rest = true;
        continue;
      }
      if (attribute.name().equals(Markup.ABSENT)) {
        continue;
      }
      named++;
      String value = actual.attr(attribute.ns(), attribute.name());
      if (value == null) {
        return Optional.empty();
      }
      Optional<Bindings> more = Phrase.match(attribute.value(), value, bindings);
      if (more.isEmpty()) {
        return more;
      }
      bindings = more.get();
    }
    return rest || named == actual.attributes().size() ? Optional.of(bindings) : Optional.empty();
  }

  private static Optional<Bindings> content(Element pattern, Element actual, Bindings bindings) {
    List<Element> patterns =
        pattern.children().stream().filter(child -> !Markup.isAbsent(child)).toList();
    if (pattern.children().isEmpty()) {
      return Phrase.isAnything(pattern.text().strip())
          ? Optional.of(bindings)
          : leaf(pattern, actual, bindings);
    }
    boolean rest = false;
    var text = new StringBuilder();
    for (Node node : pattern.nodes()) {
      if (node instanceof Text(var value)) {
        rest |= Phrase.isAnything(value.strip());
        text.append(Phrase.isAnything(value.strip()) ? "" : value);
      }
    }
    boolean free = rest;
    return (free
            ? Optional.of(bindings)
            : Phrase.match(text.toString().strip(), actual.text().strip(), bindings))
        .flatMap(more -> matchAll(patterns, actual.children(), free, more))
        .filter(more -> lacks(pattern, actual, more));
  }

  /// Whether nothing is there that the pattern says must not be.
  private static boolean lacks(Element pattern, Element actual, Bindings bindings) {
    return pattern.children().stream()
        .filter(Markup::isAbsent)
        .allMatch(absent ->
            actual.children().stream().allMatch(child -> match(absent, child, bindings).isEmpty()));
  }

  private static Optional<Bindings> leaf(Element pattern, Element actual, Bindings bindings) {
    if (!actual.children().isEmpty()) {
      return Optional.empty();
    }
    String expected = pattern.text();
    return expected.isBlank() && actual.text().isBlank()
        ? Optional.of(bindings)
        : Phrase.match(expected, actual.text(), bindings);
  }
}
