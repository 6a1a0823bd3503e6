package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whose presence a channel takes, and how much of it.
class PresenceRightsIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-005")
  @Requirement("PRES-04-007")
  void aStrangerIsNotPresent(Spread spread) {
    AccountStage.perform(
        spread,
        PresenceScenes.CAST
            + """
            # A stranger is refused, whatever it says; asking for a subscription makes none.
            hecate sends:
              <presence to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='error' from='coven@mix.shakespeare.example' to='${hecate.full}'>
                <error type='auth'>
                  <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  …
                </error>
              </presence>
            hecate sends:
              <presence type='subscribe' to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='unsubscribed' from='coven@mix.shakespeare.example' …/>
            hecate sends:
              <presence type='unavailable' to='coven@mix.shakespeare.example'/>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-03-006")
  @Requirement("PRES-03-015")
  @Requirement("PRES-03-018")
  @Requirement("PRES-04-007")
  @Requirement("PAM-02-041")
  @Requirement("PAM-02-042")
  void aClientMaySpeakToTheChannelItself(Spread spread) {
    AccountStage.perform(
        spread,
        PresenceScenes.CAST
            + """
            hecate sends:
              <iq type='set' id='j'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'>
                    <nick>third witch</nick>
                    <x xmlns='jabber:x:data' type='submit'>
                      <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                      <field var='Presence'><value>not share</value></field>
                    </x>
                  </join>
                </client-join>
              </iq>
            hecate receives:
              <iq type='result' id='j' …>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' id='${hecate.id}' …>…</join>
                </client-join>
              </iq>
            hecate sends:
              <presence type='subscribe' to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='subscribed' from='coven@mix.shakespeare.example' …/>
            hecate sends:
              <iq type='get' id='i' to='coven@mix.shakespeare.example'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:presence'/>
                </pubsub>
              </iq>
            hecate receives:
              <iq type='error' id='i' …>
                <error type='cancel'>
                  <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                      feature='retrieve-items'/>
                </error>
              </iq>
            # The server tells the channel nothing until its user shares presence: the roster
            # follows that.
            hecate sends:
              <iq type='set' id='p' to='coven@mix.shakespeare.example'>
                <user-preference xmlns='urn:xmpp:mix:anon:0'>
                  <x xmlns='jabber:x:data' type='submit'>
                    <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                    <field var='Presence'><value>share</value></field>
                  </x>
                </user-preference>
              </iq>
            hecate receives:
              <iq type='result' id='p' …>…</iq>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
              </presence>
            # What the client says is not believed more than its own.
            hecate sends:
              <presence to='coven@mix.shakespeare.example'>
                <show>dnd</show>
                <mix xmlns='urn:xmpp:mix:presence:0'><nick>first witch</nick></mix>
                <x xmlns='http://jabber.org/protocol/muc#user'/>
              </presence>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <show>dnd</show>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>third witch</nick>
                </mix>
              </presence>
            hecate goes offline
            """
            + PresenceScenes.gone("hag66", "throne"));
  }
}
