package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLinkIT {
  private Vertx vertx;
  private RedisConfig config;
  private LinkDriver driver;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    config = LinkDriver.config(TestRedis.uri());
    driver = new LinkDriver(vertx, config);
  }

  @AfterEach
  void close() {
    driver.close();
    vertx.close().await();
  }

  @Test
  void tenThousandCommandsAreCarriedOutAndAnsweredInOrder() {
    List<Long> answers = new ArrayList<>();
    driver.ask(() ->
        Future.all(
            IntStream.rangeClosed(1, 10_000)
                .mapToObj(i ->
                    driver
                        .send(Request.cmd(Command.RPUSH).arg(key("list")).arg(i))
                        .onSuccess(length -> answers.add(length.toLong())))
                .toList()));
    assertThat(answers).hasSize(10_000).isSorted().doesNotHaveDuplicates();
    assertThat(driver.command(Command.LINDEX, key("list"), 7_776)).isEqualTo("7777");
    assertThat(driver.link.figures().inFlight()).isZero();
    assertThat(driver.link.figures().waiting()).isZero();
  }

  @Test
  void moreThanMayWaitIsRefused() {
    RedisConfig narrow =
        new RedisConfig(
            config.topology(), key("n"), config.patience(), new RedisConfig.Queue(1, 2), 0);
    try (LinkDriver small = new LinkDriver(vertx, narrow)) {
      List<Future<Response>> sent = new ArrayList<>();
      small.run(() -> {
        for (int i = 0; i < 4; i++) {
          sent.add(small.send(Request.cmd(Command.PING)));
        }
      });
      small.ask(() -> Future.all(sent.subList(0, 3)));
      assertThatThrownBy(() -> small.ask(() -> sent.get(3)))
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("2 commands wait");
    }
  }

  @Test
  void aMistakeOfOursIsNoLackOfRedis() {
    driver.command(Command.SET, key("text"), "x");
    assertThatThrownBy(() -> driver.command(Command.LPUSH, key("text"), "y"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(driver.command(Command.GET, key("text"))).isEqualTo("x");
  }

  @Test
  void aScriptThatRedisForgotIsLoadedAgainAndTheOrderKept() {
    Script script =
        Script.of(
            "push", "#!lua\nredis.call('RPUSH', KEYS[1], ARGV[1]) return tonumber(ARGV[1])\n");
    List<Long> answers = new ArrayList<>();
    driver.ask(() -> {
      List<Future<Response>> all = new ArrayList<>();
      for (int i = 0; i < 5000; i++) {
        if (i % 1000 == 500) {
          all.add(driver.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));
        }
        all.add(
            driver
                .link
                .run(script, List.of(key("list")), List.of(i))
                .onSuccess(answer -> answers.add(answer.toLong())));
      }
      return Future.all(all);
    });
    assertThat(answers).hasSize(5000).isSorted();
    List<String> pushed =
        driver.ask(() ->
            driver
                .send(Request.cmd(Command.LRANGE).arg(key("list")).arg(0).arg(-1))
                .map(list -> list.stream().map(Response::toString).toList()));
    assertThat(pushed).isEqualTo(IntStream.range(0, 5000).mapToObj(String::valueOf).toList());
  }

  @Test
  void aScriptThatDoesNotCompileFailsAndHarmsNobody() {
    Script broken = Script.of("broken", "#!lua\nthis is no lua\n");
    assertThatThrownBy(
            () -> driver.ask(() -> driver.link.run(broken, List.of(key("any")), List.of())))
        .isInstanceOf(IllegalStateException.class);
    assertThat(driver.command(Command.ECHO, "still here")).isEqualTo("still here");
  }

  @Test
  void whatIsPublishedAfterTheConfirmationIsHeardInOrder() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    driver.ask(() -> driver.link.subscribe(key("topic"), message -> heard.add(text(message))));
    for (int i = 0; i < 100; i++) {
      driver.command(Command.SPUBLISH, key("topic"), String.valueOf(i));
    }
    await().until(() -> heard.size() == 100);
    assertThat(heard)
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
  }

  @Test
  void repliesAndMessagesDoNotMix() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    driver.ask(() -> driver.link.subscribe(key("topic"), message -> heard.add(text(message))));
    List<Future<Response>> echoes = new ArrayList<>();
    driver.ask(() -> {
      for (int i = 0; i < 2000; i++) {
        driver.send(Request.cmd(Command.SPUBLISH).arg(key("topic")).arg("m" + i));
        echoes.add(driver.send(Request.cmd(Command.ECHO).arg("e" + i)));
      }
      return Future.all(echoes);
    });
    for (int i = 0; i < 2000; i++) {
      assertThat(echoes.get(i).result()).hasToString("e" + i);
    }
    await().until(() -> heard.size() == 2000);
  }

  @Test
  void afterUnsubscribeNothingIsHeard() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    driver.ask(() -> driver.link.subscribe(key("topic"), message -> heard.add(text(message))));
    driver.ask(() -> driver.link.unsubscribe(key("topic")));
    assertThat(driver.command(Command.SPUBLISH, key("topic"), "late")).isEqualTo("0");
    assertThat(heard).isEmpty();
  }

  @Test
  void subscribingAnewBehindAnUnsubscribeIsConfirmedByItsOwnConfirmation() {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    driver.ask(() -> {
      driver.link.subscribe(key("topic"), message -> heard.add("old"));
      driver.link.unsubscribe(key("topic"));
      return driver
          .link
          .subscribe(key("topic"), message -> heard.add("new"))
          .compose(confirmed ->
              driver.send(Request.cmd(Command.SPUBLISH).arg(key("topic")).arg("message")));
    });
    await().until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly("new");
  }

  @Test
  void aSecondListenerOfATopicIsAMistake() {
    driver.ask(() -> driver.link.subscribe(key("topic"), message -> {}));
    assertThatThrownBy(() -> driver.ask(() -> driver.link.subscribe(key("topic"), message -> {})))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everythingHappensOnTheLoopThatOpenedTheLink() {
    Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    driver.run(() -> threads.add(Thread.currentThread()));
    driver.ask(
        () -> driver.link.subscribe(key("topic"), message -> threads.add(Thread.currentThread())));
    driver.ask(() ->
        driver
            .send(Request.cmd(Command.SPUBLISH).arg(key("topic")).arg("x"))
            .onComplete(done -> threads.add(Thread.currentThread())));
    await().until(() -> threads.size() == 3);
    assertThat(threads).containsOnly(threads.peek());
  }

  @Test
  void whatWaitsFailsWhenTheLinkIsClosed() {
    List<Future<Response>> sent = new ArrayList<>();
    driver.run(() -> {
      sent.add(driver.send(Request.cmd(Command.PING)));
      driver.link.close();
      sent.add(driver.send(Request.cmd(Command.PING)));
    });
    assertThat(sent)
        .allSatisfy(one -> assertThat(one.cause()).isInstanceOf(RedisUnavailable.class));
    assertThat(driver.link.isUp()).isFalse();
  }

  private String key(String name) {
    return config.prefix() + ":" + name;
  }

  private static String text(Buffer message) {
    return message.toString();
  }
}
