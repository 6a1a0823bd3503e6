package im.coven.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import org.junit.jupiter.api.Test;

class RecentTest {

  private final Recent recent = new Recent();

  private static LogEntry entry(int number, int bytes) {
    return new LogEntry(
        "e", new EntryId(number, 0), new EntryId(number - 1L, 0), 1, "a" + number, new byte[bytes]);
  }

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      recent.add(entry(i, 10));
    }
  }

  @Test
  void whatFollowsAnEntryIsKnown() {
    add(5, 9);
    assertThat(recent.after(new EntryId(7, 0)))
        .extracting(LogEntry::appendId)
        .containsExactly("a8", "a9");
    assertThat(recent.after(new EntryId(4, 0))).hasSize(5);
  }

  @Test
  void whatIsNotKnownWithoutAHoleIsNotSaid() {
    add(5, 9);
    assertThat(recent.after(new EntryId(3, 0))).isEmpty();
    assertThat(recent.after(new EntryId(7, 1))).isEmpty();
    assertThat(recent.after(new EntryId(9, 0))).isEmpty();
  }

  @Test
  void itIsBoundedByNumberBytesAndAge() {
    add(1, Recent.ENTRIES_MAX + 5);
    assertThat(recent.size()).isEqualTo(Recent.ENTRIES_MAX);
    recent.add(entry(Recent.ENTRIES_MAX + 6, Recent.BYTES_MAX));
    assertThat(recent.size()).isEqualTo(1);
    recent.clear();
    recent.expire(1000);
    add(1, 2);
    recent.expire(1000 + Recent.AGE_MS_MAX);
    assertThat(recent.size()).isEqualTo(2);
    add(3, 3);
    recent.expire(1001 + Recent.AGE_MS_MAX);
    assertThat(recent.after(new EntryId(2, 0))).hasSize(1);
    assertThat(recent.size()).isEqualTo(1);
  }
}
