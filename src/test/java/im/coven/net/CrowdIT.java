package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Ten thousand connections that never log in, and one client that is served all the while.
class CrowdIT {

  private static final int CROWD = 10_000;

  /// Both ends of a connection are in this process, which may not open as many files as it likes.
  private static final int ADMITTED = 6000;

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PING = "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";

  @Test
  void aCrowdThatDoesNotLogInHurtsNobodyWhoHas() throws IOException {
    try (var coven =
            TestCoven.start(
                "client.unauthenticated-max=" + ADMITTED,
                "client.unauthenticated-seconds-max=600");
        var bystander = client(coven, "bystander")) {
      List<SocketChannel> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < CROWD; i++) {
          crowd.add(connect(coven.clientPort()));
          if (i % 1000 == 0) {
            assertThat(bystander.ask(PING, LIMIT).attr("type")).isEqualTo("result");
          }
        }
        try (var oneMore = RawClient.connect(coven.clientPort())) {
          assertThat(oneMore.hearOut()).contains("<resource-constraint ");
        }
        assertThat(bystander.ask(PING, LIMIT).attr("type")).isEqualTo("result");
      } finally {
        for (SocketChannel one : crowd) {
          one.close();
        }
      }
      Awaitility.await()
          .atMost(LIMIT)
          .ignoreExceptions()
          .untilAsserted(() -> client(coven, "late").close());
    }
  }

  private static SocketChannel connect(int port) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.write(ByteBuffer.wrap("<stream:stream to='shakes".getBytes(UTF_8)));
    return channel;
  }

  private static XmppClient client(TestCoven coven, String user) {
    var endpoint = new Endpoint("127.0.0.1", coven.clientPort(), coven.domain(), Security.NONE);
    return XmppClient.connect(endpoint).register(user, "caldron").login(user, "caldron", "r");
  }
}
