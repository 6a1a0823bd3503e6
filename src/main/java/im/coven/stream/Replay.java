package im.coven.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Finds out what a client that resumes has not got yet, from a {@link Checkpoint} and the logs of
/// the channels. It answers only what is certain: nothing is left out and nothing comes twice.
public final class Replay {

  private Replay() {}

  /// The stanzas that follow the first `handled`, in the order in which they were sent, then those
  /// that never were. Nothing where that is not known.
  ///
  /// @param base all that was sent up to here, and is not acknowledged, is in `kept`
  /// @param kept stanzas by their numbers; after `base` those for this client alone
  /// @param handled how many the client has
  /// @param logs of each channel what it has for the client after `base`, in its order
  public static <T> Optional<List<T>> of(
      long base, SortedMap<Long, T> kept, long handled, List<List<T>> logs) {
    var rest = new ArrayList<T>();
    for (long number = handled + 1; number <= base; number++) {
      T stanza = kept.get(number);
      if (stanza == null) {
        return Optional.empty();
      }
      rest.add(stanza);
    }
    long from = Math.max(base, handled);
    long own = kept.subMap(base + 1, from + 1).size();
    return remaining(logs, from - base - own)
        .flatMap(shared -> merged(kept.tailMap(from + 1), from, shared))
        .map(merged -> {
          rest.addAll(merged);
          return rest;
        });
  }

  /// What is left of the logs when the client has `taken` of them. Of several it is not known which
  /// it took.
  private static <T> Optional<ArrayDeque<T>> remaining(List<List<T>> logs, long taken) {
    var all = new ArrayDeque<T>();
    logs.forEach(all::addAll);
    boolean several = logs.stream().filter(log -> !log.isEmpty()).count() > 1;
    if (taken > all.size() || (several && taken > 0 && taken < all.size())) {
      return Optional.empty();
    }
    for (long i = 0; i < taken; i++) {
      all.remove();
    }
    return Optional.of(all);
  }

  /// Own stanzas at their numbers, the channels' in between.
  private static <T> Optional<List<T>> merged(
      SortedMap<Long, T> own, long from, ArrayDeque<T> shared) {
    var merged = new ArrayList<T>();
    long number = from;
    for (var next : own.entrySet()) {
      for (number++; number < next.getKey(); number++) {
        if (shared.isEmpty()) {
          return Optional.empty();
        }
        merged.add(shared.remove());
      }
      merged.add(next.getValue());
    }
    merged.addAll(shared);
    return Optional.of(merged);
  }
}
