package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the operator is told when Redis cannot be used.
class RedisOpenIT {
  private Vertx vertx;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stopVertx() {
    vertx.close().await();
  }

  @Test
  void anUnreachableRedisIsNamed() {
    RedisProcess gone = RedisProcess.start();
    gone.close();
    assertThatThrownBy(() -> new LinkDriver(vertx, LinkDriver.impatient(gone.uri())))
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining(gone.uri())
        .hasMessageContaining("refused");
  }

  @Test
  void aRedisThatDoesNotAnswerIsGivenUp() {
    try (RedisProcess redis = RedisProcess.start()) {
      redis.freeze();
      assertThatThrownBy(() -> new LinkDriver(vertx, LinkDriver.impatient(redis.uri())))
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("no answer within 2000 ms");
    }
  }

  @Test
  void thePasswordOfTheUriIsUsedAndNotShown() {
    try (RedisProcess redis = RedisProcess.start("--requirepass", "secret")) {
      String right = "redis://:secret@127.0.0.1:" + redis.port();
      try (LinkDriver driver = new LinkDriver(vertx, LinkDriver.impatient(right))) {
        assertThat(driver.command(Command.PING)).isEqualTo("PONG");
      }
      String wrong = "redis://:guess@127.0.0.1:" + redis.port();
      assertThatThrownBy(() -> new LinkDriver(vertx, LinkDriver.impatient(wrong)))
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("WRONGPASS")
          .hasMessageNotContaining("guess");
      assertThatThrownBy(() -> new LinkDriver(vertx, LinkDriver.impatient(redis.uri())))
          .isInstanceOf(RedisUnavailable.class)
          .hasMessageContaining("NOAUTH");
    }
  }

  @Test
  void aRefusedTopicFailsAloneAndTheLinkGoesOn() {
    try (RedisProcess redis = RedisProcess.start();
        LinkDriver admin = new LinkDriver(vertx, LinkDriver.impatient(redis.uri()))) {
      admin.command(
          Command.ACL, "SETUSER", "few", "on", ">pw", "~*", "+@all", "resetchannels", "&few:*");
      RedisConfig config =
          LinkDriver.impatient("redis://few:pw@127.0.0.1:" + redis.port()).withPrefix("few");
      try (LinkDriver driver = new LinkDriver(vertx, config)) {
        assertThatThrownBy(() -> driver.ask(() -> driver.link.subscribe("other", message -> {})))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("NOPERM");
        await().until(driver.link::isUp);
        driver.ask(() -> driver.link.subscribe("few:mine", message -> {}));
        assertThat(admin.command(Command.SPUBLISH, "few:mine", "x")).isEqualTo("1");
      }
    }
  }
}
