package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.jid.Jid;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.ChannelStore.Entries;
import im.coven.redis.ChannelStore.Gone;
import im.coven.redis.ChannelStore.Stored;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Redis that dies, freezes, forgets and comes back.
class RedisFaultsIT {
  private static final Jid COVEN = new Jid("coven", "mix.example", null);

  private final AtomicInteger reconnects = new AtomicInteger();
  private Vertx vertx;
  private RedisProcess redis;
  private LinkDriver driver;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    redis = RedisProcess.start();
    driver = new LinkDriver(vertx, LinkDriver.impatient(redis.uri()));
    driver.run(() -> driver.link.onReconnected(reconnects::incrementAndGet));
  }

  @AfterEach
  void close() {
    driver.close();
    vertx.close().await();
    redis.close();
  }

  @Test
  void aKilledPubSubConnectionIsSubscribedAgainAndItsUserTold() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 1200; i++) {
      String topic = "topic" + i;
      driver.ask(() -> driver.link.subscribe(topic, message -> heard.add(topic)));
    }

    driver.command(Command.CLIENT, "KILL", "TYPE", "pubsub");

    await().until(() -> reconnects.get() == 1);
    driver.command(Command.SPUBLISH, "topic0", "x");
    driver.command(Command.SPUBLISH, "topic1199", "x");
    await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactly("topic0", "topic1199");
    assertThat(driver.link.figures().reconnects()).isEqualTo(1);
  }

  @Test
  void afterAKillAndARestartTheDataIsThereAndEverythingGoesOn() {
    Queue<LogEntry> heard = new ConcurrentLinkedQueue<>();
    driver.ask(() -> driver.store.follow(COVEN, heard::add, () -> {}));
    Stored first = create();

    redis.kill();
    await().until(() -> !driver.link.isUp());
    assertThatThrownBy(() -> append("while-away")).isInstanceOf(RedisUnavailable.class);
    redis.restart();
    await().until(() -> reconnects.get() > 0);

    Stored second = (Stored) append("after");
    assertThat(second.previous()).isEqualTo(first.id());
    await().until(() -> heard.size() == 2);
    assertThat(appendIds()).containsExactly("create", "after");
  }

  @Test
  void whatWasOnItsWayWhenRedisDiedFails() {
    create();
    redis.freeze();
    List<Future<Appended>> sent = new ArrayList<>();
    driver.run(() -> {
      for (int i = 0; i < 3000; i++) {
        sent.add(driver.store.append(COVEN, event("a" + i)));
      }
    });
    redis.kill();
    await().until(() -> sent.stream().allMatch(Future::isComplete));
    assertThat(sent)
        .allSatisfy(one -> assertThat(one.cause()).isInstanceOf(RedisUnavailable.class));
  }

  @Test
  void aFrozenRedisIsNoticedByTheAgeOfItsAnswers() {
    redis.freeze();
    assertThatThrownBy(() -> driver.command(Command.PING))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("no answer within 1000 ms");
    redis.thaw();
    await().until(() -> reconnects.get() > 0);
    assertThat(driver.command(Command.ECHO, "back")).isEqualTo("back");
  }

  /// The timed-out append lies in the frozen server's socket and is carried out when it wakes,
  /// before or after its repetition.
  @Test
  void anAppendThatTimedOutAndIsRepeatedIsInTheLogOnce() {
    create();
    redis.freeze();
    assertThatThrownBy(() -> append("once")).isInstanceOf(RedisUnavailable.class);
    redis.thaw();
    await().until(driver.link::isUp);

    Stored stored = (Stored) append("once");

    Stored next = (Stored) append("next");
    assertThat(next.previous()).isEqualTo(stored.id());
    assertThat(appendIds()).containsExactly("create", "once", "next");
  }

  @Test
  void aRedisThatCameBackEmptyIsNoticed() {
    Stored first = create();
    redis.restartEmpty();
    await().until(() -> reconnects.get() > 0);
    assertThat(driver.ask(() -> driver.store.after(COVEN, "e1", first.id(), 10)))
        .isEqualTo(new Gone());
    assertThat(append("lost")).isEqualTo(new Gone());
  }

  @Test
  void aPubSubConnectionThatIsHalfOpenIsNoticedByTheProbe() throws IOException {
    try (StallingProxy proxy = new StallingProxy(redis.port());
        LinkDriver through = new LinkDriver(vertx, LinkDriver.impatient(proxy.uri()))) {
      Queue<String> heard = new ConcurrentLinkedQueue<>();
      AtomicInteger again = new AtomicInteger();
      through.run(() -> through.link.onReconnected(again::incrementAndGet));
      through.ask(() -> through.link.subscribe("topic", message -> heard.add("heard")));
      assertThat(proxy.connections()).isEqualTo(2);

      proxy.stall(1);

      await().until(() -> again.get() == 1);
      driver.command(Command.SPUBLISH, "topic", "x");
      await().until(() -> !heard.isEmpty());
    }
  }

  @Test
  void aSubscriptionThatRedisCannotConfirmFailsAndLeavesNoListener() {
    redis.freeze();
    assertThatThrownBy(() -> driver.ask(() -> driver.link.subscribe("topic", message -> {})))
        .isInstanceOf(RedisUnavailable.class);
    redis.thaw();
    await().until(driver.link::isUp);
    driver.ask(() -> driver.link.subscribe("topic", message -> {}));
  }

  @Test
  void theLinkSurvivesKillAfterKill() {
    for (int round = 0; round < 3; round++) {
      int before = reconnects.get();
      redis.restart();
      await().until(() -> reconnects.get() > before);
      assertThat(driver.command(Command.PING)).isEqualTo("PONG");
    }
  }

  private Stored create() {
    return driver
        .ask(() ->
            driver.store.create(
                COVEN, new Append("create", "e1", 0, "created".getBytes(UTF_8), List.of())))
        .orElseThrow();
  }

  private Appended append(String id) {
    return driver.ask(() -> driver.store.append(COVEN, event(id)));
  }

  private static Append event(String id) {
    return new Append(id, "e1", 1, id.getBytes(UTF_8), List.of());
  }

  private List<String> appendIds() {
    var entries = (Entries) driver.ask(() -> driver.store.after(COVEN, "e1", EntryId.ZERO, 100));
    return entries.entries().stream().map(LogEntry::appendId).toList();
  }
}
