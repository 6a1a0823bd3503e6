package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.redis.RedisProcess;
import im.coven.service.AccountStage.Client;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A channel that does not say in time whether it lets somebody in.
class JoinTimeoutIT {

  private static final AccountSettings IMPATIENT =
      new AccountSettings(
          Set.of(AccountStage.DOMAIN),
          9,
          9,
          9,
          AccountSettings.Resuming.DEFAULT,
          AccountSettings.Archive.NONE,
          new AccountSettings.Personal(9, 9, 9, 9999, 1),
          9999);

  private static final String JOIN =
      """
      <iq type='set' id='%s'>
        <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
          <join xmlns='urn:xmpp:mix:core:1'>
            <nick>%s</nick>
            <subscribe node='urn:xmpp:mix:nodes:participants'/>
          </join>
        </client-join>
      </iq>
      """;

  @Test
  @Requirement("PAM-02-030")
  void whoWaitedTooLongIsOutWhateverTheChannelSaysLater() {
    try (RedisProcess redis = RedisProcess.start();
        AccountStage stage = AccountStage.on(redis.uri(), IMPATIENT)) {
      stage.account("hag66", "");
      stage.account("hecate", "");
      Client hag = stage.bind(0, Jid.of("hag66@shakespeare.example/cave"));
      hag.send("<presence/>");
      hag.send(
          "<iq type='set' id='c' to='mix.shakespeare.example'>"
              + "<create channel='coven' xmlns='urn:xmpp:mix:core:1'/></iq>");
      hag.send(JOIN, "j", "first witch");
      assertThat(until(hag, "id=\"j\"")).contains("type=\"result\"");
      Client hecate = stage.bind(0, Jid.of("hecate@shakespeare.example/throne"));
      hecate.send("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
      assertThat(until(hecate, "id=\"r\"")).contains("type=\"result\"");

      redis.kill();
      hecate.send(JOIN, "late", "third witch");
      assertThat(until(hecate, "id=\"late\"")).contains("remote-server-timeout", "type=\"wait\"");
      redis.restart();

      assertThat(until(hag, "third witch")).contains("urn:xmpp:mix:nodes:participants");
      assertThat(until(hag, "retract")).contains("urn:xmpp:mix:nodes:participants");
      hecate.send("<iq type='get' id='r2'><query xmlns='jabber:iq:roster'/></iq>");
      assertThat(until(hecate, "id=\"r2\"")).doesNotContain("coven@");
    }
  }

  /// The next stanza with a text; those before it are passed over.
  private static String until(Client client, String text) {
    while (true) {
      Element next = client.receive(Duration.ofSeconds(30)).orElseThrow();
      String xml = XmlWriter.toString(next).replace('\'', '"');
      if (xml.contains(text)) {
        return xml;
      }
    }
  }
}
