package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Loss;
import im.coven.redis.ChannelStore.Lost;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reading a channel's log from a place in it, and what is said where that cannot be.
class ChannelReadIT extends TwoLinks {

  @Test
  void aReaderOfAnotherLogIsTold() {
    create("a1");
    destroy("a2", 1);
    two.ask(() -> two.store.create(COVEN, new Append("b1", "e2", 0, bytes("new"), List.of())));
    assertThat(after(EntryId.ZERO)).isEqualTo(new Lost(Loss.OTHER_EPOCH));
  }

  @Test
  void aReaderAheadOfTheLogIsTold() {
    Stored first = create("a1");
    EntryId later = new EntryId(first.id().ms() + 1, 0);
    assertThat(after(later)).isEqualTo(new ChannelStore.EndsEarly(first.id()));
  }

  @Test
  void aReaderWhoseNextEntryWasTrimmedIsTold() {
    Stored first = create("a1");
    Stored second = (Stored) append("a2", 1);
    Stored third = (Stored) append("a3", 1);
    two.command(Command.XTRIM, key("log"), "MINID", third.id().toString());
    assertThat(after(first.id())).isEqualTo(new Lost(Loss.BROKEN));
    assertThat(after(EntryId.ZERO)).isEqualTo(new Lost(Loss.BROKEN));
    assertThat(ids((Entries) after(second.id()))).containsExactly("a3");
    two.command(Command.XTRIM, key("log"), "MAXLEN", "0");
    assertThat(after(second.id())).isEqualTo(new Lost(Loss.BROKEN));
    assertThat(((Entries) after(third.id())).entries()).isEmpty();
  }

  @Test
  void anEntryThatIsNoLongerInTheLogIsNoPlaceToGoOnFrom() {
    create("a1");
    Stored second = (Stored) append("a2", 1);
    // A position between the two that the log never had: as if it had been rolled back.
    EntryId vanished = new EntryId(second.id().ms() - 1, 77);
    append("a3", 1);
    assertThat(after(vanished)).isEqualTo(new Lost(Loss.BROKEN));
  }

  @Test
  void entriesAreReadInPagesBothWays() {
    create("a0");
    List<Stored> stored = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      stored.add((Stored) append("a" + i, 1));
    }
    EntryId third = stored.get(2).id();
    EntryId sixth = stored.get(5).id();
    assertThat(ids(one.ask(() -> one.store.range(COVEN, third, sixth, 3))))
        .containsExactly("a3", "a4", "a5");
    assertThat(ids(one.ask(() -> one.store.range(COVEN, third, sixth, 100))))
        .containsExactly("a3", "a4", "a5", "a6");
    assertThat(ids(one.ask(() -> one.store.rangeBackwards(COVEN, third, sixth, 3))))
        .containsExactly("a6", "a5", "a4");
    assertThat(ids(one.ask(() -> one.store.rangeBackwards(COVEN, EntryId.ZERO, END, 2))))
        .containsExactly("a9", "a8");
    Entries page = (Entries) one.ask(() -> one.store.after(COVEN, "e1", sixth, 2));
    assertThat(ids(page)).containsExactly("a7", "a8");
    assertThat(page.last()).isEqualTo(stored.getLast().id());
  }
}
