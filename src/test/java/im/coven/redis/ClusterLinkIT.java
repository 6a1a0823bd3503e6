package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.account.BlockList;
import im.coven.account.NodeConfig;
import im.coven.account.PepCodec;
import im.coven.account.SessionEntry;
import im.coven.account.Subscription;
import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.mam.Preferences;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Healed;
import im.coven.redis.ChannelStore.Replay;
import im.coven.redis.ChannelStore.Stored;
import im.coven.sasl.Credentials;
import im.coven.stanza.Message;
import im.coven.stream.Checkpoint.Change;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A link to a real cluster, whose slots move and whose masters die.
class ClusterLinkIT {

  private static final RedisCluster CLUSTER = RedisCluster.start();

  private final AtomicInteger reconnects = new AtomicInteger();
  private Vertx vertx;
  private LinkDriver driver;
  private LinkDriver other;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    RedisConfig config =
        RedisConfig.DEFAULTS
            .with(RedisTopology.Cluster.of(CLUSTER.seeds().subList(4, 6)))
            .withPrefix("test-" + UUID.randomUUID())
            .with(new RedisConfig.Patience(2000, 5000, 10, 100, 100));
    driver = new LinkDriver(vertx, config);
    other = new LinkDriver(vertx, config);
    driver.run(() -> driver.link.onReconnected(reconnects::incrementAndGet));
  }

  @AfterEach
  void close() {
    driver.close();
    other.close();
    vertx.close().await();
  }

  @AfterAll
  static void end() {
    CLUSTER.close();
  }

  @Test
  void aSlotIsWhatRedisSaysThatItIs() {
    for (String key :
        List.of("", "a", "coven:{x@y.example}:log", "{}a", "a{}b", "{", "a{b", "{ü}x", "}{x}")) {
      String said = driverless("CLUSTER", "KEYSLOT", key);
      assertThat(said).isEqualTo(String.valueOf(Slots.of(key)));
    }
  }

  private static String driverless(String... words) {
    return RedisCluster.ask(CLUSTER.nodes().getFirst().port(), words).strip();
  }

  @Test
  void everyKeyIsReachedAndEveryTopicHeard() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 100; i++) {
      String topic = "topic" + i;
      driver.ask(() -> driver.link.subscribe(topic, message -> heard.add(message.toString())));
      driver.ask(() -> driver.link.subscribeEverywhere(topic, message -> heard.add("e" + message)));
      other.ask(() -> other.link.send(Command.SET, topic, topic));
      assertThat(driver.ask(() -> driver.link.send(Command.GET, topic))).hasToString(topic);
      assertThat(other.ask(() -> other.link.publish(topic, topic)).longValue()).isEqualTo(1);
      other.ask(() -> other.link.send(Command.PUBLISH, topic, topic));
    }
    await().until(() -> heard.size() == 200);
  }

  /// With names that would take the hash tag out of a key, were they not written otherwise there.
  @Test
  void everyScriptHasItsKeysInOneSlot() throws Exception {
    for (String name : List.of("hag66", "}hag77", "{he}ca{te", "%7dhag")) {
      useChannel(new Jid(name, "mix.example", null));
      useAccount(new Jid(name, "shakespeare.example", null));
      useResumption(new Jid(name, "shakespeare.example", "pda"));
      useArchives(new Jid(name, "mix2.example", null), new Jid(name, "shakespeare.example", null));
      useNames(new Jid(name, "mix.example", null), new Jid(name, "shakespeare.example", null));
    }
    InstanceLease lease = driver.ask(() -> InstanceLease.take(vertx, driver.link, "one", 30));
    await().until(() -> driver.ask(lease::living).contains("one"));
    InstanceLease two = other.ask(() -> InstanceLease.take(vertx, other.link, "two", 60_000));
    assertThat(other.ask(() -> two.bury("one"))).isFalse();
    driver.ask(lease::release);

    try (var files = Files.list(Path.of("src", "main", "resources", "lua"))) {
      List<String> unused =
          files
              .map(file -> file.getFileName().toString().replace(".lua", ""))
              .filter(name -> !isKnown(Script.named(name)))
              .toList();
      assertThat(unused).isEmpty();
    }
  }

  private static boolean isKnown(Script script) {
    return CLUSTER.nodes().stream()
        .anyMatch(node ->
            RedisCluster.ask(node.port(), "SCRIPT", "EXISTS", script.sha1()).strip().equals("1"));
  }

  private void useChannel(Jid channel) {
    create(channel);
    assertThat(driver.ask(() -> driver.store.load(channel))).isPresent();
    Stored stored = (Stored) driver.ask(() -> driver.store.append(channel, event("a")));
    assertThat(driver.ask(() -> driver.store.range(channel, EntryId.ZERO, stored.id(), 9)))
        .hasSize(2);
    assertThat(driver.ask(() -> driver.store.after(channel, "e1", stored.id(), 9)))
        .isEqualTo(new Entries(List.of(), stored.id()));
    var entries = (Entries) driver.ask(() -> driver.store.after(channel, "e1", EntryId.ZERO, 9));
    List<Replay> lost =
        entries.entries().stream().map(entry -> new Replay(entry, List.of(), List.of())).toList();
    assertThat(driver.ask(() -> driver.store.heal(channel, "e1", EntryId.ZERO, lost)))
        .isEqualTo(Healed.MOVED);
    assertThat(driver.ask(() -> driver.store.list("mix.example", "", 9)))
        .contains(channel.localpart());
    assertThat(driver.ask(() -> driver.store.destroy(channel, event("end"))))
        .isInstanceOf(Stored.class);
  }

  private void useAccount(Jid account) {
    var accounts = new AccountStore(driver.link);
    var credentials = Credentials.decoy("x", new byte[] {1}, 1);
    assertThat(driver.ask(() -> accounts.create(account, credentials))).isTrue();
    assertThat(driver.ask(() -> accounts.replace(account, credentials))).isTrue();
    assertThat(driver.ask(() -> accounts.credentials(account))).isPresent();

    var registry = new SessionRegistry(driver.link);
    var entry = new SessionEntry("pda", "here", "s1", null);
    driver.ask(() -> registry.enter(account, entry, 9));
    assertThat(driver.ask(() -> registry.find(account, account)).sessions()).containsExactly(entry);
    assertThat(driver.ask(() -> registry.present(account, entry, 9))).isPresent();

    var rosters = new RosterStore(driver.link, "notices:", 9);
    Queue<String> notices = new ConcurrentLinkedQueue<>();
    other.ask(
        () -> other.link.subscribeEverywhere("notices:here", text -> notices.add(text.toString())));
    assertThat(
            driver.ask(() ->
                rosters.change(account, account, item -> item.asChannel("1", Subscription.BOTH))))
        .isPresent();
    assertThat(driver.ask(() -> rosters.read(account)).items()).hasSize(1);
    await().until(() -> !notices.isEmpty());
    other.ask(() -> ((ClusterLink) other.link).unsubscribe(Reach.EVERYWHERE, "notices:here"));

    var blocked = new BlockStore(driver.link, "notices:", 9);
    assertThat(
            driver.ask(() ->
                blocked.change(account, new BlockList.Change(true, Set.of(Jid.of("a.example"))))))
        .isPresent();
    assertThat(driver.ask(() -> blocked.read(account)).jids()).containsOnly(Jid.of("a.example"));

    var nodes = new PepStore(driver.link, 9);
    var item = new PepCodec.Item("i", null);
    for (String node : List.of("a", "}b{")) {
      var done = new PepStore.Done(NodeConfig.DEFAULT);
      assertThat(driver.ask(() -> nodes.change(account, node, item, _ -> done))).isEqualTo(done);
      assertThat(driver.ask(() -> nodes.items(account, node))).containsExactly(item);
    }
    assertThat(driver.ask(() -> nodes.remove(account, "a"))).isPresent();

    var offline = new OfflineStore(driver.link, 9);
    var message = new Message(account, account, "m1", Message.Type.CHAT, null, List.of());
    assertThat(driver.ask(() -> offline.add(account, message, Set.of())))
        .isEqualTo(OfflineStore.Addition.KEPT);
    assertThat(driver.ask(() -> registry.leave(account, entry)).surroundings()).isPresent();

    var removals = new RemovalStore(driver.link);
    var removal = driver.ask(() -> removals.begin(account)).orElseThrow();
    driver.ask(() -> removals.handOver(removal));
    assertThat(driver.ask(removals::due)).containsExactly(account);
    driver.ask(() -> removals.finish(removal));
    assertThat(driver.ask(() -> removals.find(account))).isEmpty();
  }

  private static final Preferences ALL =
      new Preferences(Preferences.Default.ALWAYS, List.of(), List.of());

  private void useArchives(Jid channel, Jid account) {
    create(channel);
    assertThat(driver.ask(() -> driver.store.append(channel, event("said"))))
        .isInstanceOf(Stored.class);
    var archives = new ArchiveStore(driver.link);
    var all = new ArchiveStore.Wanted(ArchiveStore.Range.ALL, ArchiveStore.End.OLDEST, 9);
    assertThat(driver.ask(() -> archives.page(channel, MixNode.MESSAGES, all)).complete()).isTrue();
    assertThat(driver.ask(() -> archives.holds(channel, MixNode.MESSAGES, List.of(EntryId.ZERO))))
        .isFalse();
    var keeping = new ArchiveStore.Keeping(60_000, 0, 60_000);
    assertThat(driver.ask(() -> archives.trim(channel, keeping))).isFalse();
    driver.ask(() -> driver.store.destroy(channel, event("over")));

    var own = new AccountArchive(driver.link, new AccountArchive.Keeping(0, 100));
    var message = new Message(account, account, "m1", Message.Type.CHAT, null, List.of());
    assertThat(driver.ask(() -> own.add(account, account, message))).isPresent();
    driver.ask(() -> own.follow(account, channel));
    driver.ask(() -> own.prefer(account, ALL));
    assertThat(driver.ask(() -> own.open(account)).orElseThrow().channels()).containsKey(channel);
    assertThat(driver.ask(() -> own.page(account, null, all)).entries()).hasSize(1);
  }

  private void useNames(Jid channel, Jid account) {
    var made = new MadeStore(driver.link, driver.store);
    assertThat(driver.ask(() -> made.note(account, channel, 9))).isEqualTo(MadeStore.Note.NEW);
    var nicks = new NickStore(driver.link);
    var nick = Nick.of("nick of " + account.localpart()).orElseThrow();
    Jid domain = Jid.domain(channel.domainpart());
    assertThat(driver.ask(() -> nicks.register(domain, account, nick, List.of())))
        .isInstanceOf(NickStore.Registered.class);
    assertThat(driver.ask(() -> nicks.claim(channel, account, Optional.of(nick))).owner())
        .isEqualTo(account);
    driver.ask(() -> nicks.release(domain, account));
    assertThat(driver.ask(() -> nicks.registered(domain, account))).isEmpty();
  }

  /// Parks a session, has it taken by another instance, and lets it end twice over.
  private void useResumption(Jid full) {
    var store = new ResumeStore(driver.link);
    var registry = new SessionRegistry(driver.link);
    Jid account = full.bare();
    var credentials = Credentials.decoy("x", new byte[] {1}, 1);
    driver.ask(() -> new AccountStore(driver.link).create(account, credentials));
    var first = new ResumeStore.Named(full, "r1.0");
    driver.ask(
        () -> registry.enter(account, new SessionEntry("pda", "here", first.entryId(), null), 9));
    driver.ask(() -> store.open(first, "here", new Change(Map.of("i", "7"), List.of())));
    assertThat(driver.ask(() -> store.park(first, new Change(Map.of("i", "8"), List.of()), 60)))
        .isTrue();
    var message = new Message(account, full, "m1", Message.Type.CHAT, null, List.of());
    assertThat(driver.ask(() -> store.queue(first, "there", message, 9))).isEqualTo("+");
    var taken = (ResumeStore.Taken) driver.ask(() -> store.take(account, "r1", "there"));
    assertThat(taken.full()).isEqualTo(full);
    assertThat(taken.fields()).containsEntry("i", "8");

    var second = new ResumeStore.Named(full, taken.entryId());
    assertThat(driver.ask(() -> store.save(first, Change.none()))).isFalse();
    assertThat(driver.ask(() -> store.late(second))).hasSize(1);
    assertThat(driver.ask(() -> store.park(second, Change.none(), 0))).isTrue();
    var due = new ArrayList<ResumeStore.Due>();
    await()
        .until(() -> {
          due.addAll(driver.ask(store::due));
          return !due.isEmpty();
        });
    assertThat(due.getFirst().session()).isEqualTo(new ResumeStore.Named(full, "r1"));
    assertThat(driver.ask(() -> store.expire(second)).orElseThrow()).containsEntry("i", "8");
    driver.ask(() -> store.forget(due.getFirst()));

    driver.ask(() -> store.open(first, "here", Change.none()));
    driver.ask(() -> store.close(first));
    assertThat(driver.ask(() -> store.take(account, "r1", "there")))
        .isEqualTo(new ResumeStore.Gone());
  }

  @Test
  void whileASlotMovesNothingIsLostOrPutInAnotherOrder() {
    Jid channel = Jid.of("moving@mix.example");
    int slot = Slots.of(driver.link.prefix() + ":{" + channel + "}:log");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    AtomicInteger missed = new AtomicInteger();
    other.ask(() -> other.store.follow(channel, heard::add, missed::incrementAndGet));
    create(channel);
    var sent = new ArrayList<Future<Appended>>();
    int home = CLUSTER.masterOf(slot);

    CLUSTER.migrate(slot, CLUSTER.masterWithout(slot), () -> send(channel, sent));
    send(channel, sent);
    await().until(() -> sent.stream().allMatch(Future::isComplete));
    await().until(() -> missed.get() > 0);
    send(channel, sent);
    await().until(() -> sent.stream().allMatch(Future::isComplete));
    CLUSTER.migrate(slot, home, () -> send(channel, sent));
    await().until(() -> sent.stream().allMatch(Future::isComplete));

    assertThat(sent).allSatisfy(one -> assertThat(one.result()).isInstanceOf(Stored.class));
    var entries = (Entries) driver.ask(() -> driver.store.after(channel, "e1", EntryId.ZERO, 1000));
    assertThat(entries.entries().stream().map(LogEntry::appendId))
        .containsExactlyElementsOf(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of("create"),
                    IntStream.range(0, sent.size()).mapToObj(i -> "a" + i))
                .toList());
    assertThat(driver.link.figures().redirections()).isPositive();
    assertThat(reconnects).hasValue(0);
  }

  private void send(Jid channel, List<Future<Appended>> sent) {
    driver.run(() -> {
      for (int i = 0; i < 20; i++) {
        sent.add(driver.store.append(channel, event("a" + sent.size())));
      }
    });
  }

  @Test
  void aReplicaTakesOverFromAMasterThatDies() {
    Jid channel = Jid.of("orphan@mix.example");
    int slot = Slots.of(driver.link.prefix() + ":{" + channel + "}:log");
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    other.ask(() -> other.store.follow(channel, heard::add, () -> {}));
    create(channel);
    await().until(() -> heard.size() == 1);
    RedisProcess master = CLUSTER.node(CLUSTER.masterOf(slot));

    master.kill();

    await().until(() -> !driver.link.isUp());
    await().until(() -> reconnects.get() > 0);
    await().until(() -> other.link.isUp());
    Stored stored = (Stored) driver.ask(() -> driver.store.append(channel, event("after")));
    await().until(() -> heard.stream().anyMatch(entry -> entry.id().equals(stored.id())));
    master.restart();
    CLUSTER.awaitWhole();
    assertThat(driver.ask(() -> driver.store.append(channel, event("again"))))
        .isInstanceOf(Stored.class);
  }

  private void create(Jid channel) {
    driver.ask(() ->
        driver.store.create(
            channel, new Append("create", "e1", 0, "created".getBytes(UTF_8), List.of())));
  }

  private static Append event(String id) {
    return new Append(id, "e1", 1, id.getBytes(UTF_8), List.of());
  }
}
