package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.conformance.Requirement;
import im.coven.mam.SealedIds;
import im.coven.redis.ArchiveStore.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Places in an account's archive: one order, whatever log something is in.
class ArchivePlaceTest {

  private static final Random RANDOM = new Random(33);

  /// Close together, so that all that can be equal is.
  private static List<ArchivePlace> places() {
    var places = new ArrayList<ArchivePlace>();
    for (int i = 0; i < 60; i++) {
      places.add(
          new ArchivePlace(
              new EntryId(1_700_000_000_000L + RANDOM.nextInt(4), RANDOM.nextInt(3)),
              RANDOM.nextInt(4)));
    }
    return places;
  }

  @Test
  void whatComesAfterAndBeforeAPlaceIsTheSameInEachLogAndInTheOrderOfAll() {
    for (ArchivePlace place : places()) {
      for (ArchivePlace other : places()) {
        assertThat(covers(place.after(other.source()), other.id()))
            .as("%s after %s", other, place)
            .isEqualTo(other.compareTo(place) > 0);
        assertThat(covers(place.before(other.source()), other.id()))
            .as("%s before %s", other, place)
            .isEqualTo(other.compareTo(place) < 0);
      }
    }
  }

  @Test
  @Requirement("MAM-025")
  void aPlaceReadsBackFromItsIdAndNoTwoHaveOne() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    var ids = new SealedIds(key);
    var places = new ArrayList<>(places());
    places.add(new ArchivePlace(new EntryId((1L << 47) - 1, (1L << 48) - 1), Integer.MAX_VALUE));
    places.add(new ArchivePlace(EntryId.ZERO, 0));
    for (ArchivePlace place : places) {
      String id = ids.seal(place.halves());
      assertThat(id).matches("[0-9a-f]{32}");
      assertThat(ids.open(id).flatMap(ArchivePlace::of)).contains(place);
    }
    assertThat(places.stream().map(place -> ids.seal(place.halves())).distinct())
        .hasSameSizeAs(places.stream().distinct().toList());
    assertThat(ids.open("no id at all")).isEmpty();
    assertThat(ids.open("x".repeat(32))).isEmpty();
  }

  private static boolean covers(Range range, EntryId id) {
    return !range.and(new Range(id, id)).isEmpty();
  }
}
