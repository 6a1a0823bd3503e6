package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.conformance.Requirement;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Log-ins over real sockets, by each mechanism under each kind of security.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestCoven coven = TestCoven.start();

  @BeforeAll
  void register() {
    try (var client = XmppClient.connect(endpoint(Security.NONE))) {
      client.register("hag66", "caldron");
    }
  }

  @AfterAll
  void stop() {
    coven.close();
  }

  static Stream<Arguments> ways() {
    return Stream.of(Security.NONE, Security.STARTTLS, Security.DIRECT_TLS)
        .flatMap(security ->
            Stream.of("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN")
                .map(mechanism -> Arguments.of(security, mechanism)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Requirement("C2S-009")
  @Requirement("C2S-018")
  @Requirement("C2S-030")
  void everyMechanismUnderEverySecurity(Security security, String mechanism) {
    try (var client = XmppClient.connect(endpoint(security))) {
      String resource = UUID.randomUUID().toString();
      client.authenticate("hag66", "caldron", mechanism).bind(resource);
      assertThat(client.address()).isEqualTo("hag66@shakespeare.example/" + resource);
      assertThat(
              client
                  .ask("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>", LIMIT)
                  .attr("type"))
          .isEqualTo("result");
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Requirement("C2S-020")
  void aWrongPasswordAndAnUnknownNameLookAlike(Security security, String mechanism) {
    assertThat(refusal(security, mechanism, "hag66"))
        .isEqualTo(refusal(security, mechanism, "nobody"))
        .contains("not-authorized");
  }

  private String refusal(Security security, String mechanism, String user) {
    try (var client = XmppClient.connect(endpoint(security))) {
      return String.valueOf(
          org.assertj.core.api.Assertions.catchThrowable(
                  () -> client.authenticate(user, "wrong", mechanism))
              .getMessage());
    }
  }

  @Test
  @Requirement("C2S-012")
  void underTlsThereIsNoStartTls() {
    try (var client = XmppClient.connect(endpoint(Security.DIRECT_TLS))) {
      assertThat(client.features().child("starttls", "urn:ietf:params:xml:ns:xmpp-tls")).isEmpty();
    }
  }

  @Test
  void anAccountIsMadeOnce() {
    try (var client = XmppClient.connect(endpoint(Security.STARTTLS))) {
      assertThatThrownBy(() -> client.register("hag66", "other"))
          .isInstanceOf(XmppException.class)
          .hasMessageContaining("conflict");
    }
  }

  private Endpoint endpoint(Security security) {
    int port = security == Security.DIRECT_TLS ? coven.clientTlsPort() : coven.clientPort();
    return new Endpoint("127.0.0.1", port, coven.domain(), security);
  }
}
