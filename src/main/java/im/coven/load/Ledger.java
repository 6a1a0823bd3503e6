package im.coven.load;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The account of what one receiver got, by publisher and number. Belongs to the receiver's loop.
final class Ledger {

  /// What a delivery was.
  enum Entry {
    IN_ORDER,
    /// Its publisher's later messages came first.
    LATE,
    DOUBLED,
    /// Nobody in this channel sent it.
    UNKNOWN
  }

  private final int[] next;
  private final BitSet[] missing;
  private long order = 1;
  private long received;
  private long doubled;
  private long late;
  private long unknown;

  Ledger(int publishers) {
    next = new int[publishers];
    missing = Stream.generate(BitSet::new).limit(publishers).toArray(BitSet[]::new);
  }

  /// Enters a delivery.
  Entry enter(int publisher, int number) {
    if (publisher >= next.length) {
      unknown++;
      return Entry.UNKNOWN;
    }
    int expected = next[publisher];
    if (number < expected && !missing[publisher].get(number)) {
      doubled++;
      return Entry.DOUBLED;
    }
    received++;
    order = (order * 0x9E3779B97F4A7C15L + publisher) * 0x9E3779B97F4A7C15L + number;
    if (number < expected) {
      missing[publisher].clear(number);
      late++;
      return Entry.LATE;
    }
    missing[publisher].set(expected, number);
    next[publisher] = number + 1;
    return Entry.IN_ORDER;
  }

  /// How many did not come, of the messages that each publisher sent.
  long lost(int[] sent) {
    return IntStream.range(0, next.length)
        .mapToLong(p -> missing[p].cardinality() + Math.max(0, sent[p] - next[p]))
        .sum();
  }

  /// Different messages, each counted once.
  long received() {
    return received;
  }

  long doubled() {
    return doubled;
  }

  long late() {
    return late;
  }

  /// With a mark of this run, but sent by nobody in the channel.
  long unknown() {
    return unknown;
  }

  /// A digest of the order in which the messages came: two receivers of the same messages have the
  /// same one if they saw one order.
  long order() {
    return order;
  }

  @Override
  public String toString() {
    return "up to %s, doubled %d, late %d".formatted(Arrays.toString(next), doubled, late);
  }
}
