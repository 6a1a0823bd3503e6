package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A link finds the master through Sentinels, follows it where it goes, and counts as written what
/// enough replicas have.
class SentinelIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static ReplicatedRedis redis;
  private Vertx vertx;

  @BeforeAll
  static void startRedis() {
    redis = ReplicatedRedis.start(2);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
    redis.awaitWhole();
  }

  @AfterEach
  void stopVertx() {
    vertx.close().await();
  }

  private static RedisConfig config(String sentinels, String master) {
    return LinkDriver.impatient("redis://ignored.invalid:1")
        .withSentinels(SentinelConfig.of(List.of(sentinels.split(",", -1)), master));
  }

  private static RedisConfig config() {
    return config(redis.sentinels(), ReplicatedRedis.NAME);
  }

  @Test
  void aLinkFollowsTheMasterAndItsTopicsComeAlong() {
    RedisConfig config = config();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (LinkDriver driver = new LinkDriver(vertx, config)) {
      driver.ask(
          () -> driver.link.subscribe(config.prefix() + ":t", text -> heard.add(text.toString())));
      driver.command(Command.SET, config.prefix() + ":k", "before");
      redis.failOver();
      // The old one may take some more, which are lost: nothing here waits for a replica.
      await()
          .atMost(PATIENCE)
          .until(() ->
              isWritten(driver, config.prefix() + ":k")
                  && redis.master().answer("GET", config.prefix() + ":k").contains("after"));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            redis.master().command("SPUBLISH", config.prefix() + ":t", "hello");
            return heard.contains("hello");
          });
    }
  }

  private static boolean isWritten(LinkDriver driver, String key) {
    try {
      return driver.command(Command.SET, key, "after").equals("OK");
    } catch (RedisUnavailable away) {
      return false;
    }
  }

  @Test
  void oneSentinelIsEnough() {
    String dead = "127.0.0.1:1,127.0.0.1:2," + redis.sentinels().split(",", -1)[0];
    try (LinkDriver driver = new LinkDriver(vertx, config(dead, ReplicatedRedis.NAME))) {
      assertThat(driver.command(Command.PING)).isEqualTo("PONG");
    }
  }

  @Test
  void aMasterThatIsMadeAReplicaIsLeft() {
    try (LinkDriver driver = new LinkDriver(vertx, config())) {
      long before = driver.link.figures().reconnects();
      RedisProcess replica = redis.replicas().getFirst();
      redis.master().command("REPLICAOF", "127.0.0.1", String.valueOf(replica.port()));
      // It is still connected, and says so only to one who writes.
      assertThatThrownBy(() -> driver.command(Command.SET, "k", "v"))
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("READONLY")
          .matches(e -> ((RedisUnavailable) e).isNotDone());
      redis.master().command("REPLICAOF", "NO", "ONE");
      await().atMost(PATIENCE).until(() -> driver.link.figures().reconnects() > before);
    }
  }

  @Test
  void whatToChangeIsSaidWhereNoMasterIsFound() {
    assertThatThrownBy(() -> new LinkDriver(vertx, config(redis.sentinels(), "nobody")))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("knows no master 'nobody'; set redis.master to one of [coven]");
    assertThatThrownBy(() -> new LinkDriver(vertx, config("127.0.0.1:1", "coven")))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("no Sentinel names the master: 127.0.0.1:1 ")
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> new LinkDriver(vertx, config(redis.master().uri(), "coven")))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("unknown command");
    String replica = redis.replicas().getFirst().uri();
    assertThatThrownBy(() -> new LinkDriver(vertx, LinkDriver.impatient(replica)))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("it is a replica");
  }

  @Test
  void aWriteThatTooFewReplicasHaveIsUnsureAndAReadIsNot() {
    RedisConfig config = config().withReplicas(2);
    try (LinkDriver driver = new LinkDriver(vertx, config)) {
      String key = config.prefix() + ":k";
      assertThat(driver.command(Command.SET, key, "1")).isEqualTo("OK");
      RedisProcess replica = redis.replicas().getFirst();
      replica.freeze();
      List<Future<Response>> answers = new ArrayList<>();
      driver.run(() -> {
        answers.add(driver.send(Request.cmd(Command.GET, key)));
        answers.add(driver.send(Request.cmd(Command.SET, key, "2")));
        answers.add(driver.send(Request.cmd(Command.GET, key)));
      });
      await().atMost(PATIENCE).until(() -> answers.stream().allMatch(Future::isComplete));
      replica.thaw();
      assertThat(answers.get(0).result().toString()).isEqualTo("1");
      assertThat(answers.get(1).cause())
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("1 of the 2 replicas")
          .matches(e -> !((RedisUnavailable) e).isNotDone());
      assertThat(answers.get(2).result().toString()).isEqualTo("2");
      assertThat(driver.link.isUp()).isTrue();
    }
  }

  @Test
  void oneWaitStandsForAllThatOneTurnWrote() {
    RedisConfig config = config().withReplicas(1);
    try (LinkDriver driver = new LinkDriver(vertx, config)) {
      List<Future<Response>> answers = new ArrayList<>();
      driver.run(() -> {
        for (int i = 0; i < 100; i++) {
          answers.add(driver.send(Request.cmd(Command.INCR, config.prefix() + ":n")));
        }
      });
      await().atMost(PATIENCE).until(() -> answers.stream().allMatch(Future::succeeded));
      assertThat(answers.getLast().result().toString()).isEqualTo("100");
      assertThat(driver.link.figures().commandsSent()).isLessThan(110);
    }
  }
}
