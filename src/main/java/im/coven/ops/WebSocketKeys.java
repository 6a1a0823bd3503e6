package im.coven.ops;

import java.util.List;

/// The keys of the door for clients in browsers (RFC 7395), which {@link Catalogue} lists with all
/// others.
public final class WebSocketKeys {

  /// Where the WebSockets are, on both ports.
  public static final String PATH = "/xmpp-websocket";

  static final KeyList KEYS = new KeyList();

  public static final Key<Integer> PORT =
      KEYS.add(
          new Key<>(
              "websocket.port",
              Kind.optionalPort(),
              List.of("off"),
              "",
              "The port for WebSockets without TLS (ws), for a proxy that has it. With"
                  + " client.tls-required nobody logs in there but through such a proxy."));
  public static final Key<Integer> TLS_PORT =
      KEYS.add(
          new Key<>(
              "websocket.tls-port",
              Kind.optionalPort(),
              List.of("off"),
              "",
              "The port for WebSockets with TLS (wss). Browsers take no self-signed"
                  + " certificate: set tls.certificate."));
  public static final Key<Boolean> PROXY =
      KEYS.add(
          new Key<>(
              "websocket.proxy",
              Kind.flag(),
              List.of("false"),
              "",
              "Whether connections from this machine to websocket.port come through a proxy"
                  + " that has TLS, so that they count as secure, and as coming from elsewhere."));
  public static final Key<List<String>> ORIGINS =
      KEYS.add(
          new Key<>(
              "websocket.origins",
              Kind.words("origins"),
              List.of(""),
              "",
              "The web pages that may connect, such as https://chat.example; none named is all."));
  public static final Key<String> URL =
      KEYS.add(
          new Key<>(
              "websocket.url",
              Kind.text(),
              List.of(""),
              "",
              "What /.well-known/host-meta says where to connect (XEP-0156). Empty:"
                  + " websocket.tls-port of the domain that was asked."));

  private WebSocketKeys() {}
}
