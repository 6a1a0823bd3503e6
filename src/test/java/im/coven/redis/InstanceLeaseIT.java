package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceLeaseIT {
  /// Far longer than any test.
  private static final int LONG_MS = 600_000;

  private Vertx vertx;
  private RedisConfig config;
  private LinkDriver one;
  private LinkDriver two;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    config = LinkDriver.config(TestRedis.uri());
    one = new LinkDriver(vertx, config);
    two = new LinkDriver(vertx, config);
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    vertx.close().await();
  }

  @Test
  void instancesSeeEachOther() {
    InstanceLease first = take(one, "one", LONG_MS);
    InstanceLease second = take(two, "two", LONG_MS);
    assertThat(one.ask(first::living)).containsExactlyInAnyOrder("one", "two");
    assertThat(two.ask(second::living)).containsExactlyInAnyOrder("one", "two");
    assertThat(second.token()).isGreaterThan(first.token());
  }

  @Test
  void anIdInUseIsRefused() {
    take(one, "same", LONG_MS);
    assertThatThrownBy(() -> take(two, "same", LONG_MS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void aReleasedLeaseIsGoneAtOnce() {
    InstanceLease first = take(one, "one", LONG_MS);
    InstanceLease second = take(two, "two", LONG_MS);
    two.ask(second::release);
    assertThat(one.ask(first::living)).containsExactly("one");
    assertThat(second.isHeld()).isFalse();
    assertThat(take(two, "two", LONG_MS).token()).isGreaterThan(second.token());
  }

  @Test
  void aLeaseIsRenewed() {
    InstanceLease lease = take(one, "one", 1000);
    String before = stored("one");
    await().until(() -> !stored("one").equals(before));
    assertThat(lease.isHeld()).isTrue();
    assertThat(one.ask(lease::living)).containsExactly("one");
  }

  @Test
  void anInstanceThatDiesLapsesAndOneSurvivorBuriesIt() {
    InstanceLease survivor = take(one, "survivor", LONG_MS);
    take(two, "dying", 300);
    two.close();

    await().untilAsserted(() -> assertThat(one.ask(survivor::lapsed)).containsExactly("dying"));
    assertThat(one.ask(survivor::living)).containsExactly("survivor");
    assertThat(one.ask(() -> survivor.bury("dying"))).isTrue();
    assertThat(one.ask(() -> survivor.bury("dying"))).isFalse();
    assertThat(one.ask(survivor::lapsed)).isEmpty();
  }

  /// All leases lapse while Redis stands still. Who is back first must not bury the others.
  @Test
  void whoWasInterruptedIsNotSteady() {
    try (RedisProcess redis = RedisProcess.start();
        LinkDriver link = new LinkDriver(vertx, LinkDriver.config(redis.uri()))) {
      InstanceLease lease = take(link, "one", 2000);
      assertThat(lease.isSteady()).isFalse();
      await().until(lease::isSteady);
      redis.freeze();
      await().until(() -> !lease.isHeld());
      redis.thaw();
      await().until(lease::isHeld);
      assertThat(lease.isSteady()).isFalse();
      await().until(lease::isSteady);
    }
  }

  @Test
  void theLivingAreNotBuried() {
    InstanceLease survivor = take(one, "survivor", LONG_MS);
    take(two, "living", LONG_MS);
    assertThat(one.ask(() -> survivor.bury("living"))).isFalse();
    assertThat(one.ask(survivor::living)).contains("living");
  }

  @Test
  void aLeaseThatIsGoneIsNoticed() {
    InstanceLease lease = take(one, "one", 300);
    AtomicBoolean lost = new AtomicBoolean();
    one.run(() -> lease.onLost(() -> lost.set(true)));

    two.ask(() -> two.send(Request.cmd(Command.DEL).arg(leases())));

    await().untilTrue(lost);
    assertThat(lease.isHeld()).isFalse();
  }

  @Test
  void anotherHolderOfTheSameIdIsNoticed() {
    InstanceLease lease = take(one, "one", 300);
    AtomicBoolean lost = new AtomicBoolean();
    one.run(() -> lease.onLost(() -> lost.set(true)));

    two.ask(() -> two.send(Request.cmd(Command.DEL).arg(leases())));
    InstanceLease successor = take(two, "one", LONG_MS);

    await().untilTrue(lost);
    one.ask(lease::release);
    assertThat(two.ask(successor::living)).containsExactly("one");
  }

  private InstanceLease take(LinkDriver driver, String id, int lastsMs) {
    return driver.ask(() -> InstanceLease.take(vertx, driver.link, id, lastsMs));
  }

  private String stored(String id) {
    return two.ask(() ->
        two.send(Request.cmd(Command.HGET).arg(leases()).arg(id))
            .compose(value -> Future.succeededFuture(String.valueOf(value))));
  }

  private String leases() {
    return config.prefix() + ":{instances}:leases";
  }
}
