package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Periods.Period;
import im.coven.channel.StateChange;
import im.coven.channel.StateChange.Mark;
import im.coven.channel.StateChange.Put;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Keeping;
import im.coven.redis.ArchiveStore.Page;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Healed;
import im.coven.redis.ChannelStore.Replay;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The indexes beside a channel's log: pages, counts, periods, and what is removed.
class ArchiveStoreIT extends TwoLinks {

  private static final Jid HECATE = Jid.of("hecate@example");
  private ArchiveStore archives;
  private long version;

  @BeforeEach
  void begin() {
    archives = new ArchiveStore(one.link);
    one.ask(() -> one.store.create(COVEN, append("a0")));
    version = 1;
  }

  @Test
  @Requirement("MAM-021")
  void aPageHoldsMessagesWhateverElseIsBetweenThem() {
    List<EntryId> messages = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean message = i % 100 == 7 || i < 4;
      Stored stored = store("a" + i + 1, message ? MixNode.MESSAGES : null);
      if (message) {
        messages.add(stored.id());
      }
    }
    assertThat(messages).hasSize(8);

    Page<LogEntry> oldest = page(new Wanted(Range.ALL, End.OLDEST, 5));
    assertThat(ids(oldest)).isEqualTo(messages.subList(0, 5));
    assertThat(oldest.count()).isEqualTo(8);
    assertThat(oldest.index()).isZero();
    assertThat(oldest.complete()).isFalse();

    Page<LogEntry> rest = page(new Wanted(Range.ALL, Range.after(messages.get(4)), End.OLDEST, 5));
    assertThat(ids(rest)).isEqualTo(messages.subList(5, 8));
    assertThat(rest.index()).isEqualTo(5);
    assertThat(rest.complete()).isTrue();

    Page<LogEntry> newest = page(new Wanted(Range.before(messages.get(7)), End.NEWEST, 3));
    assertThat(ids(newest)).isEqualTo(messages.subList(4, 7));
    assertThat(newest.count()).isEqualTo(7);
    assertThat(newest.index()).isEqualTo(4);
    assertThat(newest.complete()).isFalse();

    Page<LogEntry> none = page(new Wanted(Range.ALL, End.OLDEST, 0));
    assertThat(none.entries()).isEmpty();
    assertThat(none.count()).isEqualTo(8);
    assertThat(holds(messages)).isTrue();
    assertThat(holds(List.of(messages.getFirst(), messages.getLast().next()))).isFalse();
  }

  @Test
  void eachNodeHasItsOwnArchive() {
    EntryId said = store("a1", MixNode.MESSAGES).id();
    EntryId joined = store("a2", MixNode.PARTICIPANTS).id();
    assertThat(ids(page(new Wanted(Range.ALL, End.OLDEST, 5)))).containsExactly(said);
    assertThat(
            ids(
                one.ask(() ->
                    archives.page(
                        COVEN, MixNode.PARTICIPANTS, new Wanted(Range.ALL, End.OLDEST, 5)))))
        .containsExactly(joined);
  }

  @Test
  @Requirement("MAM-025")
  void onlyTheOldestAreRemoved() {
    List<EntryId> messages = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      messages.add(store("a" + i + 1, MixNode.MESSAGES).id());
      store("b" + i, null);
    }
    // What is fresh stays, however many there are.
    assertThat(trim(new Keeping(0, 100, 3_600_000))).isFalse();
    assertThat(trim(new Keeping(3_600_000, 0, 0))).isFalse();
    assertThat(page(new Wanted(Range.ALL, End.OLDEST, 0)).count()).isEqualTo(1000);

    while (trim(new Keeping(0, 100, 0))) {}
    Page<LogEntry> left = page(new Wanted(Range.ALL, End.OLDEST, 1000));
    assertThat(left.count()).isBetween(100, 300);
    assertThat(ids(left)).isEqualTo(messages.subList(1000 - left.count(), 1000));
    assertThat(holds(messages.subList(0, 1))).isFalse();
    long entries = Long.parseLong(one.command(Command.XLEN, key("log")));
    assertThat(entries).isBetween(200L, 700L);

    // The state does not depend on what was removed, and the log goes on.
    assertThat(one.ask(() -> one.store.load(COVEN)).orElseThrow().last())
        .isEqualTo(lastOf(messages));
    Stored next = store("c", MixNode.MESSAGES);
    assertThat(page(new Wanted(Range.ALL, End.NEWEST, 1)).entries().getFirst().id())
        .isEqualTo(next.id());
  }

  /// The last entry of the log, which is no message.
  private EntryId lastOf(List<EntryId> messages) {
    return one.ask(() -> one.store.range(COVEN, messages.getLast().next(), Range.ALL.to(), 1))
        .getFirst()
        .id();
  }

  @Test
  void whoTookPartWhenIsKnown() {
    Stored joined = store("a1", null, new Put("participants", "x", "y"), mark("+"));
    assertThat(periods()).containsExactly(new Period(joined.id(), null));
    Stored left = store("a2", null, mark("-"));
    Stored again = store("a3", null, mark("+"));
    assertThat(periods())
        .containsExactly(new Period(joined.id(), left.id()), new Period(again.id(), null));
    for (int i = 0; i < 500; i++) {
      store("l" + i, null, mark("-"));
      store("j" + i, null, mark("+"));
    }
    // Who comes and goes for ever has the latest periods only.
    assertThat(periods()).hasSizeBetween(30, 200);
    assertThat(periods().getLast().left()).isNull();
  }

  @Test
  void whatIsHealedIsInTheArchiveAgain() {
    EntryId before = store("a1", MixNode.MESSAGES).id();
    Stored said = store("a2", MixNode.MESSAGES);
    List<LogEntry> lost = page(new Wanted(Range.ALL, End.NEWEST, 1)).entries();
    one.command(Command.XDEL, key("log"), said.id().toString());
    one.command(Command.XDEL, key("index:messages"), said.id().toString());
    one.command(Command.DEL, key("append:a2"));
    one.command(Command.XSETID, key("log"), before.toString());
    one.command(Command.XSETID, key("index:messages"), before.toString());
    one.command(Command.HSET, key("head"), "last", before.toString());

    var replay = new Replay(lost.getFirst(), List.of(mark("+")), List.of(MixNode.MESSAGES));
    assertThat(one.ask(() -> one.store.heal(COVEN, "e1", before, List.of(replay))))
        .isEqualTo(Healed.DONE);
    Page<LogEntry> page = page(new Wanted(Range.ALL, End.OLDEST, 9));
    assertThat(ids(page)).containsExactly(before, said.id());
    assertThat(page.count()).isEqualTo(2);
    assertThat(periods()).containsExactly(new Period(said.id(), null));
  }

  @Test
  void aChannelThatIsDestroyedLeavesNothing() {
    store("a1", MixNode.MESSAGES, mark("+"));
    one.ask(() -> one.store.destroy(COVEN, append("end")));
    assertThat(periods()).isEmpty();
    assertThat(page(new Wanted(Range.ALL, End.OLDEST, 9)).count()).isZero();
    assertThat(one.command(Command.EXISTS, key("index:messages"), key("periods"))).isEqualTo("0");
  }

  private static StateChange mark(String sign) {
    return new Mark("periods", HECATE.toString(), sign);
  }

  private Stored store(String id, @Nullable MixNode node, StateChange... changes) {
    var append =
        new Append(
            id,
            "e1",
            version,
            id.getBytes(UTF_8),
            List.of(changes),
            null,
            Optional.ofNullable(node).stream().toList());
    var stored = (Stored) one.ask(() -> one.store.append(COVEN, append));
    version = stored.version();
    return stored;
  }

  private Append append(String id) {
    return new Append(id, "e1", version, id.getBytes(UTF_8), List.of(), null, List.of());
  }

  private Page<LogEntry> page(Wanted wanted) {
    return one.ask(() -> archives.page(COVEN, MixNode.MESSAGES, wanted));
  }

  private boolean holds(List<EntryId> ids) {
    return one.ask(() -> archives.holds(COVEN, MixNode.MESSAGES, ids));
  }

  private boolean trim(Keeping keeping) {
    return one.ask(() -> archives.trim(COVEN, keeping));
  }

  private List<Period> periods() {
    return one.ask(() -> archives.periods(COVEN, HECATE));
  }

  private static List<EntryId> ids(Page<LogEntry> page) {
    return page.entries().stream().map(LogEntry::id).toList();
  }
}
