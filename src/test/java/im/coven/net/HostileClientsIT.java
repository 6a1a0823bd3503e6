package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Clients that mean no good, while another one is being served.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PING = "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";
  private static final int MIB = 1024 * 1024;

  private final TestCoven coven =
      TestCoven.start("client.unauthenticated-seconds-max=3", "client.outbox-bytes-max=" + MIB);

  private final XmppClient bystander =
      XmppClient.connect(
              new Endpoint("127.0.0.1", coven.clientPort(), coven.domain(), Security.NONE))
          .register("bystander", "caldron");

  @BeforeAll
  void enter() {
    bystander.login("bystander", "caldron", "r");
  }

  @AfterAll
  void stop() {
    bystander.close();
    coven.close();
  }

  @AfterEach
  void theOthersAreServed() {
    assertThat(bystander.ask(PING, LIMIT).attr("type")).isEqualTo("result");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          <!DOCTYPE x [<!ENTITY a 'b'>]>              | restricted-xml
          <!-- hail -->                               | restricted-xml
          <?double toil?>                             | restricted-xml
          <message><body>&trouble;</body></message>   | restricted-xml
          <message><body>fire</burn></message>        | not-well-formed
          <message a='1' a='2'/>                      | not-well-formed
          <message><body>\u0001</body></message>      | not-well-formed
          """)
  @Requirement("C2S-004")
  @Requirement("C2S-006")
  void xmlThatIsNoStreamIsRefused(String xml, String condition) {
    try (var client = RawClient.login(coven.clientPort(), someone())) {
      assertThat(client.say(xml).hearOut())
          .contains("<stream:error><" + condition + " ")
          .endsWith("</stream:error></stream:stream>");
    }
  }

  @Test
  @Requirement("C2S-006")
  void bytesThatAreNoTextAreRefused() {
    try (var client = RawClient.login(coven.clientPort(), someone())) {
      byte[] overlong = {'<', 'a', '>', (byte) 0xC0, (byte) 0x80, '<', '/', 'a', '>'};
      assertThat(client.say(overlong).hearOut()).contains("<stream:error>");
    }
  }

  @ParameterizedTest
  @CsvSource({"GET / HTTP/1.1\\r\\n\\r\\n", "\u0016\u0003\u0001\u0002", "<<<<<<<<", "<!DOCTYPE a>"})
  @Requirement("C2S-006")
  void garbageGetsAHeaderAndAnError(String garbage) {
    try (var client = RawClient.connect(coven.clientPort())) {
      assertThat(client.say(garbage).hearOut())
          .startsWith("<?xml version='1.0'?><stream:stream ")
          .contains("<stream:error>")
          .endsWith("</stream:stream>");
    }
  }

  @Test
  void garbageInsteadOfTlsIsDropped() {
    try (var client = RawClient.connect(coven.clientTlsPort())) {
      assertThat(client.say("<stream:stream>no TLS").hearOut()).doesNotContain("stream");
    }
  }

  @Test
  @Requirement("C2S-046")
  void aStanzaOfTenMegabytesIsRefused() {
    byte[] content = new byte[10 * MIB];
    Arrays.fill(content, (byte) 'x');
    try (var client = RawClient.login(coven.clientPort(), someone())) {
      client.say("<message to='bystander@shakespeare.example'><body>").shout(content);
      assertThat(client.hearOut()).contains("<stream:error><policy-violation ");
    }
  }

  @Test
  @Requirement("C2S-046")
  void beforeTheLogInLessIsTaken() {
    try (var client = RawClient.open(coven.clientPort())) {
      client.say("<iq type='set' id='1'><query xmlns='jabber:iq:register'><username>");
      assertThat(client.shout("x".repeat(20_000).getBytes(UTF_8)).hearOut())
          .contains("<stream:error><policy-violation ");
    }
  }

  @Test
  void tenThousandElementsWithinOneAnotherAreRefused() {
    try (var client = RawClient.login(coven.clientPort(), someone())) {
      assertThat(client.shout(("<message>" + "<a>".repeat(10_000)).getBytes(UTF_8)).hearOut())
          .contains("<stream:error><policy-violation ");
    }
  }

  @Test
  @Requirement("C2S-005")
  void whoIsTooSlowToLogInIsClosed() {
    try (var silent = RawClient.connect(coven.clientPort());
        var slow = RawClient.open(coven.clientPort())) {
      slow.say("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mecha");
      assertThat(slow.hearOut()).contains("<connection-timeout ").endsWith("</stream:stream>");
      assertThat(silent.hearOut()).startsWith("<?xml").contains("<connection-timeout ");
    }
  }

  @Test
  @Requirement("C2S-009")
  void whatFollowsTheRequestForTlsIsNotRead() {
    try (var client = RawClient.open(coven.clientPort())) {
      client.say(
          "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
              + RawClient.plain("bystander", "caldron"));
      assertThat(client.hearOut())
          .contains("<stream:error><policy-violation ")
          .doesNotContain("<proceed", "<success");
    }
  }

  @Test
  @Requirement("C2S-021")
  void guessingEnds() {
    try (var client = RawClient.open(coven.clientPort())) {
      for (int i = 0; i < 4; i++) {
        client.say(RawClient.plain("bystander", "guess")).hear("</failure>");
      }
      assertThat(client.say(RawClient.plain("bystander", "guess")).hearOut())
          .contains("<stream:error><policy-violation ");
    }
  }

  @Test
  void whoDoesNotReadIsClosedAndNobodyWaits() {
    String deaf = someone();
    try (var client = RawClient.login(coven.clientPort(), deaf)) {
      client.say("<presence/>").hear("<presence");
      String message =
          "<message to='%s@shakespeare.example/r' type='chat'><body>%s</body></message>"
              .formatted(deaf, "x".repeat(100_000));
      // More than the outbox and both sockets' buffers hold.
      for (int i = 0; i < 200; i++) {
        bystander.send(message);
      }
      assertThat(client.hearOut().length()).isLessThan(200 * 100_000);
    }
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }
}
