package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Bound streams over real sockets: acknowledgements, signs of life, goodbyes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIT {

  private static final String ENABLE = "<enable xmlns='urn:xmpp:sm:3'/>";
  private static final String PING = "<iq type='get' id='p%d'><ping xmlns='urn:xmpp:ping'/></iq>";

  private final TestCoven coven =
      TestCoven.start("client.idle-seconds=2", "client.unacknowledged-max=10");

  @AfterAll
  void stop() {
    coven.close();
  }

  @Test
  @Requirement("SM-002")
  @Requirement("SM-007")
  @Requirement("SM-008")
  void stanzasAreCountedFromTheirEnabling() {
    try (var client = login()) {
      client.say(PING.formatted(1)).hear("id='p1'");
      client.say(ENABLE).hear("<enabled xmlns='urn:xmpp:sm:3'/>");
      client.say("<r xmlns='urn:xmpp:sm:3'/>").hear("<a xmlns='urn:xmpp:sm:3' h='0'/>");
      client.say(PING.formatted(2)).hear("id='p2'");
      client.say(PING.formatted(3)).hear("id='p3'");
      client.say("<r xmlns='urn:xmpp:sm:3'/>").hear("<a xmlns='urn:xmpp:sm:3' h='2'/>");
      client.say("<a xmlns='urn:xmpp:sm:3' h='2'/>");
      client.say("<r xmlns='urn:xmpp:sm:3'/>").hear("<a xmlns='urn:xmpp:sm:3' h='2'/>");
    }
  }

  @Test
  @Requirement("SM-012")
  void moreThanWasSentCannotBeAcknowledged() {
    try (var client = login()) {
      client.say(ENABLE).hear("<enabled");
      client.say(PING.formatted(1)).hear("id='p1'");
      assertThat(client.say("<a xmlns='urn:xmpp:sm:3' h='2'/>").hearOut())
          .contains(
              "<undefined-condition ",
              "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='2' send-count='1'/>")
          .endsWith("</stream:stream>");
    }
  }

  @Test
  @Requirement("SM-011")
  void whoNeverAcknowledgesIsClosed() {
    try (var client = login()) {
      client.say(ENABLE).hear("<enabled");
      for (int i = 0; i < 11; i++) {
        client.say(PING.formatted(i));
      }
      assertThat(client.hearOut()).contains("<resource-constraint ").endsWith("</stream:stream>");
    }
  }

  @Test
  @Requirement("C2S-033")
  void aForeignSenderClosesTheStream() {
    try (var client = login()) {
      assertThat(client.say("<presence from='mix.shakespeare.example'/>").hearOut())
          .contains("<invalid-from ");
    }
  }

  @Test
  @Requirement("C2S-005")
  void theEndOfTheStreamIsAnswered() {
    try (var client = login()) {
      assertThat(client.say("</stream:stream>").hearOut()).endsWith("</stream:stream>");
    }
  }

  @Test
  @Requirement("C2S-005")
  @Requirement("C2S-051")
  void aSilentClientIsPingedAndThenClosed() {
    try (var silent = login();
        var answering = login()) {
      answering.hear("<ping xmlns='urn:xmpp:ping'/>");
      answering.say(" ");
      silent.hear("<ping xmlns='urn:xmpp:ping'/>");
      assertThat(silent.hearOut()).contains("<connection-timeout ").endsWith("</stream:stream>");
      answering.say(PING.formatted(1)).hear("id='p1'");
    }
  }

  @Test
  @Requirement("C2S-072")
  void aStopSaysGoodbye() {
    TestCoven ending = coven.another();
    try (var client = RawClient.login(ending.clientPort(), someone());
        var waiting = RawClient.open(ending.clientPort())) {
      ending.close();
      assertThat(client.hearOut())
          .contains("<stream:error><system-shutdown ")
          .endsWith("</stream:stream>");
      assertThat(waiting.hearOut()).contains("<system-shutdown ");
    }
  }

  private RawClient login() {
    return RawClient.login(coven.clientPort(), someone());
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }
}
