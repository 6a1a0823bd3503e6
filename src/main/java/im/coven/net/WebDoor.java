package im.coven.net;

import im.coven.ops.WebSocketKeys;
import im.coven.stream.ClientStreamMachine;
import im.coven.stream.Entry;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of a [ClientDoor] that speaks HTTP: WebSockets (RFC 7395), and the files that say where
/// they are (XEP-0156).
///
/// Vert.x reads the request; once it is granted the socket is a socket like others, and the frames
/// on it are a [Framing]. So writes, back-pressure and the end are those of every client.
final class WebDoor {

  private static final int REQUEST_LINE_BYTES_MAX = 2048;
  private static final int HEADER_BYTES_MAX = 8192;
  private static final String REL = "urn:xmpp:alt-connections:websocket";
  private static final int HTTPS = 443;
  private static final int UPGRADE_REQUIRED = 426;

  /// A connection that has not become a WebSocket.
  private record Waiting(Admission.Ticket ticket, long untilMs) {}

  private final Vertx vertx;
  private final ClientDoor door;
  private final ClientStreamMachine machine;
  private final Framing framing = new Framing.Messages();
  private final Map<HttpConnection, Waiting> waiting = new HashMap<>();
  private final List<HttpServer> servers = new ArrayList<>();
  private int tlsPort = -1;

  WebDoor(Vertx vertx, ClientDoor door, ClientStreamMachine machine) {
    this.vertx = vertx;
    this.door = door;
    this.machine = machine;
  }

  /// Listens. Ports are as those of [ClientDoor#open].
  Future<Integer> listen(int port, @Nullable ServerSSLOptions tls) {
    if (port < 0) {
      return Future.succeededFuture(-1);
    }
    var options =
        new HttpServerOptions()
            .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setHttp2ClearTextEnabled(false)
            .setSsl(tls != null)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true);
    options.setAcceptBacklog(ClientDoor.BACKLOG);
    var config = new HttpServerConfig(options).setVersions(HttpVersion.HTTP_1_1);
    HttpServer server =
        vertx
            .createHttpServer(config, tls == null ? null : tls.copy().setUseAlpn(false))
            .connectionHandler(this::enter)
            .requestHandler(this::answer);
    servers.add(server);
    int asked = door.ports().asked(port);
    return server
        .listen(asked, door.config().host())
        .map(listening -> {
          int taken = listening.actualPort();
          door.ports().taken(asked, taken);
          tlsPort = tls == null ? tlsPort : taken;
          return taken;
        });
  }

  Future<Void> close() {
    return Future.all(servers.stream().map(HttpServer::close).toList()).mapEmpty();
  }

  private void enter(HttpConnection connection) {
    var address = connection.remoteAddress();
    Admission.Ticket ticket =
        door.isClosing() || address == null
            ? null
            : door.admit(String.valueOf(address.hostAddress()));
    if (ticket == null) {
      var _ = connection.close();
      return;
    }
    long patienceMs = door.config().limits().unauthenticatedSecondsMax() * 1000L;
    waiting.put(connection, new Waiting(ticket, door.nowMs() + patienceMs));
    connection.closeHandler(gone -> forget(connection));
  }

  private void forget(HttpConnection connection) {
    Waiting left = waiting.remove(connection);
    if (left != null) {
      left.ticket().leave();
    }
  }

  /// Time has come to `nowMs`: who has not asked for anything by then has to go.
  void tick(long nowMs) {
    for (var entry : List.copyOf(waiting.entrySet())) {
      if (nowMs >= entry.getValue().untilMs()) {
        var _ = entry.getKey().close();
      }
    }
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader("allow", "GET");
      end(request, 405, "");
      return;
    }
    switch (request.path()) {
      case WebSocketKeys.PATH -> upgrade(request);
      case "/.well-known/host-meta" -> hostMeta(request, "application/xrd+xml", WebDoor::xrd);
      case "/.well-known/host-meta.json" -> hostMeta(request, "application/json", WebDoor::jrd);
      case null, default -> end(request, 404, "WebSockets are at " + WebSocketKeys.PATH + "\n");
    }
  }

  /// Answers, and closes: nobody has a second question.
  private static void end(HttpServerRequest request, int status, String body) {
    HttpServerResponse response = request.response().setStatusCode(status);
    response
        .putHeader("connection", "close")
        .end(body)
        .onComplete(written -> request.connection().close());
  }

  /* ---- WebSockets ---- */

  private void upgrade(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (Upgrade.of(request.headers(), door.config().webSocket())) {
      case Upgrade.Refused(var status, var why) -> {
        if (status == UPGRADE_REQUIRED) {
          response.putHeader("upgrade", "websocket");
          response.putHeader("sec-websocket-version", Upgrade.VERSION);
        }
        end(request, status, why + "\n");
      }
      case Upgrade.Granted(var accept) -> {
        response
            .putHeader("upgrade", "websocket")
            .putHeader("connection", "upgrade")
            .putHeader("sec-websocket-accept", accept)
            .putHeader("sec-websocket-protocol", Upgrade.PROTOCOL);
        request
            .toNetSocket()
            .onSuccess(socket -> begin(request.connection(), (NetSocketInternal) socket))
            .onFailure(gone -> {});
      }
    }
  }

  private void begin(HttpConnection connection, NetSocketInternal socket) {
    Waiting admitted = waiting.remove(connection);
    if (admitted == null) {
      var _ = socket.close();
      return;
    }
    var wire = new ClientWire(socket, door, framing);
    boolean isProxied =
        !socket.isSsl()
            && door.config().webSocket().behindProxy()
            && wire.origin() == Entry.Origin.LOOPBACK;
    var arrival =
        isProxied
            ? new ClientConnection.Arrival(machine, Entry.Security.TLS, Entry.Origin.NETWORK)
            : new ClientConnection.Arrival(
                machine, socket.isSsl() ? Entry.Security.TLS : Entry.Security.PLAIN, wire.origin());
    door.welcome(wire, admitted.ticket(), arrival);
  }

  /* ---- where they are ---- */

  private interface Writer {
    String write(String url);
  }

  private void hostMeta(HttpServerRequest request, String type, Writer writer) {
    HttpServerResponse response = request.response();
    // The file is public, and pages of every origin look for it. See XEP-0156 §3.
    response.putHeader("access-control-allow-origin", "*");
    url(request.authority())
        .ifPresentOrElse(
            url -> {
              response.putHeader("content-type", type);
              end(request, 200, writer.write(url));
            },
            () -> end(request, 404, ""));
  }

  private Optional<String> url(@Nullable HostAndPort asked) {
    String configured = door.config().webSocket().url();
    if (!configured.isEmpty()) {
      return Optional.of(configured);
    }
    if (tlsPort < 0) {
      return Optional.empty();
    }
    List<String> domains = door.config().domains();
    String host =
        asked != null && domains.contains(asked.host()) ? asked.host() : domains.getFirst();
    String port = tlsPort == HTTPS ? "" : ":" + tlsPort;
    return Optional.of("wss://" + host + port + WebSocketKeys.PATH);
  }

  private static String xrd(String url) {
    return """
    <?xml version='1.0' encoding='utf-8'?>
    <XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>
      <Link rel='%s' href='%s'/>
    </XRD>
    """
        .formatted(REL, escaped(url));
  }

  private static String escaped(String url) {
    var out = new StringBuilder();
    XmlWriter.escapeAttribute(url, out);
    return out.toString();
  }

  private static String jrd(String url) {
    JsonObject link = new JsonObject().put("rel", REL).put("href", url);
    return new JsonObject().put("links", new JsonArray().add(link)).encode() + "\n";
  }
}
