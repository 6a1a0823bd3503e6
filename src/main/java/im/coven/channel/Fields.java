package im.coven.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record as it is stored: a word, lines of `name: value`, an empty line, and bytes.
///
/// Line ends and backslashes within a value are escaped. Readable in `redis-cli`, and a name that a
/// later version adds is ignored by an earlier one.
final class Fields {

  private final String kind;
  private final Map<String, String> values = new LinkedHashMap<>();
  private byte[] body = new byte[0];

  Fields(String kind) {
    this.kind = kind;
  }

  String kind() {
    return kind;
  }

  byte[] body() {
    return body;
  }

  Fields put(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
    return this;
  }

  Fields body(byte[] body) {
    this.body = body;
    return this;
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  @Nullable String orNull(String name) {
    return values.get(name);
  }

  String require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(kind + " lacks " + name));
  }

  byte[] toBytes() {
    var head = new StringBuilder(128).append(kind).append('\n');
    values.forEach((name, value) -> {
      head.append(name).append(": ");
      escape(value, head);
      head.append('\n');
    });
    head.append('\n');
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  @Override
  public String toString() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }

  static Fields read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads a stored record.
  ///
  /// @throws IllegalArgumentException when the bytes are none
  static Fields read(byte[] bytes) {
    Fields fields = null;
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String line = new String(bytes, from, end - from, StandardCharsets.UTF_8);
      from = end + 1;
      if (fields == null) {
        fields = new Fields(line);
      } else if (line.isEmpty()) {
        return fields.body(Arrays.copyOfRange(bytes, from, bytes.length));
      } else {
        fields.putLine(line);
      }
    }
    throw new IllegalArgumentException("a stored record ends without an empty line");
  }

  private void putLine(String line) {
    int colon = line.indexOf(": ");
    if (colon < 0) {
      throw new IllegalArgumentException("a stored record holds the line " + line);
    }
    values.put(line.substring(0, colon), unescape(line.substring(colon + 2)));
  }

  private static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\\' -> out.append("\\\\");
        default -> out.append(c);
      }
    }
  }

  private static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    var out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        out.append(value.charAt(i) == 'n' ? '\n' : value.charAt(i));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
