package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an operator sees of clients that come, fail and go.
class DoorFiguresIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern NAME = Pattern.compile("^coven_\\w+", Pattern.MULTILINE);

  private final TestCoven coven = TestCoven.start("client.connections-max=2");
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    coven.close();
  }

  @Test
  void clientsAreCountedByHowFarTheyCame() {
    assertThat(scrape()).contains("coven_client_sessions 0.0");
    try (XmppClient hag = connect();
        XmppClient stranger = connect()) {
      hag.register("hag66", "caldron");
      assertThat(scrape()).contains("coven_client_unauthenticated 2.0");
      hag.login("hag66", "caldron", "cave");
      assertThat(stranger.features().name()).isEqualTo("features");
      assertThat(scrape())
          .contains("coven_client_connections 2.0")
          .contains("coven_client_unauthenticated 1.0")
          .contains("coven_client_sessions 1.0");

      assertThatThrownBy(this::connect).isInstanceOf(XmppException.class);
      assertThat(scrape())
          .contains("coven_client_refused_total{condition=\"resource-constraint\"} 1.0")
          .doesNotContain("coven_client_stream_errors_total");

      hag.send("<bogus xmlns='urn:bogus'/>");
      assertThat(hag.receive(PATIENCE).orElseThrow().name()).isEqualTo("error");
      assertThat(scrape()).containsPattern("coven_client_stream_errors_total\\{.*} 1.0");
    }
    await()
        .untilAsserted(() ->
            assertThat(scrape())
                .contains("coven_client_sessions 0.0", "coven_client_connections 0.0"));
  }

  @Test
  void failuresToLogInAreCountedByTheirCondition() {
    try (XmppClient hag = connect()) {
      hag.register("hag66", "caldron");
      for (String mechanism : new String[] {"SCRAM-SHA-256", "PLAIN"}) {
        assertThatThrownBy(() -> hag.authenticate("hag66", "cauldron", mechanism))
            .isInstanceOf(XmppException.class);
      }
      assertThat(scrape())
          .contains("authentication_failures_total{condition=\"not-authorized\"} 2.0")
          .contains("authentication_failures_total{condition=\"malformed-request\"} 0.0");
    }
  }

  @Test
  void everyMeterIsDocumented() throws IOException {
    String documented = Files.readString(Path.of("docs", "metrics.md"));

    assertThat(NAME.matcher(scrape()).results().map(name -> "| `" + name.group() + "` |"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(documented).contains(row));
  }

  private XmppClient connect() {
    return XmppClient.connect(
        Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain()).with(Endpoint.Security.NONE));
  }

  private String scrape() {
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(coven.opsPort()));
    var request = HttpRequest.newBuilder(uri);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
