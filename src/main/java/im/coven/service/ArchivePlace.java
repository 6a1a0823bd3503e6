package im.coven.service;

import im.coven.channel.EntryId;
import im.coven.mam.SealedIds.Halves;
import im.coven.redis.ArchiveStore.Range;
import java.util.Comparator;
import java.util.Optional;

/// The place of a message in an account's archive, which merges several logs by time: the id that
/// it has in its own log, and the number that this log has in the archive, 0 for the own messages.
///
/// Places are in one order whatever is asked for, so that a page begins where the last one ended.
record ArchivePlace(EntryId id, int source) implements Comparable<ArchivePlace> {

  private static final Comparator<ArchivePlace> ORDER =
      Comparator.<ArchivePlace>comparingLong(place -> place.id.ms())
          .thenComparingInt(ArchivePlace::source)
          .thenComparingLong(place -> place.id.seq());

  /// Bits of the milliseconds and of the number within them; those between are the source.
  private static final int BITS = 48;

  private static final long MASK = (1L << BITS) - 1;
  private static final int HALF = Long.SIZE - BITS;
  private static final long HALF_MASK = (1L << HALF) - 1;

  @Override
  public int compareTo(ArchivePlace other) {
    return ORDER.compare(this, other);
  }

  /// What comes after this place in the log of a source.
  Range after(int other) {
    if (other == source) {
      return Range.after(id);
    }
    return new Range(new EntryId(other < source ? id.ms() + 1 : id.ms(), 0), Range.ALL.to());
  }

  /// What comes before this place in the log of a source.
  Range before(int other) {
    if (other == source) {
      return Range.before(id);
    }
    return Range.before(new EntryId(other < source ? id.ms() + 1 : id.ms(), 0));
  }

  /// The place in 128 bits: milliseconds, source, number within the millisecond.
  Halves halves() {
    long high = (id.ms() << HALF) | (source >>> HALF);
    long low = ((source & HALF_MASK) << BITS) | (id.seq() & MASK);
    return new Halves(high, low);
  }

  /// Reads {@link #halves}.
  static Optional<ArchivePlace> of(Halves halves) {
    long source = ((halves.high() & HALF_MASK) << HALF) | (halves.low() >>> BITS);
    return source > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            new ArchivePlace(
                new EntryId(halves.high() >>> HALF, halves.low() & MASK), (int) source));
  }
}
