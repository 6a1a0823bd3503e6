package im.coven.client;

import im.coven.xml.Element;
import java.time.Duration;
import java.util.Optional;

/// A client's streams on one connection, blocking.
sealed interface Wire permits SocketWire, WebSocketWire {

  String STREAMS_NS = "http://etherx.jabber.org/streams";

  /// Connects; what is waited for may take as long as `limit`.
  static Wire connect(Endpoint endpoint, Duration limit) {
    return switch (endpoint.security()) {
      case WEB_SOCKET, WEB_SOCKET_TLS -> new WebSocketWire(endpoint, limit);
      case WHERE_OFFERED, STARTTLS, DIRECT_TLS, NONE -> new SocketWire(endpoint, limit);
    };
  }

  /// Opens a stream and answers the features that the server offers.
  Element open();

  /// The next element, or nothing when the stream is at its end.
  Optional<Element> read();

  /// Sends elements, by default of `jabber:client`.
  void send(String xml);

  /// Ends the stream.
  void end();

  /// Goes on under TLS.
  void startTls();

  /// Whether what is sent is encrypted.
  boolean isSecured();

  /// From now on reading waits for ever.
  void waitForEver();

  /// Closes the connection without a word.
  void drop();

  /// What the server offers, which is the first that it says on a stream.
  default Element features() {
    Element features =
        read().orElseThrow(() -> new XmppException("the server ended the stream at once"));
    if (!features.is("features", STREAMS_NS)) {
      throw new XmppException("instead of features", features);
    }
    return features;
  }
}
