package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the two dialects have beside each other: what the published walk-through implies.
class DialectsIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("SEED-01-005")
  @Requirement("CORE-06-002")
  @Requirement("CORE-06-003")
  @Requirement("CORE-06-004")
  @Requirement("CORE-06-007")
  @Requirement("CORE-06-008")
  @Requirement("MAM-002")
  void theServiceShowsTheFeaturesOfBothDialectsAndNoOthers() {
    THEATRE.play(
        Dialect.CORE_0,
        Acts.WITCHES,
        """
        hecate sends:
          <iq type='get' to='${mix}' id='d'>
            <query xmlns='http://jabber.org/protocol/disco#info'/>
          </iq>
        hecate receives:
          <iq type='result' from='${mix}' to='${hecate.full}' id='d'>
            <query xmlns='http://jabber.org/protocol/disco#info'>
              <identity category='conference' type='mix' name='${service}'/>
              <feature var='http://jabber.org/protocol/disco#info'/>
              <feature var='http://jabber.org/protocol/disco#items'/>
              <feature var='urn:xmpp:mix:core:0'/>
              <feature var='urn:xmpp:mix:core:0#searchable'/>
              <feature var='urn:xmpp:mix:core:0#create-channel'/>
              <feature var='urn:xmpp:mix:core:1'/>
              <feature var='urn:xmpp:mix:core:1#searchable'/>
              <feature var='urn:xmpp:mix:core:1#create-channel'/>
              <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>urn:xmpp:mix:muc:0#muc-mirror</value>
                </field>
                <field var='muc-mirror' type='jid-single'><value>chat.${domain}</value></field>
              </x>
            </query>
          </iq>
        """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("SEED-01-005")
  @Requirement("CORE-06-015")
  @Requirement("CORE-06-017")
  @Requirement("CORE-06-020")
  void aChannelShowsTheFeaturesOfBothDialects(Dialect dialect) {
    THEATRE.play(dialect, Acts.WITCHES, Acts.CREATED, features(""), features(" node='mix'"));
  }

  private static String features(String node) {
    return """
    hecate sends:
      <iq type='get' to='${channel}' id='d'>
        <query xmlns='http://jabber.org/protocol/disco#info'@/>
      </iq>
    hecate receives:
      <iq type='result' from='${channel}' to='${hecate.full}' id='d'>
        <query xmlns='http://jabber.org/protocol/disco#info'@>
          <identity category='conference' type='mix'/>
          <feature var='http://jabber.org/protocol/disco#info'/>
          <feature var='urn:xmpp:mix:core:0'/>
          <feature var='urn:xmpp:mix:core:1'/>
          <feature var='urn:xmpp:mam:2'/>
          <feature var='urn:xmpp:mam:2#extended'/>
          <feature var='urn:xmpp:sid:0'/>
          <feature var='urn:xmpp:message-moderate:1'/>
          …
        </query>
      </iq>
    """
        .replace("@", node);
  }

  @Test
  @Requirement("SEED-01-006")
  @Requirement("SEED-06-004")
  void aChannelOfTheOldDialectIsOpenAndAsksForNoNick() {
    THEATRE.play(
        Dialect.CORE_0,
        Acts.WITCHES,
        Acts.CREATED,
        """
        hag66 sends:
          <iq type='get' to='${channel}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'/>
          </iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:messages' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:participants' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:info' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:presence' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:subject' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:config' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:banned' …/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:jidmap' …/>
              <item jid='${channel}' node='urn:xmpp:avatar:data' …/>
              <item jid='${channel}' node='urn:xmpp:avatar:metadata' …/>
            </query>
          </iq>
        hecate sends:
          <iq type='set' to='${hecate}' id='j'>
            <client-join xmlns='${pam}' channel='${channel}'>
              <join xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:participants'/></join>
            </client-join>
          </iq>
        hecate receives:
          <message from='${channel}' to='${hecate.full}' type='headline' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'>
                <item id='${id}'>
                  <participant xmlns='${core}' jid='${hecate}'><jid>${hecate}</jid></participant>
                </item>
              </items>
            </event>
          </message>
          <iq type='result' id='j' …>…</iq>
        """);
  }

  @Test
  @Requirement("SEED-07-006")
  void commandsAreAnsweredInTheNamespaceOfTheRequest() {
    THEATRE.play(
        Dialect.CORE_0,
        Acts.WITCHES,
        Acts.CREATED,
        commands("urn:xmpp:mix:core:0", "urn:xmpp:mix:pam:0"),
        commands("urn:xmpp:mix:core:0", "urn:xmpp:mix:pam:1"),
        commands("urn:xmpp:mix:core:1", "urn:xmpp:mix:pam:1"),
        commands("urn:xmpp:mix:core:1", "urn:xmpp:mix:pam:2"));
  }

  private static String commands(String core, String pam) {
    return Acts.asksToJoin("hag66", "witch", new Acts.Speech(core, pam), "messages")
        + """
        hag66 receives:
          <iq type='result' from='${hag66}' to='${hag66.full}' id='join-hag66'>
            <client-join xmlns='%2$s'><join xmlns='%1$s' …>…</join></client-join>
          </iq>
        hag66 sends:
          <iq type='set' to='${channel}' id='u'>
            <update-subscription xmlns='%1$s'>
              <subscribe node='urn:xmpp:mix:nodes:info'/>
              <unsubscribe node='urn:xmpp:mix:nodes:messages'/>
            </update-subscription>
          </iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='u'>
            <update-subscription xmlns='%1$s' jid='${hag66}'>
              <subscribe node='urn:xmpp:mix:nodes:info'/>
              <unsubscribe node='urn:xmpp:mix:nodes:messages'/>
            </update-subscription>
          </iq>
        hag66 sends:
          <iq type='set' to='${hag66}' id='l'>
            <client-leave xmlns='%2$s' channel='${channel}'><leave xmlns='%1$s'/></client-leave>
          </iq>
        hag66 receives:
          <iq type='result' from='${hag66}' to='${hag66.full}' id='l'>
            <client-leave xmlns='%2$s'><leave xmlns='%1$s'/></client-leave>
          </iq>
        hag66 sends:
          <iq type='set' to='${channel}' id='l2'><leave xmlns='%1$s'/></iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='l2'><leave xmlns='%1$s'/></iq>
        """
            .formatted(core, pam);
  }
}
