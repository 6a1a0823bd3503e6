package im.coven.ops;

/// Writes the configuration file that documents every key with its default: `conf/coven.yaml`.
public final class SettingsText {

  private static final int WIDTH = 96;

  private static final String HEAD =
      """
      # Coven's configuration: every key with its default. A file needs only the keys that differ.
      #
      # Over this file go environment variables (COVEN_CLIENT_PORT for client.port), and over these
      # the command line (--set client.port=5222). A list is written with commas there.
      # `bin/coven check --config FILE` says what is wrong with a file and what to do about it.
      # Written by `bin/coven check --template`.
      """;

  private SettingsText() {}

  /// The file's text.
  public static String template() {
    var out = new StringBuilder(HEAD);
    String section = "";
    for (Key<?> key : Catalogue.keys()) {
      if (!key.section().equals(section)) {
        section = key.section();
        out.append('\n').append(section).append(":\n");
      }
      comment(out, key);
      out.append("  ").append(key.leaf()).append(": ").append(value(key)).append('\n');
    }
    return out.toString();
  }

  private static void comment(StringBuilder out, Key<?> key) {
    String expected = key.kind().expected();
    String nature = key.unit().isEmpty() ? expected : key.unit() + ", " + expected;
    var line = new StringBuilder("  #");
    for (String word : (key.meaning() + " [" + nature + "]").split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        out.append(line).append('\n');
        line = new StringBuilder("  #");
      }
      line.append(' ').append(word);
    }
    out.append(line).append('\n');
  }

  private static String value(Key<?> key) {
    if (key.kind().isList()) {
      return "[" + String.join(", ", key.preset()) + "]";
    }
    String text = key.preset().getFirst();
    return text.isEmpty() ? "\"\"" : text;
  }
}
