package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import java.util.Collection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.chat2.ChatManager;
import org.jivesoftware.smack.filter.MessageTypeFilter;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.roster.AbstractRosterListener;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;

/// A client library that others wrote: Smack 4.4. It knows nothing of MIX, so what a channel needs
/// is sent as stanzas, and received by the library's own reader.
class SmackIT {

  private static final int PATIENCE_S = 30;

  static {
    // COMPAT(Smack, 4.4.8): where assertions are on, which they are in tests, its reader dies of
    // any
    // extension that it has no provider for and that has a default namespace, as every one has.
    SmackIT.class
        .getClassLoader()
        .setClassAssertionStatus(
            "org.jivesoftware.smack.parsing.StandardExtensionElementProvider", false);
  }

  private static final String CORE = "urn:xmpp:mix:core:1";
  private static final String PAM = "urn:xmpp:mix:pam:2";
  private static final String SAYING = "Harpier cries: 'tis time, 'tis time.";

  static TestCoven start() {
    return TestCoven.start("client.tls-required=true", "client.plain-on-loopback=false");
  }

  @Test
  @Requirement("C2S-009")
  @Requirement("C2S-044")
  void twoClientsLogInUnderTlsWithScramAndTalk() throws Exception {
    try (var coven = start()) {
      XMPPTCPConnection hag = login(coven, "hag66");
      XMPPTCPConnection wife = login(coven, "wiccarocks");
      try {
        var heard = new LinkedBlockingQueue<String>();
        ChatManager.getInstanceFor(wife)
            .addIncomingListener(
                (from, message, chat) -> heard.add(from + ": " + message.getBody()));
        ChatManager.getInstanceFor(hag)
            .chatWith(JidCreate.entityBareFrom("wiccarocks@" + coven.domain()))
            .send(SAYING);
        assertThat(next(heard)).isEqualTo("hag66@" + coven.domain() + ": " + SAYING);
      } finally {
        hag.disconnect();
        wife.disconnect();
      }
    }
  }

  @Test
  @Requirement("PAM-02-038")
  void twoClientsTalkInAChannel() throws Exception {
    try (var coven = start()) {
      XMPPTCPConnection hag = login(coven, "hag66");
      XMPPTCPConnection wife = login(coven, "wiccarocks");
      try {
        String channel = "coven@mix." + coven.domain();
        ask(hag, "mix." + coven.domain(), new Raw("create", CORE, "channel", "coven", ""));
        BlockingQueue<Message> hagHears = groupchats(hag);
        BlockingQueue<Message> wifeHears = groupchats(wife);
        assertThat(next(rosterOf(hag, () -> join(hag, channel, "third witch")))).isEqualTo(channel);
        assertThat(next(rosterOf(wife, () -> join(wife, channel, "wife")))).isEqualTo(channel);

        hag.sendStanza(
            hag.getStanzaFactory()
                .buildMessageStanza()
                .to(JidCreate.from(channel))
                .ofType(Message.Type.groupchat)
                .setBody(SAYING)
                .build());
        for (Message message : new Message[] {next(hagHears), next(wifeHears)}) {
          assertThat(message.getFrom().asBareJid().toString()).isEqualTo(channel);
          assertThat(message.getBody()).isEqualTo(SAYING);
          var mix = (StandardExtensionElement) message.getExtension(new QName(CORE, "mix"));
          assertThat(mix.getFirstElement("nick", CORE).getText()).isEqualTo("third witch");
          assertThat(mix.getFirstElement("jid", CORE).getText())
              .isEqualTo("hag66@" + coven.domain());
        }
      } finally {
        hag.disconnect();
        wife.disconnect();
      }
    }
  }

  @Test
  @Requirement("SM-013")
  @Requirement("SM-014")
  void aClientGoesOnWithItsSession() throws Exception {
    try (var coven = start()) {
      XMPPTCPConnection hag = login(coven, "hag66");
      XMPPTCPConnection wife = login(coven, "wiccarocks");
      try {
        assertThat(hag.isSmResumptionPossible()).isTrue();
        var heard = new LinkedBlockingQueue<String>();
        ChatManager.getInstanceFor(hag)
            .addIncomingListener((from, message, chat) -> heard.add(message.getBody()));
        hag.instantShutdown();
        var chat =
            ChatManager.getInstanceFor(wife)
                .chatWith(JidCreate.entityBareFrom("hag66@" + coven.domain()));
        chat.send(SAYING);
        // Her server has it before the hag comes back.
        wife.sendIqRequestAndWaitForResponse(new Ping());
        hag.connect().login();
        assertThat(hag.streamWasResumed()).isTrue();
        assertThat(next(heard)).isEqualTo(SAYING);
      } finally {
        hag.disconnect();
        wife.disconnect();
      }
    }
  }

  private interface Act {
    void play() throws Exception;
  }

  /// The entries that come into a client's roster from an act on.
  private static BlockingQueue<String> rosterOf(XMPPTCPConnection client, Act act)
      throws Exception {
    var added = new LinkedBlockingQueue<String>();
    Roster.getInstanceFor(client)
        .addRosterListener(
            new AbstractRosterListener() {
              @Override
              public void entriesAdded(Collection<Jid> addresses) {
                addresses.forEach(address -> added.add(address.toString()));
              }
            });
    act.play();
    return added;
  }

  private static void join(XMPPTCPConnection client, String channel, String nick) throws Exception {
    ask(
        client,
        client.getUser().asBareJid().toString(),
        new Raw(
            "client-join",
            PAM,
            "channel",
            channel,
            "<join xmlns='%s'><nick>%s</nick><subscribe node='urn:xmpp:mix:nodes:messages'/></join>"
                .formatted(CORE, nick)));
  }

  /// Sends a request; Smack throws unless a result comes back.
  static void ask(XMPPTCPConnection client, String to, IQ request) throws Exception {
    request.setType(IQ.Type.set);
    request.setTo(JidCreate.from(to));
    client.sendIqRequestAndWaitForResponse(request);
  }

  static BlockingQueue<Message> groupchats(XMPPTCPConnection client) {
    var heard = new LinkedBlockingQueue<Message>();
    client.addSyncStanzaListener(
        stanza -> heard.add((Message) stanza), MessageTypeFilter.GROUPCHAT);
    return heard;
  }

  static <T> T next(BlockingQueue<T> heard) throws InterruptedException {
    T one = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
    assertThat(one).isNotNull();
    return one;
  }

  /// A request whose payload is written as it is.
  static final class Raw extends IQ {
    private final String attribute;
    private final String value;
    private final String content;

    Raw(String name, String ns, String attribute, String value, String content) {
      super(name, ns);
      this.attribute = attribute;
      this.value = value;
      this.content = content;
    }

    @Override
    protected IQChildElementXmlStringBuilder getIQChildElementBuilder(
        IQChildElementXmlStringBuilder xml) {
      xml.attribute(attribute, value).rightAngleBracket().append(content);
      return xml;
    }
  }

  /// Logs in over STARTTLS, with SCRAM.
  static XMPPTCPConnection login(TestCoven coven, String user) throws Exception {
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
    connection.setUseStreamManagement(true);
    connection.setUseStreamManagementResumption(true);
    connection.connect().login();
    assertThat(connection.isSecureConnection()).isTrue();
    assertThat(connection.getUsedSaslMechansism()).startsWith("SCRAM-SHA-");
    return connection;
  }
}
