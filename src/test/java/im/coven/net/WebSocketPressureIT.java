package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import im.coven.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A WebSocket that is not read is ended when its outbox is full, as a stream on TCP is, and nobody
/// else loses anything.
class WebSocketPressureIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int OUTBOX_BYTES = 256 * 1024;

  /// More than the kernel takes for one that does not read, and the outbox besides.
  private static final int MESSAGES = 400;

  private static final String BODY = "x".repeat(40_000);

  @Test
  @Requirement("WS-016")
  void oneThatIsNotReadIsEndedAndTheOthersHearEverything() throws Exception {
    try (var coven =
            TestCoven.start(
                "websocket.port=0",
                "client.stanza-bytes-max=100000",
                "client.outbox-bytes-max=" + OUTBOX_BYTES,
                "client.stanzas-per-second=0");
        var deaf = RawWebSocket.login(coven.webSocketPort(), "deaf");
        var hearing = client(coven, Security.WEB_SOCKET, coven.webSocketPort(), "hearing");
        var speaker = client(coven, Security.NONE, coven.clientPort(), "speaker")) {
      deaf.say("<presence xmlns='jabber:client'/>");
      hearing.send("<presence/>");
      receive(hearing, "presence");
      for (int i = 0; i < MESSAGES; i++) {
        speaker.send(message("deaf", i));
        speaker.send(message("hearing", i));
        assertThat(receive(hearing, "message").attr("id")).isEqualTo("m" + i);
      }
      await()
          .atMost(LIMIT)
          .until(() ->
              metrics(coven)
                  .contains(
                      "coven_client_stream_errors_total{condition=\"resource-constraint\"} 1.0"));
      await()
          .atMost(LIMIT)
          .until(() -> metrics(coven).contains("\ncoven_client_connections 2.0\n"));
    }
  }

  private static String message(String to, int number) {
    return "<message type='chat' id='m%d' to='%s@shakespeare.example/r'><body>%s</body></message>"
        .formatted(number, to, BODY);
  }

  private static XmppClient client(TestCoven coven, Security security, int port, String user) {
    var endpoint = new Endpoint("127.0.0.1", port, coven.domain(), security);
    try (var client = XmppClient.connect(endpoint)) {
      client.register(user, "caldron");
    }
    return XmppClient.connect(endpoint).login(user, "caldron", "r");
  }

  private static Element receive(XmppClient client, String name) {
    Element next = client.receive(LIMIT).orElseThrow();
    while (!next.name().equals(name)) {
      next = client.receive(LIMIT).orElseThrow();
    }
    return next;
  }

  private static String metrics(TestCoven coven) {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + coven.opsPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
