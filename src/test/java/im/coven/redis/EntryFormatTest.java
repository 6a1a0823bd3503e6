package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFormatTest {

  @Test
  void theEventMayHoldLineFeedsAndBeEmpty() {
    LogEntry entry = EntryFormat.published(Buffer.buffer("e1 7-1 6-0 3 a1\none\n\ntwo"));
    assertThat(entry)
        .extracting(
            LogEntry::epoch,
            LogEntry::id,
            LogEntry::previous,
            LogEntry::version,
            LogEntry::appendId)
        .containsExactly("e1", new EntryId(7, 1), new EntryId(6, 0), 3L, "a1");
    assertThat(entry.event()).asString().isEqualTo("one\n\ntwo");
    assertThat(EntryFormat.published(Buffer.buffer("e1 7-1 6-0 3 a1\n")).event()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "e1 7-1 6-0 3 a1",
        "e1 7-1 6-0 a1\nevent",
        "e1 7-1 6-0 3 a1 more\nevent",
        "e1 7 6-0 3 a1\nevent",
        "e1 7-1 6-0 x a1\nevent",
        "e1 99999999999999999999-1 6-0 1 a1\nevent"
      })
  void whatIsNoEntryIsRefused(String message) {
    assertThatThrownBy(() -> EntryFormat.published(Buffer.buffer(message)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
