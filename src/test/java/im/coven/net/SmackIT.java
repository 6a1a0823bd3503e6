package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import java.security.cert.X509Certificate;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;

/// A client library that others wrote: Smack 4.4.
class SmackIT {

  private static final int PATIENCE_S = 30;

  @Test
  @Requirement("C2S-009")
  @Requirement("C2S-044")
  void twoClientsLogInUnderTlsWithScramAndTalk() throws Exception {
    try (var coven =
        TestCoven.start("client.tls-required=true", "client.plain-on-loopback=false")) {
      XMPPTCPConnection hag = login(coven, "hag66");
      XMPPTCPConnection wife = login(coven, "wiccarocks");
      try {
        assertThat(hag.isSecureConnection()).isTrue();
        assertThat(hag.getUsedSaslMechansism()).startsWith("SCRAM-SHA-");
        var heard = new LinkedBlockingQueue<String>();
        ChatManager.getInstanceFor(wife)
            .addIncomingListener(
                (from, message, chat) -> heard.add(from + ": " + message.getBody()));
        ChatManager.getInstanceFor(hag)
            .chatWith(JidCreate.entityBareFrom("wiccarocks@" + coven.domain()))
            .send("Harpier cries: 'tis time, 'tis time.");
        assertThat(heard.poll(PATIENCE_S, TimeUnit.SECONDS))
            .isEqualTo("hag66@" + coven.domain() + ": Harpier cries: 'tis time, 'tis time.");
      } finally {
        hag.disconnect();
        wife.disconnect();
      }
    }
  }

  private static XMPPTCPConnection login(TestCoven coven, String user) throws Exception {
    var endpoint =
        new Endpoint("127.0.0.1", coven.clientPort(), coven.domain(), Endpoint.Security.STARTTLS);
    try (var client = XmppClient.connect(endpoint)) {
      client.register(user, "caldron");
    }
    var connection =
        new XMPPTCPConnection(
            XMPPTCPConnectionConfiguration.builder()
                .setXmppDomain(coven.domain())
                .setHost("127.0.0.1")
                .setPort(coven.clientPort())
                .setSecurityMode(SecurityMode.required)
                .setCustomX509TrustManager(new TrustingAll())
                .setHostnameVerifier((host, session) -> true)
                .setUsernameAndPassword(user, "caldron")
                .setResource("smack")
                .build());
    connection.setReplyTimeout(PATIENCE_S * 1000L);
    connection.connect().login();
    return connection;
  }

  /// The certificate is made anew for each run.
  private static final class TrustingAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
