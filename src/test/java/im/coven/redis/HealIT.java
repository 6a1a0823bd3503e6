package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.channel.StateChange.Put;
import im.coven.channel.StateChange.Remove;
import im.coven.channel.StoredState;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.ChannelStore.EndsEarly;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Healed;
import im.coven.redis.ChannelStore.Replay;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A log that has lost its end gets it back as it was.
class HealIT extends TwoLinks {

  private Stored first;

  @BeforeEach
  void begin() {
    first = create("a1", new Put("access", "old", "owner"));
  }

  @Test
  void whatWasLostIsBackWithAllThatCameWithIt() {
    List<Replay> tail = append();
    StoredState before = load();
    List<LogEntry> log = log();
    lose();
    assertThat(after(tail.getLast().entry().id())).isEqualTo(new EndsEarly(first.id()));

    Queue<String> heard = new ConcurrentLinkedQueue<>();
    one.ask(() -> one.store.follow(COVEN, entry -> heard.add(entry.appendId()), () -> {}));
    assertThat(heal(tail)).isEqualTo(Healed.DONE);

    assertThat(load()).isEqualTo(before);
    assertThat(log()).usingRecursiveComparison().isEqualTo(log);
    await().until(() -> heard.size() == 3);
    assertThat(heard).containsExactly("a2", "a3", "a4");
    // Who repeats its append is answered with where it was put, and the log goes on.
    assertThat(append("a3")).isEqualTo(stored(tail.get(1)));
    assertThat(append("a4")).isEqualTo(stored(tail.get(2)));
    assertThat(((Stored) append("a5")).previous()).isEqualTo(tail.getLast().entry().id());
  }

  @Test
  void ofManyThatHealAtOnceOneDoes() {
    List<Replay> tail = append();
    lose();
    List<Future<Healed>> healed = new ArrayList<>();
    for (LinkDriver driver : List.of(one, two)) {
      driver.run(() -> {
        for (int i = 0; i < 10; i++) {
          healed.add(driver.store.heal(COVEN, "e1", first.id(), tail));
        }
      });
    }
    await().until(() -> healed.size() == 20 && healed.stream().allMatch(Future::succeeded));
    assertThat(healed).filteredOn(each -> each.result() == Healed.DONE).hasSize(1);
    assertThat(healed).filteredOn(each -> each.result() == Healed.MOVED).hasSize(19);
    assertThat(log()).hasSize(4);
  }

  @Test
  void nothingIsPutBehindWhatSomebodyElseAppendedMeanwhile() {
    List<Replay> tail = append();
    lose();
    append("b2");
    List<LogEntry> log = log();
    assertThat(heal(tail)).isEqualTo(Healed.MOVED);
    assertThat(log()).usingRecursiveComparison().isEqualTo(log);
  }

  @Test
  void anotherLogIsNotHealed() {
    List<Replay> tail = append();
    lose();
    one.command(Command.HSET, key("head"), "epoch", "e2");
    assertThat(heal(tail)).isEqualTo(Healed.GONE);
    assertThat(one.command(Command.XLEN, key("log"))).isEqualTo("1");
  }

  /// A message, a change of the state, and a message.
  private List<Replay> append() {
    List<StateChange> changes =
        List.of(new Put("meta", "name", "Coven"), new Remove("access", "old"));
    append("a2", 1);
    append("a3", 1, new Put("meta", "name", "Coven"), new Remove("access", "old"));
    append("a4", 2);
    List<LogEntry> tail = ((Entries) after(first.id())).entries();
    return List.of(
        new Replay(tail.get(0), List.of(), List.of()),
        new Replay(tail.get(1), changes, List.of()),
        new Replay(tail.get(2), List.of(), List.of()));
  }

  /// As if a Redis was promoted that got only the first entry.
  private void lose() {
    for (LogEntry entry : log().subList(1, 4)) {
      one.command(Command.XDEL, key("log"), entry.id().toString());
      one.command(Command.DEL, key("append:" + entry.appendId()));
    }
    one.command(Command.XSETID, key("log"), first.id().toString());
    one.command(Command.HSET, key("head"), "last", first.id().toString(), "version", "1");
    one.command(Command.DEL, key("meta"));
    one.command(Command.HSET, key("access"), "old", "owner");
  }

  private Healed heal(List<Replay> tail) {
    return one.ask(() -> one.store.heal(COVEN, "e1", first.id(), tail));
  }

  private Appended append(String id) {
    long version = load().version();
    return append(id, version);
  }

  private static Stored stored(Replay replay) {
    LogEntry entry = replay.entry();
    return new Stored(entry.id(), entry.previous(), entry.version());
  }

  private List<LogEntry> log() {
    return one.ask(() -> one.store.range(COVEN, EntryId.ZERO, END, 10));
  }
}
