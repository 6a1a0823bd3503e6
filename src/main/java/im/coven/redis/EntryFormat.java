package im.coven.redis;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The two shapes of an entry outside: in the stream, fields `p` previous id, `v` version, `a`
/// append id, `e` event; on the topic, `epoch id previous version append-id`, a line feed, the
/// event.
final class EntryFormat {

  private static final int HEADER_WORDS = 5;

  private EntryFormat() {}

  /// Reads what a script published.
  ///
  /// @throws IllegalArgumentException when it is no entry
  static LogEntry published(Buffer message) {
    byte[] bytes = message.getBytes();
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    String[] words = new String(bytes, 0, end, StandardCharsets.UTF_8).split(" ", -1);
    if (words.length != HEADER_WORDS || end == bytes.length) {
      throw new IllegalArgumentException("not an entry: " + words.length + " words");
    }
    byte[] event = new byte[bytes.length - end - 1];
    System.arraycopy(bytes, end + 1, event, 0, event.length);
    return new LogEntry(
        words[0],
        EntryId.parse(words[1]),
        EntryId.parse(words[2]),
        Long.parseLong(words[3]),
        words[4],
        event);
  }

  /// Reads the answer of `XRANGE`.
  static List<LogEntry> stored(String epoch, Response range) {
    List<LogEntry> entries = new ArrayList<>(range.size());
    for (Response entry : range) {
      Response fields = entry.get(1);
      entries.add(
          new LogEntry(
              epoch,
              EntryId.parse(entry.get(0).toString()),
              EntryId.parse(fields.get(1).toString()),
              number(fields.get(3)),
              fields.get(5).toString(),
              fields.get(7).toBytes()));
    }
    return entries;
  }

  /// Reads a number, which scripts answer as text or as an integer.
  static long number(Response answer) {
    return Long.parseLong(answer.toString());
  }
}
