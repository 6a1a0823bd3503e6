package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import im.coven.ops.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TcpServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// TLS from the first byte, and what is agreed upon in its handshake.
class DirectTlsIT {

  private static final int PATIENCE_MS = 30_000;

  @Test
  @Requirement("C2S-011")
  @Requirement("C2S-012")
  void theHandshakeAgreesOnXmppForClients() throws Exception {
    try (var coven = TestCoven.start("client.tls-required=true");
        var socket = connect(coven.clientTlsPort(), coven.domain(), "h2", "xmpp-client")) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("xmpp-client");
      assertThat(names(socket)).contains(coven.domain());
      assertThat(features(socket)).contains("<mechanisms ").doesNotContain("<starttls");
    }
  }

  @Test
  @Requirement("C2S-011")
  void aClientThatNamesNoProtocolIsServed() throws Exception {
    try (var coven = TestCoven.start();
        var socket = connect(coven.clientTlsPort(), coven.domain())) {
      assertThat(socket.getApplicationProtocol()).isEmpty();
      assertThat(features(socket)).contains("<mechanisms ");
    }
  }

  /// An instance has one certificate for all its domains; what chooses among several is the options
  /// that its doors listen with.
  @ParameterizedTest
  @CsvSource({"shakespeare.example", "marlowe.example"})
  @Requirement("C2S-011")
  void theCertificateIsThatOfTheNameAskedFor(String name, @TempDir Path folder) throws Exception {
    SelfSigned first = SelfSigned.in(folder.resolve("1"), List.of("shakespeare.example"));
    SelfSigned second = SelfSigned.in(folder.resolve("2"), List.of("marlowe.example"));
    var both =
        new PemKeyCertOptions()
            .addCertPath(first.certificate().toString())
            .addKeyPath(first.key().toString())
            .addCertPath(second.certificate().toString())
            .addKeyPath(second.key().toString());
    Vertx vertx = Vertx.vertx();
    try {
      NetServer server =
          vertx
              .createNetServer(new TcpServerConfig().setSsl(true), ServerTls.of(both))
              .connectHandler(accepted -> {})
              .listen(0, "127.0.0.1")
              .await(PATIENCE_MS, TimeUnit.MILLISECONDS);
      try (var socket = connect(server.actualPort(), name, "xmpp-client")) {
        assertThat(names(socket)).containsExactly(name);
      }
    } finally {
      vertx.close().await(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /// Shakes hands, asking for a name and offering these protocols.
  private static SSLSocket connect(int port, String name, String... protocols)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustingAll()}, new SecureRandom());
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /// The names that the server's certificate is for.
  private static List<String> names(SSLSocket socket)
      throws IOException, CertificateParsingException {
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> String.valueOf(name.get(1)))
        .toList();
  }

  /// Opens a stream, and answers what the server says.
  private static String features(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(RawClient.HEADER.getBytes(UTF_8));
    var heard = new StringBuilder();
    byte[] bytes = new byte[8192];
    while (heard.indexOf("</stream:features>") < 0) {
      int length = socket.getInputStream().read(bytes);
      assertThat(length).as("after " + heard).isPositive();
      heard.append(new String(bytes, 0, length, UTF_8));
    }
    return heard.toString();
  }
}
