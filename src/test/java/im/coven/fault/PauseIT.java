package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.XmppClient;
import im.coven.redis.RedisProcess;
import im.coven.xml.Element;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An instance that stands still for longer than its lease, as on a machine that was suspended.
@Tag("fault")
class PauseIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void anInstanceThatWasTakenForDeadSaysGoodbyeAndEnds() {
    try (RedisProcess redis = RedisProcess.start();
        CovenProcess paused = CovenProcess.start(redis.uri());
        CovenProcess survivor = CovenProcess.start(redis.uri())) {
      XmppClient sleeper = Witness.connect(paused);
      sleeper.register("alice", "secret");
      sleeper.login("alice", "secret", "sleeper").send("<presence/>");
      XmppClient watcher = Witness.connect(survivor).login("alice", "secret", "watcher");
      watcher.send("<presence/>");
      await(watcher, "from='alice@shakespeare.example/sleeper'");

      paused.freeze();
      assertThat(await(watcher, "/sleeper'").attr("type")).isEqualTo("unavailable");
      paused.thaw();

      assertThat(await(sleeper, "<system-shutdown ").name()).isEqualTo("error");
      assertThat(paused.awaitEnd()).isEqualTo(1);
      assertThat(paused.logged("ERROR")).hasSize(1).allMatch(line -> line.contains("for dead"));
      XmppClient again = Witness.connect(survivor).login("alice", "secret", "sleeper");
      again.send("<message id='m' to='%s'/>".formatted(watcher.address()));
      assertThat(await(watcher, "id='m'").attr("from")).isEqualTo(again.address());
      again.close();
      watcher.close();
    }
  }

  private static Element await(XmppClient client, String part) {
    Element element = client.receive(PATIENCE).orElseThrow();
    while (!element.toString().contains(part)) {
      element = client.receive(PATIENCE).orElseThrow();
    }
    return element;
  }
}
