package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import im.coven.fault.CovenProcess;
import im.coven.redis.TestRedis;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Ten thousand connections that never log in, and the clients that are served all the while.
class CrowdIT {

  private static final int CROWD = 10_000;
  private static final int ADMITTED = 8000;
  private static final int AT_ONCE = 1000;
  private static final int SECONDS_MAX = 10;

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PING = "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";

  /// The server is a process of its own: a process may not open as many files as both ends need.
  @Test
  @Requirement("C2S-005")
  void aCrowdThatDoesNotLogInIsSentAwayAndHurtsNobody() {
    try (var coven =
            CovenProcess.start(
                TestRedis.uri(),
                "redis.prefix=test-" + UUID.randomUUID(),
                "client.unauthenticated-max=" + ADMITTED,
                "client.unauthenticated-seconds-max=" + SECONDS_MAX);
        var bystander = login(coven.clientPort(), "bystander");
        var crowd = Crowd.of(CROWD, loopback(coven.clientPort()))) {
      for (int come = 0; come < ADMITTED; come += AT_ONCE) {
        crowd.come(AT_ONCE);
        isServed(bystander);
        if (come == ADMITTED / 2) {
          login(coven.clientPort(), "newcomer").close();
        }
      }
      crowd.come(CROWD - ADMITTED);
      isServed(bystander);

      assertThat(crowd.thinsTo(0, LIMIT)).as("connections that are still there").isZero();
      isServed(bystander);
      login(coven.clientPort(), "latecomer").close();
      // On a slow machine the first of them have been sent away before the last ones come.
      long late = crowd.told("<connection-timeout ");
      assertThat(late).as("connections that were too slow").isBetween((long) ADMITTED, CROWD - 1L);
      assertThat(crowd.told("<resource-constraint ")).as("those too many").isEqualTo(CROWD - late);
    }
  }

  /// Whoever is of this machine does not count as one address, so the crowd has to come from an
  /// address that is not loopback.
  @Test
  void aCrowdFromOneAddressDoesNotShutTheDoorToOthers() throws SocketException {
    Optional<InetAddress> outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(address -> !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(outside.isPresent(), "this machine has no IPv4 address but loopback");
    try (var coven =
            TestCoven.start("client.host=0.0.0.0", "client.unauthenticated-max=" + 2 * AT_ONCE);
        var crowd =
            Crowd.of(2 * AT_ONCE, new InetSocketAddress(outside.get(), coven.clientPort()))) {
      crowd.come(2 * AT_ONCE);
      login(coven.clientPort(), "newcomer").close();
      assertThat(crowd.thinsTo(AT_ONCE, LIMIT)).isEqualTo(AT_ONCE);
      assertThat(crowd.told("<resource-constraint ")).isEqualTo(AT_ONCE);
    }
  }

  private static void isServed(XmppClient client) {
    assertThat(client.ask(PING, LIMIT).attr("type")).isEqualTo("result");
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static XmppClient login(int port, String user) {
    var endpoint = new Endpoint("127.0.0.1", port, "shakespeare.example", Security.NONE);
    return XmppClient.connect(endpoint).register(user, "caldron").login(user, "caldron", "r");
  }
}
