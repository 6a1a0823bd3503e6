package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What participants ask of one another, and tell one another in private, through a channel that
/// hides their JIDs: on one loop, on two, and on two instances.
class MixRelayIT {

  /// `hag66` and `hecate` take part; `hag77` does not.
  private static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] hag77 hag77@shakespeare.example/heath
      hag66 connects
      hecate connects
      hag77 connects
      everybody ignores:
        <presence …>…</presence>
      everybody sends:
        <presence/>
      hag66 sends:
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:1'/>
        </iq>
      hag66 receives:
        <iq type='result' id='c' …>…</iq>
      hag66 sends:
        <iq type='set' id='v' to='coven@mix.shakespeare.example'>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <publish node='urn:xmpp:mix:nodes:config'>
              <item>
                <x xmlns='jabber:x:data' type='submit'>
                  <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
                  <field var='JID Visibility'><value>jid-hidden</value></field>
                </x>
              </item>
            </publish>
          </pubsub>
        </iq>
      hag66 receives:
        <iq type='result' id='v' …>…</iq>
      """
          + joins("hag66", "first witch")
          + joins("hecate", "third witch");

  private static String joins(String who, String nick) {
    return """
    %1$s sends:
      <iq type='set' id='join'>
        <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
          <join xmlns='urn:xmpp:mix:core:1'><nick>%2$s</nick></join>
        </client-join>
      </iq>
    %1$s receives:
      <iq type='result' id='join' …>
        <client-join xmlns='urn:xmpp:mix:pam:2'>
          <join xmlns='urn:xmpp:mix:core:1' id='${%1$s.id}' …>…</join>
        </client-join>
      </iq>
    """
        .formatted(who, nick);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("ANON-02-001")
  @Requirement("ANON-02-014")
  @Requirement("ANON-03-019")
  @Requirement("ANON-03-020")
  @Requirement("ANON-03-021")
  @Requirement("ANON-03-022")
  @Requirement("ANON-03-025")
  @Requirement("ANON-03-026")
  void theySpeakInPrivate(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            hecate sends:
              <message type='chat' id='m1' to='${hag66.id}#coven@mix.shakespeare.example'>
                <body>Have you seen Harpier?</body>
              </message>
            hag66 receives:
              <message type='chat' id='m1' to='hag66@shakespeare.example'
                  from='${hecate.id}#coven@mix.shakespeare.example/${face}'>
                <body>Have you seen Harpier?</body>
              </message>
            hag66 sends:
              <message id='m2' to='${hecate.id}#coven@mix.shakespeare.example/${face}'>
                <body>No</body>
              </message>
            hecate receives:
              <message id='m2' to='${hecate.full}'
                  from='${hag66.id}#coven@mix.shakespeare.example/${mine}' …>
                <body>No</body>
              </message>
            # A client that is not there, a resource that nobody was ever shown, nobody at all.
            hecate sends:
              <message id='m3' to='${hag66.id}#coven@mix.shakespeare.example/cave'>
                <body>Hail</body>
              </message>
            hecate is refused with service-unavailable (cancel)
            hecate sends:
              <message id='m4' to='0123#coven@mix.shakespeare.example'><body>Hail</body></message>
            hecate is refused with item-not-found (cancel)
            hecate sends:
              <message type='groupchat' id='m5' to='${hag66.id}#coven@mix.shakespeare.example'>
                <body>Hail</body>
              </message>
            hecate is refused with bad-request (modify)
            hag77 sends:
              <message id='m6' to='${hag66.id}#coven@mix.shakespeare.example'>
                <body>Hail</body>
              </message>
            hag77 is refused with forbidden (auth)
            # What a receiver's server answers comes back from the address that was used.
            hag66 goes offline
            hecate sends:
              <message id='m7' to='${hag66.id}#coven@mix.shakespeare.example/${mine}'>
                <body>Gone?</body>
              </message>
            hecate receives:
              <message type='error' id='m7' to='${hecate.full}'
                  from='${hag66.id}#coven@mix.shakespeare.example/${mine}'>
                <error type='cancel'>
                  <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                </error>
              </message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-017")
  @Requirement("PRES-04-018")
  @Requirement("PRES-04-019")
  @Requirement("PRES-04-020")
  @Requirement("PRES-04-021")
  @Requirement("PRES-04-022")
  @Requirement("ANON-02-015")
  @Requirement("ANON-02-018")
  void theyAskOneAnother(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            # Who has the address of a client from somewhere asks that client.
            hecate sends:
              <message type='chat' id='m1' to='${hag66.id}#coven@mix.shakespeare.example'>
                <body>Ask me</body>
              </message>
            hag66 receives:
              <message id='m1' from='${hecate.id}#coven@mix.shakespeare.example/${face}' …>
                …
              </message>
            hag66 sends:
              <iq type='get' id='q1' to='${hecate.id}#coven@mix.shakespeare.example/${face}'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            hecate receives:
              <iq type='get' id='q1' to='${hecate.full}'
                  from='${hag66.id}#coven@mix.shakespeare.example/${mine}'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            hecate sends:
              <iq type='result' id='q1' to='${hag66.id}#coven@mix.shakespeare.example/${mine}'>
                <query xmlns='jabber:iq:version'><name>Broom</name></query>
              </iq>
            hag66 receives:
              <iq type='result' id='q1' to='${hag66.full}'
                  from='${hecate.id}#coven@mix.shakespeare.example/${face}'>
                <query xmlns='jabber:iq:version'><name>Broom</name></query>
              </iq>
            # What is asked of a user is answered by the user's server.
            hag66 sends:
              <iq type='set' id='q2' to='${hecate.id}#coven@mix.shakespeare.example'>
                <query xmlns='jabber:iq:roster'/>
              </iq>
            hag66 receives:
              <iq type='error' id='q2' from='${hecate.id}#coven@mix.shakespeare.example' …>…</iq>
            hag77 sends:
              <iq type='get' id='q3' to='${hecate.id}#coven@mix.shakespeare.example/${face}'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            hag77 is refused with forbidden (auth)
            hag66 sends:
              <iq type='get' id='q4' to='0123#coven@mix.shakespeare.example/x'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            hag66 is refused with item-not-found (cancel)
            hag66 sends:
              <iq type='get' id='q5' to='${hecate.id}#coven@mix.shakespeare.example/throne'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            hag66 is refused with service-unavailable (cancel)
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-024")
  @Requirement("PRES-04-025")
  @Requirement("PRES-04-026")
  @Requirement("PRES-04-027")
  @Requirement("PRES-04-028")
  void theyReadEachOthersVcards(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            hecate sends:
              <iq type='set' id='s'><vCard xmlns='vcard-temp'><FN>Hecate</FN></vCard></iq>
            hecate receives:
              <iq type='result' id='s' …/>
            # By default nobody is shown it in a channel; whoever knows the address may ask there.
            hag66 sends:
              <iq type='get' id='v1' to='${hecate.id}#coven@mix.shakespeare.example'>
                <vCard xmlns='vcard-temp'/>
              </iq>
            hag66 is refused with not-allowed (cancel)
            hag66 sends:
              <iq type='get' id='v2' to='hecate@shakespeare.example'>
                <vCard xmlns='vcard-temp'/>
              </iq>
            hag66 receives:
              <iq type='result' id='v2' from='hecate@shakespeare.example' …>
                <vCard xmlns='vcard-temp'><FN>Hecate</FN></vCard>
              </iq>
            hecate sends:
              <iq type='set' id='p' to='coven@mix.shakespeare.example'>
                <user-preference xmlns='urn:xmpp:mix:anon:0'>
                  <x xmlns='jabber:x:data' type='submit'>
                    <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                    <field var='vCard'><value>allow</value></field>
                  </x>
                </user-preference>
              </iq>
            hecate receives:
              <iq type='result' id='p' …>…</iq>
            hag66 sends:
              <iq type='get' id='v3' to='${hecate.id}#coven@mix.shakespeare.example'>
                <vCard xmlns='vcard-temp'/>
              </iq>
            hag66 receives:
              <iq type='result' id='v3' from='${hecate.id}#coven@mix.shakespeare.example'
                  to='${hag66.full}'>
                <vCard xmlns='vcard-temp'><FN>Hecate</FN></vCard>
              </iq>
            hag66 sends:
              <iq type='get' id='v4' to='${hecate.id}#coven@mix.shakespeare.example'>
                <vcard xmlns='urn:ietf:params:xml:ns:vcard-4.0'/>
              </iq>
            hag66 receives:
              <iq type='error' id='v4' from='${hecate.id}#coven@mix.shakespeare.example' …>
                <error type='cancel'>
                  <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                </error>
              </iq>
            everybody receives nothing
            """);
  }
}
