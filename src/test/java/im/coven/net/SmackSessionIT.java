package im.coven.net;

import static im.coven.net.SmackIT.ask;
import static im.coven.net.SmackIT.groupchats;
import static im.coven.net.SmackIT.login;
import static im.coven.net.SmackIT.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import im.coven.net.SmackIT.Raw;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.XMPPException.XMPPErrorException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.blocking.BlockingCommandManager;
import org.jivesoftware.smackx.bookmarks.BookmarkManager;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/// Whole sessions of clients on a library that others wrote, Smack 4.4: a MIX client of ours on it,
/// and what it has itself for the account's side.
class SmackSessionIT {

  private static final String CORE = "urn:xmpp:mix:core:1";
  private static final String PAM = "urn:xmpp:mix:pam:2";
  private static final String MAM = "urn:xmpp:mam:2";
  private static final String SAYING = "Harpier cries: 'tis time, 'tis time.";

  private static final String HIDDEN =
      "<x xmlns='jabber:x:data' type='submit'>"
          + "<field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>"
          + "<field var='JID Visibility'><value>never</value></field></x>";

  /// What a client is sent: presence, messages to all, and results of archives.
  private static final class MixClient {
    private final XMPPTCPConnection connection;
    private final String channel;
    private final BlockingQueue<Presence> presences = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> results = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> said;

    MixClient(XMPPTCPConnection connection, String channel) {
      this.connection = connection;
      this.channel = channel;
      this.said = groupchats(connection);
      connection.addSyncStanzaListener(
          stanza -> presences.add((Presence) stanza),
          stanza -> stanza instanceof Presence && stanza.getFrom().toString().contains("#coven@"));
      connection.addSyncStanzaListener(
          stanza -> results.add((Message) stanza),
          stanza ->
              StanzaTypeFilter.MESSAGE.accept(stanza)
                  && stanza.hasExtension(new QName(MAM, "result")));
    }

    private String account() {
      return connection.getUser().asBareJid().toString();
    }

    void join(String nick, String form) throws Exception {
      String nodes =
          "<subscribe node='urn:xmpp:mix:nodes:messages'/>"
              + "<subscribe node='urn:xmpp:mix:nodes:presence'/>";
      String wishes = "<nick>" + nick + "</nick>" + nodes + form;
      String join = "<join xmlns='" + CORE + "'>" + wishes + "</join>";
      ask(connection, account(), new Raw("client-join", PAM, "channel", channel, join));
    }

    void leave() throws Exception {
      String leave = "<leave xmlns='" + CORE + "'/>";
      ask(connection, account(), new Raw("client-leave", PAM, "channel", channel, leave));
    }

    void say(String body) throws Exception {
      connection.sendStanza(
          connection
              .getStanzaFactory()
              .buildMessageStanza()
              .to(JidCreate.from(channel))
              .ofType(Message.Type.groupchat)
              .setBody(body)
              .build());
    }

    /// The presence of the next client that comes, or goes, with a nick.
    Presence present(String nick) throws InterruptedException {
      while (true) {
        Presence presence = next(presences);
        var mix =
            (StandardExtensionElement)
                presence.getExtension(new QName("urn:xmpp:mix:presence:0", "mix"));
        if (mix != null && mix.getFirstElement("nick").getText().equals(nick)) {
          return presence;
        }
      }
    }

    /// What the channel's archive answers first.
    String archived() throws Exception {
      ask(connection, channel, new Raw("query", MAM, "queryid", "q", ""));
      var result = (StandardExtensionElement) next(results).getExtension(new QName(MAM, "result"));
      return result
          .getFirstElement("forwarded", "urn:xmpp:forward:0")
          .getFirstElement("message", "jabber:client")
          .getFirstElement("body", "jabber:client")
          .getText();
    }
  }

  private static StandardExtensionElement mix(Message message) {
    return (StandardExtensionElement) message.getExtension(new QName(CORE, "mix"));
  }

  @Test
  @Requirement("ANON-03-010")
  @Requirement("PAM-02-036")
  @Requirement("PAM-02-053")
  void aMixClientPlaysAWholeSession() throws Exception {
    try (TestCoven coven = SmackIT.start()) {
      String channel = "coven@mix." + coven.domain();
      String visibility =
          "<x xmlns='jabber:x:data' type='submit'>"
              + "<field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>"
              + "<field var='JID Visibility'><value>jid-maybe-visible</value></field></x>";
      var hag = new MixClient(login(coven, "hag66"), channel);
      var wife = new MixClient(login(coven, "wiccarocks"), channel);
      try {
        var create = new Raw("create", CORE, "channel", "coven", visibility);
        ask(hag.connection, "mix." + coven.domain(), create);
        hag.join("third witch", "");
        wife.join("wife", HIDDEN);
        assertThat(hag.present("wife").getType()).isEqualTo(Presence.Type.available);
        assertThat(wife.present("third witch").getType()).isEqualTo(Presence.Type.available);

        wife.say(SAYING);
        for (MixClient hearer : List.of(hag, wife)) {
          Message message = next(hearer.said);
          assertThat(message.getBody()).isEqualTo(SAYING);
          assertThat(mix(message).getFirstElement("nick").getText()).isEqualTo("wife");
          assertThat(mix(message).getFirstElement("jid")).as("she is hidden").isNull();
        }
        assertThat(hag.archived()).isEqualTo(SAYING);

        Jid entry = JidCreate.from(channel);
        Roster roster = Roster.getInstanceFor(wife.connection);
        assertThat(roster.contains(entry.asBareJid())).isTrue();
        wife.leave();
        wife.connection.sendIqRequestAndWaitForResponse(new Ping());
        assertThat(roster.contains(entry.asBareJid())).isFalse();
        hag.leave();
      } finally {
        hag.connection.disconnect();
        wife.connection.disconnect();
      }
    }
  }

  @Test
  @Requirement("C2S-060")
  @Requirement("C2S-061")
  @Requirement("C2S-063")
  @Requirement("C2S-069")
  void theLibraryBlocksAndKeepsBookmarks() throws Exception {
    try (TestCoven coven = SmackIT.start()) {
      XMPPTCPConnection hag = login(coven, "hag66");
      try {
        Jid wife = JidCreate.from("wiccarocks@" + coven.domain());
        var blocking = BlockingCommandManager.getInstanceFor(hag);
        assertThat(blocking.isSupportedByServer()).isTrue();
        assertThat(blocking.getBlockList()).isEmpty();
        blocking.blockContacts(List.of(wife));
        hag.sendIqRequestAndWaitForResponse(new Ping());
        assertThat(blocking.getBlockList()).containsExactly(wife);
        var ping = new Ping(JidCreate.fullFrom(wife + "/smack"));
        assertThatThrownBy(() -> hag.sendIqRequestAndWaitForResponse(ping))
            .isInstanceOfSatisfying(
                XMPPErrorException.class,
                error ->
                    assertThat(error.getStanzaError().getCondition())
                        .isEqualTo(StanzaError.Condition.not_acceptable));
        blocking.unblockAll();

        var bookmarks = BookmarkManager.getBookmarkManager(hag);
        assertThat(bookmarks.getBookmarkedConferences()).isEmpty();
        var room = JidCreate.entityBareFrom("coven@chat.example");
        bookmarks.addBookmarkedConference("Coven", room, true, Resourcepart.from("hag"), null);
        assertThat(bookmarks.getBookmarkedConferences())
            .singleElement()
            .satisfies(kept -> assertThat(kept.getJid().toString()).isEqualTo(room.toString()))
            .satisfies(kept -> assertThat(kept.isAutoJoin()).isTrue());
        bookmarks.removeBookmarkedConference(room);
        assertThat(bookmarks.getBookmarkedConferences()).isEmpty();
      } finally {
        hag.disconnect();
      }
    }
  }
}
