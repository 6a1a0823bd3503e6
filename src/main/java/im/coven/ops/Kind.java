package im.coven.ops;

import im.coven.jid.Jid;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What the value of a key looks like: how its text is read, and how that is said to a person.
///
/// `reader` throws an {@link IllegalArgumentException} for a text that is none; nothing else of the
/// exception is used.
public record Kind<T>(String expected, boolean isList, Function<List<String>, T> reader) {

  /// Where a port is not served.
  static final int OFF = -1;

  /// Whether a value can be read from these texts.
  boolean accepts(List<String> texts) {
    try {
      var _ = reader.apply(texts);
      return true;
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static <T> Kind<T> single(String expected, Function<String, T> reader) {
    return new Kind<>(
        expected,
        false,
        values -> {
          if (values.size() != 1) {
            throw new IllegalArgumentException("one value");
          }
          return reader.apply(values.getFirst());
        });
  }

  /// Any text, also an empty one.
  static Kind<String> text() {
    return single("a text", text -> text);
  }

  /// A text that is not empty.
  static Kind<String> word() {
    return single("a text that is not empty", Kind::notBlank);
  }

  /// A whole number within bounds.
  static Kind<Integer> number(int least, int most) {
    return single(
        "a whole number from " + least + " to " + most,
        text -> within(Integer.parseInt(text), least, most));
  }

  /// A TCP port; 0 is any free one.
  static Kind<Integer> port() {
    return single(
        "a port from 0 to 65535 (0: any free one)",
        text -> within(Integer.parseInt(text), 0, 65535));
  }

  /// A TCP port, or `off`.
  static Kind<Integer> optionalPort() {
    return single(
        "a port from 0 to 65535 (0: any free one), or off",
        text -> text.equals("off") ? OFF : within(Integer.parseInt(text), 0, 65535));
  }

  static Kind<Boolean> flag() {
    return single(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  /// One of some words, lower case.
  static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    String expected = String.join(", ", all.stream().map(Kind::word).toList());
    return single(
        "one of " + expected,
        text ->
            all.stream()
                .filter(each -> word(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text)));
  }

  /// Some of some words, lower case; may be none.
  static <E extends Enum<E>> Kind<List<E>> choices(Class<E> type) {
    Kind<E> one = choice(type);
    return new Kind<>(
        "a list of " + one.expected().substring("one of ".length()),
        true,
        values ->
            values.stream()
                .filter(text -> !text.isBlank())
                .map(text -> one.reader().apply(List.of(text.strip())))
                .distinct()
                .toList());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Kind<Path> path() {
    return single("a path", text -> path(notBlank(text)));
  }

  /// Domains without repetition, prepared; may be none.
  static Kind<List<String>> domains() {
    return new Kind<>(
        "a list of domain names",
        true,
        values -> List.copyOf(new LinkedHashSet<>(values.stream().map(Kind::domain).toList())));
  }

  /// Texts, of which those that are blank do not count; may be none.
  static Kind<List<String>> words(String what) {
    return new Kind<>(
        "a list of " + what,
        true,
        values -> values.stream().map(String::strip).filter(text -> !text.isEmpty()).toList());
  }

  private static String domain(String text) {
    Jid jid = Jid.of(text);
    if (!jid.isDomain()) {
      throw new IllegalArgumentException(text);
    }
    return jid.domainpart();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static int within(int number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(String.valueOf(number));
    }
    return number;
  }
}
