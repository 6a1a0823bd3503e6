package im.coven.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Lua script of `resources/lua` and the SHA-1 by which Redis knows it.
public record Script(String name, String source, String sha1) {

  private static final Pattern INCLUDE = Pattern.compile("(?m)^-- include (\\S+)\n");

  /// Whether it may write: it does not declare that it does not.
  boolean isWriting() {
    return !source.lines().findFirst().orElse("").contains("no-writes");
  }

  /// Reads a script of ours by its file name without ending. In the place of a line `-- include
  /// PART` stands that file of `resources/lua-parts`.
  public static Script named(String name) {
    return of(
        name,
        INCLUDE
            .matcher(read("/lua/" + name))
            .replaceAll(
                include -> Matcher.quoteReplacement(read("/lua-parts/" + include.group(1)))));
  }

  private static String read(String name) {
    try (var in = Script.class.getResourceAsStream(name + ".lua")) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A script from its source.
  static Script of(String name, String source) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8));
      return new Script(name, source, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
