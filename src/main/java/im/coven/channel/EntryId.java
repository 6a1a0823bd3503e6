package im.coven.channel;

import java.time.Instant;

/// The place of an entry in a channel's log: milliseconds of Redis' clock and a number within them.
///
/// Ids only grow within one log. {@link #ZERO} is before every entry.
public record EntryId(long ms, long seq) implements Comparable<EntryId> {

  public static final EntryId ZERO = new EntryId(0, 0);

  /// The least id of a time.
  public static EntryId at(Instant time) {
    return new EntryId(Math.max(0, time.toEpochMilli()), 0);
  }

  /// Reads `ms-seq`.
  ///
  /// @throws IllegalArgumentException when the text is no entry id
  public static EntryId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not an entry id: " + text);
    }
    return new EntryId(
        Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }

  @Override
  public int compareTo(EntryId other) {
    int byMs = Long.compare(ms, other.ms);
    return byMs != 0 ? byMs : Long.compare(seq, other.seq);
  }

  public boolean isAfter(EntryId other) {
    return compareTo(other) > 0;
  }

  /// The least id that is greater.
  public EntryId next() {
    return seq == Long.MAX_VALUE ? new EntryId(ms + 1, 0) : new EntryId(ms, seq + 1);
  }

  /// The greatest id that is less; of {@link #ZERO} it is itself.
  public EntryId previous() {
    if (seq > 0) {
      return new EntryId(ms, seq - 1);
    }
    return ms == 0 ? ZERO : new EntryId(ms - 1, Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return ms + "-" + seq;
  }
}
