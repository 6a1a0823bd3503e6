package im.coven.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// TLS as the doors speak it: 1.2 or newer, the certificate chosen by SNI. See RFC 7590 §3.
public final class ServerTls {

  /// The ALPN protocol of client streams. See XEP-0368 §3.
  public static final String ALPN = "xmpp-client";

  /// Seconds that a client has for the handshake.
  static final int HANDSHAKE_SECONDS_MAX = 15;

  private ServerTls() {}

  /// Options for certificates from anywhere, such as a self-signed one.
  public static ServerSSLOptions of(KeyCertOptions certificates) {
    return new ServerSSLOptions()
        .setKeyCertOptions(certificates)
        .setSni(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setUseAlpn(true)
        .setApplicationLayerProtocols(List.of(ALPN))
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS_MAX)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
  }

  /// Options for a certificate chain and its key (PKCS #8) in PEM files.
  public static ServerSSLOptions ofPem(Path certificate, Path key) {
    return of(
        new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString()));
  }

  /// The same for a stream that begins without TLS, where ALPN has nothing to choose.
  static Future<SslContext> forStartTls(Vertx vertx, ServerSSLOptions options) {
    return vertx
        .executeBlocking(() ->
            SslContextBuilder.forServer(options.getKeyCertOptions().getKeyManagerFactory(vertx))
                .protocols(options.getEnabledSecureTransportProtocols())
                .build())
        .map(Objects::requireNonNull);
  }
}
