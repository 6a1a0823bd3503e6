package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.channel.StoredState;
import im.coven.jid.Jid;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.ChannelStore.CatchUp;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// Two links to one Redis, under names that nobody else has, and the channel `coven@mix.example`,
/// whose log is `e1`. Where nothing else is said the first link writes and the second reads.
abstract class TwoLinks {

  static final Jid COVEN = new Jid("coven", "mix.example", null);
  static final EntryId END = new EntryId(Long.MAX_VALUE, Long.MAX_VALUE);

  static Vertx vertx;
  RedisConfig config;
  LinkDriver one;
  LinkDriver two;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().await();
  }

  @BeforeEach
  void open() {
    config = LinkDriver.config(TestRedis.uri());
    one = new LinkDriver(vertx, config);
    two = new LinkDriver(vertx, config);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  /// Makes the channel.
  final Stored create(String id, StateChange... changes) {
    return one.ask(
            () -> one.store.create(COVEN, new Append(id, "e1", 0, bytes(id), List.of(changes))))
        .orElseThrow();
  }

  final Appended append(String id, long version, StateChange... changes) {
    Append append = new Append(id, "e1", version, bytes(id), List.of(changes));
    return one.ask(() -> one.store.append(COVEN, append));
  }

  final Appended destroy(String id, long version) {
    return one.ask(() -> one.store.destroy(COVEN, event(id, version)));
  }

  static Append event(String id, long version) {
    return new Append(id, "e1", version, bytes(id), List.of());
  }

  final StoredState load() {
    return two.ask(() -> two.store.load(COVEN)).orElseThrow();
  }

  final CatchUp after(EntryId position) {
    return two.ask(() -> two.store.after(COVEN, "e1", position, 1000));
  }

  final Entries entries(EntryId position) {
    return (Entries) after(position);
  }

  /// The channels of the domain behind a name, at most a hundred.
  final List<String> list(String after) {
    return two.ask(() -> two.store.list("mix.example", after, 100));
  }

  /// A key of the channel.
  final String key(String what) {
    return config.prefix() + ":{coven@mix.example}:" + what;
  }

  static List<String> ids(Entries entries) {
    return ids(entries.entries());
  }

  static List<String> ids(List<LogEntry> entries) {
    return entries.stream().map(LogEntry::appendId).toList();
  }

  /// What an event of that name holds.
  static byte[] bytes(String name) {
    return ("event of " + name).getBytes(UTF_8);
  }
}
