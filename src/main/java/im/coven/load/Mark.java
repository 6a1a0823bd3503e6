package im.coven.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What the body of each message begins with: whose message it is, its number, and when it was due.
///
/// ```
/// coven-load 0a1b2c3d 00007 000000123 000004200000 xxxx…
///            the run  |     |         due, microseconds after the start
///                     |     the publisher's count of its messages
///                     the publisher within its channel
/// ```
///
/// Nothing in it is escaped in XML, so a server delivers it byte by byte as it was sent. All fields
/// have a fixed width, so it is read without searching.
final class Mark {

  /// From the first letter to the blank at the end.
  static final int BYTES = 50;

  private static final String PREFIX = "coven-load ";
  private static final int PUBLISHER = 20;
  private static final int NUMBER = 26;
  private static final int DUE = 36;
  private static final int END = 48;
  private static final byte[] MESSAGE = "<message".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TYPE = "type=".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

  private final String prefix;
  private final byte[] needle;
  private final String padding;

  /// `run` tells this run from earlier ones, whose messages may still come.
  Mark(int run, int bodyBytes) {
    prefix = PREFIX + "%08x ".formatted(run);
    needle = (">" + prefix).getBytes(StandardCharsets.US_ASCII);
    padding = " " + "x".repeat(bodyBytes - BYTES) + ".";
  }

  /// The body of a message.
  String body(int publisher, int number, long dueMicros) {
    var body = new StringBuilder(BYTES + padding.length()).append(prefix);
    digits(body, publisher, NUMBER - PUBLISHER - 1).append(' ');
    digits(body, number, DUE - NUMBER - 1).append(' ');
    return digits(body, dueMicros, END - DUE).append(padding).toString();
  }

  private static StringBuilder digits(StringBuilder out, long value, int width) {
    String text = Long.toString(value);
    return out.repeat('0', width - text.length()).append(text);
  }

  /// Where the mark stands in a complete stanza; -1 if that is no message with a mark of this run,
  /// or one that came back as an error, which holds what was sent and yet is no delivery.
  int find(byte[] bytes, int from, int to) {
    int tagEnd = tagEndOfMessage(bytes, from, to);
    if (tagEnd < 0) {
      return -1;
    }
    int last = to - needle.length - BYTES;
    for (int i = tagEnd; i <= last; i++) {
      if (bytes[i] == '>' && startsWith(bytes, i, needle) && isWhole(bytes, i + 1)) {
        return i + 1;
      }
    }
    return -1;
  }

  /// The mark at the begin of a body; nothing if there is none of this run.
  byte[] inBody(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean marked = body.startsWith(prefix) && bytes.length >= BYTES && isWhole(bytes, 0);
    return marked ? bytes : new byte[0];
  }

  /// The `>` of the start tag of a message that is no error; else -1. A `>` or a `type` inside of
  /// an attribute's value is none.
  private static int tagEndOfMessage(byte[] bytes, int from, int to) {
    if (to - from < MESSAGE.length || !startsWith(bytes, from, MESSAGE)) {
      return -1;
    }
    int quote = 0;
    for (int i = from + MESSAGE.length; i < to; i++) {
      byte b = bytes[i];
      if (quote != 0) {
        quote = b == quote ? 0 : quote;
      } else if (b == '\'' || b == '"') {
        quote = b;
        int value = i - TYPE.length;
        if (startsWith(bytes, value, TYPE) && startsWith(bytes, i + 1, ERROR)) {
          return -1;
        }
      } else if (b == '>') {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] what) {
    return from + what.length <= bytes.length
        && Arrays.equals(bytes, from, from + what.length, what, 0, what.length);
  }

  private static boolean isWhole(byte[] bytes, int at) {
    for (int i = PUBLISHER; i < END; i++) {
      byte b = bytes[at + i];
      boolean isBlank = i == NUMBER - 1 || i == DUE - 1;
      if (isBlank ? b != ' ' : b < '0' || b > '9') {
        return false;
      }
    }
    return true;
  }

  /// The publisher within its channel, of the mark at `at`.
  static int publisher(byte[] bytes, int at) {
    return (int) number(bytes, at + PUBLISHER, at + NUMBER - 1);
  }

  /// The publisher's count of its messages.
  static int number(byte[] bytes, int at) {
    return (int) number(bytes, at + NUMBER, at + DUE - 1);
  }

  /// When it was due.
  static long dueMicros(byte[] bytes, int at) {
    return number(bytes, at + DUE, at + END);
  }

  private static long number(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (bytes[i] - '0');
    }
    return value;
  }
}
