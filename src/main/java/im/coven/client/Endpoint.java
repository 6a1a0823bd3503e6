package im.coven.client;

/// Where a server listens and how, and the domain that is asked for there.
public record Endpoint(String host, int port, String domain, Security security) {

  /// How the connection is secured. Certificates are not checked: these clients are for loopback.
  public enum Security {
    /// STARTTLS where the server offers it.
    WHERE_OFFERED,
    /// STARTTLS, or no connection.
    STARTTLS,
    /// TLS from the first byte (XEP-0368).
    DIRECT_TLS,
    /// None, even where it is offered.
    NONE,
    /// A WebSocket without TLS (RFC 7395).
    WEB_SOCKET,
    /// A WebSocket with TLS.
    WEB_SOCKET_TLS
  }

  /// An endpoint that is secured where the server offers it.
  public static Endpoint of(String host, int port, String domain) {
    return new Endpoint(host, port, domain, Security.WHERE_OFFERED);
  }

  /// The same under another security.
  public Endpoint with(Security other) {
    return new Endpoint(host, port, domain, other);
  }
}
