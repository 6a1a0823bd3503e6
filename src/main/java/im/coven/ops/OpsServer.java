package im.coven.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// The door for whoever watches over the instance: `/health` (the process answers), `/ready` (it
/// may be given clients; 503 with the reasons where not) and `/metrics` (Prometheus).
public final class OpsServer {

  private static final int REQUEST_LINE_BYTES_MAX = 1024;
  private static final int HEADER_BYTES_MAX = 8192;
  private static final int IDLE_SECONDS = 30;

  private final Metrics metrics;
  private final Readiness readiness;
  private final HttpServer server;

  public OpsServer(Vertx vertx, Metrics metrics, Readiness readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
    var options =
        new HttpServerOptions()
            .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setIdleTimeout(IDLE_SECONDS);
    this.server = vertx.createHttpServer(options).requestHandler(this::answer);
  }

  /// Listens; answers the port.
  public Future<Integer> listen(String host, int port) {
    return server.listen(port, host).map(HttpServer::actualPort);
  }

  public Future<Void> close() {
    return server.close();
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      end(response.setStatusCode(405).putHeader("allow", "GET, HEAD"), "text/plain", "");
      return;
    }
    switch (request.path()) {
      case "/health" -> json(response, 200, new JsonObject().put("status", "up"));
      case "/ready" -> ready(response);
      case "/metrics" -> end(response, "text/plain; version=0.0.4", metrics.scrape());
      case null, default ->
          end(response.setStatusCode(404), "text/plain", "try /health, /ready, /metrics\n");
    }
  }

  private void ready(HttpServerResponse response) {
    var reasons = readiness.reasons();
    if (reasons.isEmpty()) {
      json(response, 200, new JsonObject().put("status", "ready"));
    } else {
      var body = new JsonObject().put("status", "not ready").put("reasons", new JsonArray(reasons));
      json(response, 503, body);
    }
  }

  private static void json(HttpServerResponse response, int status, JsonObject body) {
    end(response.setStatusCode(status), "application/json", body.encode() + "\n");
  }

  private static void end(HttpServerResponse response, String type, String body) {
    response.putHeader("content-type", type + (type.contains("json") ? "" : "; charset=utf-8"));
    response.end(body).onFailure(gone -> {});
  }
}
