package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Channels that an account observes without taking part: all its sessions hear of them, wherever
/// they are and whenever they come, and no client finds them in the roster.
class ObservedChannelsIT {

  private static final String OPEN =
      """
      [client] hag66
      [client] hecate hecate@shakespeare.example/cave
      [client] broom hecate@shakespeare.example/broom
      hag66 connects
      hecate connects
      everybody ignores:
        <presence …>…</presence>
        <message type='headline' …>…</message>
        <iq type='get' …>…</iq>
      hag66 sends:
        <presence/>
        <iq type='set' to='mix.shakespeare.example' id='c'>
          <create xmlns='urn:xmpp:mix:core:1' channel='coven'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
              <field var='Messages Node Subscription'><value>allowed</value></field>
            </x>
          </create>
        </iq>
        <iq type='set' to='coven@mix.shakespeare.example' id='j'>
          <join xmlns='urn:xmpp:mix:core:1'><nick>hag</nick></join>
        </iq>
      hag66 receives:
        <iq type='result' id='c' …>…</iq>
        <iq type='result' id='j' …>…</iq>
      hecate sends:
        <presence/>
        <iq type='get' id='r'>
          <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
        </iq>
        <iq type='set' to='coven@mix.shakespeare.example' id='s'>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <subscribe node='urn:xmpp:mix:nodes:messages' jid='${hecate}'/>
          </pubsub>
        </iq>
      hecate receives:
        <iq type='result' id='r' …><query xmlns='jabber:iq:roster' …/></iq>
        <iq type='result' id='s' …>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <subscription node='urn:xmpp:mix:nodes:messages' jid='${hecate}'
                subscription='subscribed'/>
          </pubsub>
        </iq>
      broom connects
      everybody ignores:
        <presence …>…</presence>
        <message type='headline' …>…</message>
        <iq type='get' …>…</iq>
      broom sends:
        <iq type='get' id='r'>
          <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
        </iq>
      broom receives:
        <iq type='result' id='r' …><query xmlns='jabber:iq:roster' …/></iq>
      broom sends:
        <presence/>
      broom receives nothing
      """;

  private static String says(String text) {
    return """
    hag66 sends:
      <message to='coven@mix.shakespeare.example' type='groupchat'><body>%s</body></message>
    """
        .formatted(text);
  }

  private static String hears(String who, String text) {
    return """
    %1$s receives:
      <message type='groupchat' to='${%1$s.full}' from='coven@mix.shakespeare.example/…' …>
        <body>%2$s</body>
        …
      </message>
    """
        .formatted(who, text);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-008")
  void everySessionHearsWhatTheAccountObserves(Spread spread) {
    AccountStage.perform(
        spread,
        OPEN
            + says("Thrice")
            + hears("hecate", "Thrice")
            + hears("broom", "Thrice")
            + """
            # The other device may end it, too.
            broom sends:
              <iq type='set' to='coven@mix.shakespeare.example' id='u'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <unsubscribe node='urn:xmpp:mix:nodes:messages' jid='${hecate}'/>
                </pubsub>
              </iq>
            broom receives:
              <iq type='result' id='u' …/>
            """
            + says("the brinded cat")
            + "everybody receives nothing\n");
  }

  @ParameterizedTest
  @EnumSource
  void whoObservesMayJoinAndIsAParticipantThen(Spread spread) {
    AccountStage.perform(
        spread,
        OPEN
            + """
            hecate sends:
              <iq type='set' to='${hecate}' id='j'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'><nick>queen</nick></join>
                </client-join>
              </iq>
            hecate waits for one of:
              <iq type='result' id='j' …>…</iq>
            broom waits for one of:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' …>
                  <item jid='coven@mix.shakespeare.example' subscription='…'>…</item>
                </query>
              </iq>
            """
            // As a participant she is subscribed to what she asked for in the join: to nothing.
            + says("hath mewed")
            + "everybody receives nothing\n");
  }
}
