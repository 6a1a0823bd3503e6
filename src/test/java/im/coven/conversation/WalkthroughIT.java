package im.coven.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.Walkthrough;
import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The first published walk-through of MIX, to the letter and in both dialects.
class WalkthroughIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String CREATE =
      """
      [client] hag66 hag66@${domain}/MacBook-Pro-de-Mickael
      [client] hag77 hag77@${domain}/tka1
      hag66 connects
      hag77 connects
      everybody ignores:
        <presence …>…</presence>
      everybody sends:
        <presence/>

      hag66 sends:
      <iq id='lx09df27'
          to='mix.shakespeare.example'
          type='set'>
        <create channel='coven' xmlns='urn:xmpp:mix:core:0'/>
      </iq>

      hag66 receives:
        <iq id='lx09df27' type='result' from='mix.shakespeare.example' to='${hag66.full}'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:0'/>
        </iq>
      """;

  private static final String JOIN =
      """
      hag66 sends:
      <iq type='set'
          to='hag66@shakespeare.example'
          id='E6E10350-76CF-40C6-B91B-1EA08C332FC7'>
        <client-join xmlns='urn:xmpp:mix:pam:0'
                     channel='coven@mix.shakespeare.example'>
          <join xmlns='urn:xmpp:mix:core:0'>
            <nick>third witch</nick>
            <subscribe node='urn:xmpp:mix:nodes:messages'></subscribe>
            <subscribe node='urn:xmpp:mix:nodes:presence'></subscribe>
            <subscribe node='urn:xmpp:mix:nodes:participants'></subscribe>
            <subscribe node='urn:xmpp:mix:nodes:subject'></subscribe>
            <subscribe node='urn:xmpp:mix:nodes:config'></subscribe>
          </join>
        </client-join>
      </iq>

      hag66 receives:
        <message from="coven@mix.shakespeare.example"
                 type="headline"
                 id='…'
                 to="hag66@shakespeare.example/MacBook-Pro-de-Mickael">
         <event xmlns="http://jabber.org/protocol/pubsub#event">
          <items node="urn:xmpp:mix:nodes:participants">
           <item id="${id66}">
            <participant xmlns="urn:xmpp:mix:core:0" jid="hag66@shakespeare.example"
                         nick='third witch'>
              <nick>third witch</nick>
              <jid>hag66@shakespeare.example</jid>
            </participant>
           </item>
          </items>
         </event>
        </message>
        <iq type="result"
            from="hag66@shakespeare.example"
            to="hag66@shakespeare.example/MacBook-Pro-de-Mickael"
            id="E6E10350-76CF-40C6-B91B-1EA08C332FC7">
          <client-join xmlns='urn:xmpp:mix:pam:0'>
            <join xmlns="urn:xmpp:mix:core:0" id='${id66}'
                  jid='${id66}#coven@mix.shakespeare.example'>
              <nick>third witch</nick>
              <subscribe node="urn:xmpp:mix:nodes:messages"></subscribe>
              <subscribe node="urn:xmpp:mix:nodes:presence"></subscribe>
              <subscribe node="urn:xmpp:mix:nodes:participants"></subscribe>
              <subscribe node="urn:xmpp:mix:nodes:subject"></subscribe>
              <subscribe node="urn:xmpp:mix:nodes:config"></subscribe>
            </join>
          </client-join>
        </iq>

      hag77 sends:
        <iq type='set' to='hag77@shakespeare.example' id='j77'>
          <client-join xmlns='urn:xmpp:mix:pam:0' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:0'>
              <subscribe node='urn:xmpp:mix:nodes:config'></subscribe>
              <subscribe node='urn:xmpp:mix:nodes:messages'></subscribe>
            </join>
          </client-join>
        </iq>

      hag77 receives:
        <iq type='result' from='hag77@shakespeare.example' to='${hag77.full}' id='j77'>
          <client-join xmlns='urn:xmpp:mix:pam:0'>
            <join xmlns='urn:xmpp:mix:core:0' id='${id77}' jid='${id77}#${channel}'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
            </join>
          </client-join>
        </iq>

      hag66 receives:
        <message from='${channel}' type='headline' id='…' to='${hag66.full}'>
         <event xmlns="http://jabber.org/protocol/pubsub#event">
          <items node="urn:xmpp:mix:nodes:participants">
           <item id="${id77}">
            <participant xmlns="urn:xmpp:mix:core:0" jid="hag77@shakespeare.example">
              <jid>hag77@shakespeare.example</jid>
            </participant>
           </item>
          </items>
         </event>
        </message>
      """;

  private static final String NICK =
      """
      hag66 sends:
      <iq type='set'
          to='coven@mix.shakespeare.example'
          id='7nve413p'>
        <setnick xmlns='urn:xmpp:mix:core:0'>
          <nick>thirdwitch</nick>
        </setnick>
      </iq>

      hag66 receives:
        <message from='${channel}' type='headline' id='…' to='${hag66.full}'>
         <event xmlns="http://jabber.org/protocol/pubsub#event">
          <items node="urn:xmpp:mix:nodes:participants">
           <item id="${id66}">
            <participant xmlns="urn:xmpp:mix:core:0" jid="${hag66}" nick='thirdwitch'>
              <nick>thirdwitch</nick>
              <jid>${hag66}</jid>
            </participant>
           </item>
          </items>
         </event>
        </message>
        <iq type='result' from='${channel}' to='${hag66.full}' id='7nve413p'>
          <setnick xmlns='urn:xmpp:mix:core:0'>
            <nick>thirdwitch</nick>
          </setnick>
        </iq>
      """;

  private static final String MESSAGE =
      """
      hag66 sends:
      <message to='coven@mix.shakespeare.example'
               id='92vax143g'
               type='groupchat'>
        <body>Harpier cries: 'tis time, 'tis time.</body>
      </message>

      hag77 receives:
        <message
            to='hag77@shakespeare.example/tka1'
            from='coven@mix.shakespeare.example/${id66}'
            type='groupchat'
            id='${archived}'>
          <mix xmlns='urn:xmpp:mix:core:0'>
            <nick>thirdwitch</nick>
            <jid>hag66@shakespeare.example</jid>
          </mix>
          <body>Harpier cries: &apos;tis time, &apos;tis time.</body>
          <stanza-id xmlns='urn:xmpp:sid:0' by='coven@mix.shakespeare.example' id='${archived}'/>
        </message>

      hag66 receives:
        <message to='${hag66.full}' from='${channel}/${id66}' type='groupchat' id='${archived}'>
          <mix xmlns='urn:xmpp:mix:core:0'>
            <nick>thirdwitch</nick>
            <jid>hag66@shakespeare.example</jid>
            <submission-id>92vax143g</submission-id>
          </mix>
          <body>Harpier cries: &apos;tis time, &apos;tis time.</body>
          <stanza-id xmlns='urn:xmpp:sid:0' by='coven@mix.shakespeare.example' id='${archived}'/>
        </message>
      """;

  private static final String LIST =
      """
      hag66 sends:
      <iq type='get'
          to='coven@mix.shakespeare.example'
          id='mix4'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:participants'></items>
        </pubsub>
      </iq>

      hag66 receives:
        <iq to='${hag66.full}' from='coven@mix.shakespeare.example' type='result' id='mix4'>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <items node='urn:xmpp:mix:nodes:participants'>
              <item id='${id66}'>
                <participant nick='thirdwitch' jid='hag66@shakespeare.example'
                             xmlns='urn:xmpp:mix:core:0'>
                  <nick>thirdwitch</nick>
                  <jid>hag66@shakespeare.example</jid>
                </participant>
              </item>
              <item id='${id77}'>
                <participant jid='hag77@shakespeare.example' xmlns='urn:xmpp:mix:core:0'>
                  <jid>hag77@shakespeare.example</jid>
                </participant>
              </item>
            </items>
          </pubsub>
        </iq>

      everybody receives nothing
      hag66 sends:
        <iq type='set' to='${mix}' id='end'>
          <destroy channel='coven' xmlns='urn:xmpp:mix:core:0'/>
        </iq>
      """;

  @Test
  @Requirement("SEED-01-001")
  @Requirement("SEED-01-002")
  @Requirement("SEED-01-003")
  @Requirement("SEED-01-004")
  @Requirement("SEED-02-001")
  @Requirement("SEED-02-003")
  @Requirement("SEED-02-004")
  @Requirement("SEED-02-005")
  @Requirement("SEED-02-006")
  @Requirement("SEED-02-007")
  @Requirement("SEED-02-008")
  @Requirement("SEED-02-009")
  @Requirement("SEED-02-010")
  @Requirement("SEED-02-011")
  @Requirement("SEED-03-001")
  @Requirement("SEED-03-002")
  @Requirement("SEED-03-003")
  @Requirement("SEED-03-004")
  @Requirement("SEED-03-005")
  @Requirement("SEED-03-006")
  @Requirement("SEED-03-007")
  @Requirement("SEED-04-001")
  @Requirement("SEED-04-002")
  @Requirement("SEED-04-003")
  @Requirement("SEED-05-001")
  @Requirement("SEED-05-002")
  @Requirement("SEED-05-003")
  @Requirement("SEED-05-004")
  @Requirement("SEED-05-005")
  @Requirement("SEED-05-007")
  @Requirement("SEED-05-008")
  @Requirement("SEED-06-001")
  @Requirement("SEED-06-002")
  @Requirement("SEED-06-003")
  @Requirement("SEED-06-004")
  @Requirement("SEED-07-001")
  @Requirement("SEED-07-002")
  @Requirement("SEED-07-003")
  @Requirement("PAM-02-003")
  void theWalkthroughPassesToTheLetter() {
    assertThat(THEATRE.coven().domain()).isEqualTo("shakespeare.example");
    THEATRE.playToTheLetter(Dialect.CORE_0, CREATE, JOIN, NICK, MESSAGE, LIST);
  }

  @Test
  @Requirement("SEED-07-005")
  @Requirement("SEED-07-006")
  void theWalkthroughPassesInBothDialects() {
    var out = new StringWriter();
    var options =
        new Walkthrough.Options(
            THEATRE.endpoint(), THEATRE.mixDomain(), List.of(Dialect.CORE_0, Dialect.CORE_1));
    boolean passed = Walkthrough.run(options, new PrintWriter(out));
    assertThat(passed).as(out.toString()).isTrue();
    assertThat(out.toString()).contains("passed in core:0", "passed in core:1");
  }

  @Test
  void aServerThatDoesOtherwiseFailsTheWalkthrough() {
    var out = new StringWriter();
    var options =
        new Walkthrough.Options(THEATRE.endpoint(), "nowhere.example", List.of(Dialect.CORE_1));
    assertThat(Walkthrough.run(options, new PrintWriter(out))).isFalse();
    assertThat(out.toString()).contains("FAILED in core:1", "should receive:", "but received:");
  }
}
