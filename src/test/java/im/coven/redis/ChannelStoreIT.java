package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.channel.StateChange.Clear;
import im.coven.channel.StateChange.Put;
import im.coven.channel.StateChange.Remove;
import im.coven.channel.StoredState;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Gone;
import im.coven.redis.ChannelStore.Stale;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Making, changing and destroying a channel: what is stored, and what the others hear of it.
class ChannelStoreIT extends TwoLinks {

  // Making a channel.

  @Test
  void whatWasMadeIsLoadedByAnother() {
    Stored first = create("a1", new Put("meta", "name", "Coven"), new Put("access", "x", "owner"));
    assertThat(load())
        .isEqualTo(
            new StoredState(
                "e1",
                first.id(),
                1,
                Map.of("name", "Coven"),
                Map.of(),
                Map.of("x", "owner"),
                Map.of()));
    assertThat(first.previous()).isEqualTo(EntryId.ZERO);
    assertThat(first.version()).isEqualTo(1);
  }

  @Test
  void aNameThatIsTakenIsNotMadeAgain() {
    create("a1", new Put("meta", "name", "first"));
    StoredState before = load();
    assertThat(
            two.ask(() ->
                two.store.create(COVEN, new Append("a2", "e2", 0, bytes("second"), List.of()))))
        .isEmpty();
    assertThat(load()).isEqualTo(before);
  }

  @Test
  void aRepeatedCreationIsAnsweredWithTheFirstResult() {
    Stored first = create("a1");
    append("a2", 1);
    assertThat(create("a1")).isEqualTo(first);
    assertThat(ids(entries(EntryId.ZERO))).containsExactly("a1", "a2");
  }

  @Test
  void ofManyThatMakeOneChannelOneSucceeds() {
    List<Future<Optional<Stored>>> tries = new ArrayList<>();
    for (LinkDriver driver : List.of(one, two)) {
      driver.run(() -> {
        for (int i = 0; i < 50; i++) {
          String id = (driver.equals(one) ? "one" : "two") + i;
          tries.add(driver.store.create(COVEN, new Append(id, "e" + i, 0, bytes(id), List.of())));
        }
      });
    }
    one.ask(() -> Future.all(tries));
    assertThat(tries).filteredOn(made -> made.result().isPresent()).hasSize(1);
    assertThat(two.command(Command.XLEN, key("log"))).isEqualTo("1");
  }

  @Test
  void whatIsNotThereIsNotLoaded() {
    assertThat(one.ask(() -> one.store.load(COVEN))).isEmpty();
    assertThat(one.ask(() -> one.store.range(COVEN, EntryId.ZERO, END, 10))).isEmpty();
    assertThat(one.ask(() -> one.store.after(COVEN, "e1", EntryId.ZERO, 10))).isEqualTo(new Gone());
    assertThat(append("a1", 1)).isEqualTo(new Gone());
  }

  // Appending.

  @Test
  void anEventWithoutChangesLeavesTheVersionAlone() {
    Stored first = create("a1");
    Stored second = (Stored) append("a2", 1);
    assertThat(second.version()).isEqualTo(1);
    assertThat(second.previous()).isEqualTo(first.id());
    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(load().last()).isEqualTo(second.id());
  }

  @Test
  void changesAreMadeWithTheEventAndCountTheVersionUp() {
    create("a1", new Put("meta", "name", "Coven"), new Put("participants", "1", "hag"));
    Stored changed =
        (Stored)
            append(
                "a2",
                1,
                new Put("participants", "2", "wiccarocks"),
                new Remove("participants", "1"),
                new Put("meta", "name", "The Coven"),
                new Put("access", "hecate@shakespeare.example", "ban"));
    assertThat(changed.version()).isEqualTo(2);
    StoredState state = load();
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.meta()).isEqualTo(Map.of("name", "The Coven"));
    assertThat(state.participants()).isEqualTo(Map.of("2", "wiccarocks"));
    assertThat(state.access()).isEqualTo(Map.of("hecate@shakespeare.example", "ban"));
  }

  @Test
  void presenceLeavesTheVersionAsItIs() {
    create("a1", new Put("participants", "1", "hag"));
    Stored come =
        (Stored)
            append(
                "a2",
                1,
                new Put("presence", "1/cave", "x"),
                new Put("presence", "1/heath", "y"),
                new Put("presence", "12/cave", "z"));
    assertThat(come.version()).isEqualTo(1);
    assertThat(load().presence()).isEqualTo(Map.of("1/cave", "x", "1/heath", "y", "12/cave", "z"));
    append("a3", 1, new Remove("presence", "1/heath"), new Put("presence", "1/grove", "w"));
    // Who leaves takes all of it along, also what was not known when that was decided.
    append("a4", 1, new Put("participants", "1", "left"), new Clear("presence", "1/"));
    assertThat(load().version()).isEqualTo(2);
    assertThat(load().presence()).isEqualTo(Map.of("12/cave", "z"));
  }

  @Test
  void anAppendForAnotherVersionChangesNothing() {
    create("a1");
    append("a2", 1, new Put("meta", "name", "x"));
    StoredState before = load();
    assertThat(append("a3", 1, new Put("meta", "name", "y"))).isEqualTo(new Stale(2));
    assertThat(append("a4", 3)).isEqualTo(new Stale(2));
    assertThat(load()).isEqualTo(before);
    assertThat(ids(entries(EntryId.ZERO))).containsExactly("a1", "a2");
  }

  @Test
  void anAppendForAnotherLogChangesNothing() {
    create("a1");
    Append foreign = new Append("a2", "e2", 1, bytes("x"), List.of());
    assertThat(one.ask(() -> one.store.append(COVEN, foreign))).isEqualTo(new Gone());
    assertThat(ids(entries(EntryId.ZERO))).containsExactly("a1");
  }

  @Test
  void aRepeatedAppendIsAnsweredWithTheFirstResultByWhomeverItComes() {
    create("a1");
    Appended first = append("a2", 1, new Put("meta", "name", "x"));
    append("a3", 2, new Put("meta", "name", "y"));
    Append again = new Append("a2", "e1", 1, bytes("a2"), List.of(new Put("meta", "name", "x")));
    assertThat(two.ask(() -> two.store.append(COVEN, again))).isEqualTo(first);
    assertThat(load().meta()).isEqualTo(Map.of("name", "y"));
    assertThat(ids(entries(EntryId.ZERO))).containsExactly("a1", "a2", "a3");
  }

  @Test
  void theResultOfAnAppendIsForgottenInTime() {
    create("a1");
    int seconds = Integer.parseInt(one.command(Command.TTL, key("append:a1")));
    assertThat(seconds).isBetween(1, ChannelStore.RESULT_KEPT_S);
  }

  @Test
  void tenThousandAppendsAreInTheLogInTheOrderOfTheirSending() {
    create("a0");
    one.ask(() ->
        Future.all(
            IntStream.rangeClosed(1, 10_000)
                .mapToObj(i -> one.store.append(COVEN, event("a" + i, 1)))
                .toList()));
    List<LogEntry> all = new ArrayList<>();
    EntryId position = EntryId.ZERO;
    Entries page = entries(position);
    while (!page.entries().isEmpty()) {
      all.addAll(page.entries());
      position = page.entries().getLast().id();
      page = entries(position);
    }
    assertThat(page.last()).isEqualTo(position);
    assertThat(all)
        .extracting(LogEntry::appendId)
        .isEqualTo(IntStream.rangeClosed(0, 10_000).mapToObj(i -> "a" + i).toList());
    assertChained(all);
  }

  @Test
  void theChainIsUnbrokenWhereTwoInstancesAppendAtOnce() {
    create("a0");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    one.ask(() -> one.store.follow(COVEN, heard::add, () -> {}));
    List<Future<Appended>> sent = new ArrayList<>();
    for (LinkDriver driver : List.of(one, two)) {
      driver.run(() -> {
        for (int i = 0; i < 1000; i++) {
          List<StateChange> changes =
              i % 100 == 0 ? List.of(new Put("meta", "n", "" + i)) : List.of();
          String id = driver.equals(one) ? "one" + i : "two" + i;
          sent.add(driver.store.append(COVEN, new Append(id, "e1", 1, bytes(id), changes)));
        }
      });
    }
    one.ask(() -> Future.all(sent));

    List<LogEntry> stored = new ArrayList<>();
    for (Entries page = entries(EntryId.ZERO); !page.entries().isEmpty(); ) {
      stored.addAll(page.entries());
      page = entries(stored.getLast().id());
    }
    assertChained(stored);
    long accepted = sent.stream().filter(done -> done.result() instanceof Stored).count();
    assertThat(stored).hasSize((int) accepted + 1);
    await().until(() -> heard.size() == accepted);
    assertThat(heard)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(stored.subList(1, stored.size()));
  }

  @Test
  void whatIsPublishedIsWhatIsStored() {
    create("a1");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    two.ask(() -> two.store.follow(COVEN, heard::add, () -> {}));
    byte[] event = new byte[512];
    for (int i = 0; i < event.length; i++) {
      event[i] = (byte) i;
    }
    Append append = new Append("ä\"'", "e1", 1, event, List.of(new Put("meta", "ü", "ß\n\0")));
    one.ask(() -> one.store.append(COVEN, append));
    await().until(() -> !heard.isEmpty());
    assertThat(heard)
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(entries(EntryId.ZERO).entries().getLast());
    assertThat(heard.remove().event()).isEqualTo(event);
    assertThat(load().meta()).isEqualTo(Map.of("ü", "ß\n\0"));
  }

  @Test
  void whoStoppedFollowingHearsNothing() {
    create("a1");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    one.ask(() -> one.store.follow(COVEN, heard::add, () -> {}));
    one.ask(() -> one.store.unfollow(COVEN));
    append("a2", 1);
    assertThat(two.command(Command.PUBSUB, "SHARDNUMSUB", key("log"))).contains("0");
    assertThat(heard).isEmpty();
  }

  @Test
  void aForeignMessageOnTheTopicIsIgnored() {
    create("a1");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    one.ask(() -> one.store.follow(COVEN, heard::add, () -> {}));
    two.command(Command.SPUBLISH, key("log"), "rubbish");
    two.command(Command.SPUBLISH, key("log"), "a b c d e\nrubbish");
    append("a2", 1);
    await().until(() -> !heard.isEmpty());
    assertThat(heard).extracting(LogEntry::appendId).containsExactly("a2");
  }

  @Test
  void whatCannotBeCarriedIsRefused() {
    assertThatThrownBy(() -> event("with space", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> event("", 1)).isInstanceOf(IllegalArgumentException.class);
    create("a1");
    assertThatThrownBy(() -> append("a2", 1, new Put("log", "x", "y")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Destroying.

  @Test
  void destroyingRemovesEverythingAndIsTheLastThatIsHeard() {
    create("a1", new Put("meta", "name", "x"), new Put("participants", "1", "y"));
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    two.ask(() -> two.store.follow(COVEN, heard::add, () -> {}));
    Stored last = (Stored) destroy("a2", 1);

    await().until(() -> !heard.isEmpty());
    LogEntry entry = heard.remove();
    assertThat(entry.id()).isEqualTo(last.id());
    assertThat(entry.version()).isEqualTo(2);
    assertThat(entry.event()).isEqualTo(bytes("a2"));
    assertThat(one.command(Command.KEYS, key("*")))
        .contains("append:a1", "append:a2")
        .doesNotContain("}:log", "}:head", "}:meta", "}:participants", "}:access");
    assertThat(one.ask(() -> one.store.load(COVEN))).isEmpty();
    assertThat(append("a3", 2)).isEqualTo(new Gone());
    assertThat(list("")).isEmpty();
  }

  @Test
  void whatIsToComeAfterAnAppendIsStaleWithoutIt() {
    create("a1");
    assertThat(appendAfter("missing", "a3")).isEqualTo(new Stale(1));
    append("a2", 1);
    assertThat(appendAfter("a2", "a3")).isInstanceOf(Stored.class);
    Append early = new Append("a5", "e1", 1, bytes("a5"), List.of(), "a4", List.of());
    assertThat(one.ask(() -> one.store.destroy(COVEN, early))).isEqualTo(new Stale(1));
    assertThat(ids(entries(EntryId.ZERO))).containsExactly("a1", "a2", "a3");
    Append end = new Append("a5", "e1", 1, bytes("a5"), List.of(), "a3", List.of());
    assertThat(one.ask(() -> one.store.destroy(COVEN, end))).isInstanceOf(Stored.class);
    // The result of what came before outlives the channel, for who asks again.
    assertThat(appendAfter("a2", "a3")).isInstanceOf(Stored.class);
  }

  private Appended appendAfter(String before, String id) {
    Append append = new Append(id, "e1", 1, bytes(id), List.of(), before, List.of());
    return one.ask(() -> one.store.append(COVEN, append));
  }

  @Test
  void destroyingIsRefusedLikeAnAppend() {
    create("a1");
    append("a2", 1, new Put("meta", "name", "x"));
    assertThat(destroy("a3", 1)).isEqualTo(new Stale(2));
    Append foreign = new Append("a3", "e2", 2, bytes("x"), List.of());
    assertThat(one.ask(() -> one.store.destroy(COVEN, foreign))).isEqualTo(new Gone());
    assertThat(load().version()).isEqualTo(2);
    assertThat(list("")).containsExactly("coven");
  }

  @Test
  void aRepeatedDestructionIsAnsweredWithTheFirstResultAndSparesTheSuccessor() {
    create("a1");
    Appended first = destroy("a2", 1);
    Optional<Stored> successor =
        two.ask(() -> two.store.create(COVEN, new Append("b1", "e2", 0, bytes("new"), List.of())));
    assertThat(destroy("a2", 1)).isEqualTo(first);
    assertThat(load().last()).isEqualTo(successor.orElseThrow().id());
    assertThat(list("")).containsExactly("coven");
  }

  private static void assertChained(List<LogEntry> entries) {
    EntryId previous = EntryId.ZERO;
    long version = 1;
    for (LogEntry entry : entries) {
      assertThat(entry.previous()).isEqualTo(previous);
      assertThat(entry.id()).isGreaterThan(previous);
      assertThat(entry.version()).isGreaterThanOrEqualTo(version);
      previous = entry.id();
      version = entry.version();
    }
  }
}
