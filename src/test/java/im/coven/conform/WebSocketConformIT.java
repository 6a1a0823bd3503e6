package im.coven.conform;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.Walkthrough.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The conformance suite once more, with all clients on WebSockets: what is said does not depend on
/// the door. In one dialect, as the doors do not know dialects.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketConformIT {

  private static final Duration STANZA_LIMIT = Duration.ofSeconds(10);

  private TestCoven coven;
  private Performer performer;

  @BeforeAll
  void start() {
    coven = TestCoven.start("websocket.port=0");
    var endpoint =
        new Endpoint("127.0.0.1", coven.webSocketPort(), coven.domain(), Security.WEB_SOCKET);
    var target = new Target(endpoint, "mix." + coven.domain(), "", List.of(), STANZA_LIMIT);
    performer = Performer.at(target, List.of(Dialect.CORE_1));
  }

  @AfterAll
  void stop() {
    coven.close();
  }

  @TestFactory
  Stream<DynamicTest> everyScriptGoesAsWritten() {
    return Suite.load().plays().stream()
        .filter(play -> play.dialects().contains(Dialect.CORE_1))
        .map(play ->
            DynamicTest.dynamicTest(
                play.id(), () -> ConformIT.goes(performer, play, Dialect.CORE_1)));
  }
}
