package im.coven.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerIT {

  private final Vertx vertx = Vertx.vertx();
  private final Metrics metrics = new Metrics();
  private final Readiness readiness = new Readiness();
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    port =
        new OpsServer(vertx, metrics, readiness)
            .listen("127.0.0.1", 0)
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    metrics.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void theProcessIsHealthyWhileItAnswers() throws Exception {
    readiness.require("redis is away", () -> false);

    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void anInstanceIsReadyAsLongAsAllConditionsHold() throws Exception {
    var redis = new AtomicBoolean(true);
    readiness.require("redis is away", redis::get);
    readiness.require("the doors are shut", () -> true);
    assertThat(get("/ready").statusCode()).isEqualTo(200);
    assertThat(get("/ready").body()).contains("\"status\":\"ready\"");

    redis.set(false);

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).contains("\"reasons\":[\"redis is away\"]");
  }

  @Test
  void anInstanceThatDrainsIsNotReady() throws Exception {
    readiness.drain();

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).contains("\"reasons\":[\"draining\"]");
  }

  @Test
  void metricsAreInTheFormatOfPrometheus() throws Exception {
    metrics.count("coven.appends", "Entries appended").add(5);

    HttpResponse<String> response = get("/metrics");

    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(response.body()).contains("\ncoven_appends_total 5.0\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health/", "/metrics2", "//", "/../etc/passwd"})
  void otherPathsAreNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingIsAcceptedButReading() throws Exception {
    var request = HttpRequest.newBuilder(uri("/ready")).POST(HttpRequest.BodyPublishers.noBody());

    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
