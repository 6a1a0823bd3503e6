package im.coven.service;

import static im.coven.service.RoomCast.ALL_ENTER;
import static im.coven.service.RoomCast.SUBJECT;
import static im.coven.service.RoomCast.enters;
import static im.coven.service.RoomCast.gone;
import static im.coven.service.RoomCast.item;
import static im.coven.service.RoomCast.joined;
import static im.coven.service.RoomCast.presence;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A channel as a room: who enters, speaks, is renamed and leaves by either face, with the clients
/// on one loop, on two, and on two instances.
class RoomIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("MUC-07-001")
  @Requirement("MUC-07-003")
  @Requirement("MUC-07-008")
  @Requirement("MUC-07-009")
  @Requirement("MUC-07-010")
  @Requirement("MUC-07-011")
  @Requirement("MUC-07-017")
  @Requirement("MUC-07-018")
  @Requirement("MUC-07-055")
  @Requirement("MUC-07-057")
  @Requirement("MUC-07-063")
  @Requirement("MUC-07-064")
  @Requirement("MUC-05-001")
  @Requirement("MUC-05-005")
  @Requirement("MUC-17-013")
  @Requirement("MUC-359-001")
  @Requirement("MUC-359-005")
  @Requirement("MUC-421-002")
  @Requirement("MUC-421-003")
  @Requirement("MUC-408-005")
  @Requirement("MUC-408-011")
  @Requirement("MUC-408-012")
  @Requirement("MUC-408-013")
  @Requirement("MUC-408-018")
  @Requirement("MUC0408-02-004")
  @Requirement("MUC0408-02-005")
  @Requirement("MUC0408-02-022")
  @Requirement("MUC0408-02-023")
  @Requirement("MUC0408-02-029")
  void whatIsSaidOnOneFaceIsHeardOnBoth(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + """
            hecate sends:
              <message to='coven@chat.shakespeare.example' type='groupchat' id='m1'>
                <body>When shall we three meet again?</body>
              </message>
            hecate receives:
              <message from='coven@chat.shakespeare.example/third witch' id='m1' type='groupchat'
                  to='${hecate.full}'>
                <body>When shall we three meet again?</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.example' id='${s1}'/>
                <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hecate.id}'/>
              </message>
            crone receives:
              <message from='coven@chat.shakespeare.example/third witch' id='m1' type='groupchat'
                  to='${crone.full}'>
                <body>When shall we three meet again?</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.example' id='${s1}'/>
                <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hecate.id}'/>
              </message>
            hag66 receives:
              <message from='coven@mix.shakespeare.example/${hecate.id}' id='${s1}'
                  type='groupchat' to='${hag66.full}'>
                <mix xmlns='urn:xmpp:mix:core:1'>
                  <nick>third witch</nick><jid>${hecate}</jid>
                </mix>
                <body>When shall we three meet again?</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@mix.shakespeare.example' id='${s1}'/>
              </message>
            hag66 sends:
              <message to='coven@mix.shakespeare.example' type='groupchat' id='m2' xml:lang='en'>
                <body>In thunder</body>
              </message>
            hecate receives:
              <message from='coven@chat.shakespeare.example/first witch' id='m2' type='groupchat'
                  xml:lang='en' to='${hecate.full}'>
                <body>In thunder</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.example' id='${s2}'/>
                <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hag66.id}'/>
              </message>
            hag66 receives:
              <message from='coven@mix.shakespeare.example/${hag66.id}' id='${s2}' …>…</message>
            crone receives:
              <message id='m2' …>…</message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("MUC-07-065")
  @Requirement("MUC-17-011")
  @Requirement("MUC-359-002")
  @Requirement("MUC-359-003")
  @Requirement("MUC-421-004")
  void whatOnlyTheRoomSaysIsNotForAClientToSay(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + """
            crone sends:
              <message to='coven@chat.shakespeare.example' type='groupchat' id='m3'>
                <body>Lightning</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.example' id='x'/>
                <stanza-id xmlns='urn:xmpp:sid:0' by='elsewhere.example' id='y'/>
                <occupant-id xmlns='urn:xmpp:occupant-id:0' id='z'/>
                <delay xmlns='urn:xmpp:delay' from='coven@chat.shakespeare.example'
                    stamp='2002-09-10T23:08:25Z'/>
                <x xmlns='http://jabber.org/protocol/muc#user'><status code='100'/></x>
              </message>
            hecate receives:
              <message from='coven@chat.shakespeare.example/second witch' id='m3' …>
                <body>Lightning</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='elsewhere.example' id='y'/>
                <stanza-id xmlns='urn:xmpp:sid:0' by='coven@chat.shakespeare.example' id='…'/>
                <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${crone.id}'/>
              </message>
            crone receives:
              <message id='m3' …>…</message>
            hag66 receives:
              <message from='coven@mix.shakespeare.example/${crone.id}' …>…</message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("MUC-07-014")
  @Requirement("MUC-07-027")
  @Requirement("MUC-07-079")
  @Requirement("MUC-07-080")
  @Requirement("MUC-07-082")
  @Requirement("MUC-07-086")
  @Requirement("MUC-07-087")
  @Requirement("MUC-408-015")
  @Requirement("MUC-408-016")
  @Requirement("MUC-408-017")
  @Requirement("MUC0408-02-025")
  @Requirement("MUC0408-02-026")
  void nicksAreTheSameOnBothFaces(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + """
            crone sends:
              <presence to='coven@chat.shakespeare.example/First Witch' id='n'/>
            crone receives:
              <presence from='coven@chat.shakespeare.example/First Witch' type='error' id='n' …>
                <error type='cancel' by='coven@chat.shakespeare.example'>
                  <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  …
                </error>
              </presence>
            crone sends:
              <presence to='coven@chat.shakespeare.example/crone'><show>away</show></presence>
            crone receives:
            """
            + gone(
                "second witch",
                "crone",
                "<item affiliation='none' role='participant' jid='${crone.full}' nick='crone'/>"
                    + "<status code='303'/><status code='110'/>")
            + presence(
                "crone",
                "crone",
                item("none", "participant", "crone") + "<status code='110'/>",
                "<show>away</show>")
            + "hecate receives:\n"
            + gone(
                "second witch",
                "crone",
                "<item affiliation='none' role='participant' jid='${crone.full}' nick='crone'/>"
                    + "<status code='303'/>")
            + presence("crone", "crone", item("none", "participant", "crone"), "<show>away</show>")
            + joined("crone", "crone")
            + """
            hag66 sends:
              <iq type='set' id='n' to='coven@mix.shakespeare.example'>
                <setnick xmlns='urn:xmpp:mix:core:1'><nick>CRONE</nick></setnick>
              </iq>
            hag66 is refused with conflict (cancel)
            hag66 sends:
              <iq type='set' id='o' to='coven@mix.shakespeare.example'>
                <setnick xmlns='urn:xmpp:mix:core:1'><nick>hag</nick></setnick>
              </iq>
            hecate receives:
            """
            + gone(
                "first witch",
                "hag66",
                "<item affiliation='owner' role='moderator' jid='${hag66.full}' nick='hag'/>"
                    + "<status code='303'/>")
            + presence("hag", "hag66", item("owner", "moderator", "hag66"), "")
            + """
            crone receives in any order:
              <presence type='unavailable' …>…</presence>
              <presence from='coven@chat.shakespeare.example/hag' …>…</presence>
            hag66 receives in any order:
              <iq type='result' id='o' …>…</iq>
              <message type='headline' …>…</message>
              <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' …>…</presence>
            # She comes to the room too, under whatever nick: it is her, and there once.
            """
            + enters("hag66", "somebody")
            + "hag66 receives in any order:\n"
            + presence("third witch", "hecate", item("none", "participant", "hecate"), "")
            + presence("crone", "crone", item("none", "participant", "crone"), "<show>away</show>")
            + "hag66 receives:\n"
            + presence(
                "hag",
                "hag66",
                item("owner", "moderator", "hag66")
                    + "<status code='100'/><status code='110'/><status code='210'/>",
                "")
            + SUBJECT
            + "everybody receives nothing\n");
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("MUC-07-118")
  @Requirement("MUC-07-119")
  @Requirement("MUC-07-120")
  @Requirement("MUC-07-121")
  @Requirement("MUC-07-029")
  @Requirement("MUC-07-030")
  @Requirement("MUC-07-032")
  @Requirement("MUC-17-010")
  @Requirement("MUC-17-014")
  @Requirement("MUC-408-019")
  @Requirement("MUC-408-020")
  @Requirement("MUC0408-02-024")
  void whoeverGoesIsSeenToOnBothFaces(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + """
            [client] tower hecate@shakespeare.example/tower
            tower connects
            """
            + enters("tower", "third witch")
            + """
            tower receives in any order:
              <presence from='coven@chat.shakespeare.example/first witch' …>…</presence>
              <presence from='coven@chat.shakespeare.example/second witch' …>…</presence>
            tower receives:
              <presence from='coven@chat.shakespeare.example/third witch' …>…</presence>
            """
            + SUBJECT
            + """
            # One of two devices leaves: nobody else sees that.
            hecate sends:
              <presence to='coven@chat.shakespeare.example/third witch' type='unavailable'>
                <status>off</status>
              </presence>
            hecate receives:
              <presence from='coven@chat.shakespeare.example/third witch' type='unavailable' …>
                <status>off</status>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='none' jid='${hecate.full}'/>
                  <status code='110'/>
                </x>
                …
              </presence>
            hecate sends:
              <presence to='coven@chat.shakespeare.example/third witch' type='unavailable'/>
              <message to='coven@chat.shakespeare.example' type='groupchat' id='m'>
                <body>Still there?</body>
              </message>
            hecate is refused with not-acceptable (cancel)
            tower sends:
              <presence to='coven@chat.shakespeare.example/third witch' type='unavailable'>
                <status>asleep</status>
              </presence>
            tower receives:
              <presence from='coven@chat.shakespeare.example/third witch' …>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='participant' jid='${tower.full}'/>
                  <status code='110'/>
                </x>
                …
              </presence>
              <presence from='coven@chat.shakespeare.example/third witch' type='unavailable' …>
                …
              </presence>
            crone receives:
              <presence from='coven@chat.shakespeare.example/third witch' …>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='participant' jid='${tower.full}'/>
                </x>
                …
              </presence>
              <presence from='coven@chat.shakespeare.example/third witch' type='unavailable' …>
                <status>asleep</status>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='none' jid='${tower.full}'/>
                </x>
                …
              </presence>
            hag66 receives:
              <message type='headline' …>
                <event xmlns='http://jabber.org/protocol/pubsub#event'>
                  <items node='urn:xmpp:mix:nodes:participants'>
                    <retract id='${hecate.id}'/>
                  </items>
                </event>
              </message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("MUC-07-026")
  @Requirement("MUC-408-022")
  @Requirement("MUC0408-02-027")
  @Requirement("MUC0408-02-028")
  void aBanByOneFaceEndsWhatCameByTheOther(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + """
            hag66 sends:
              <iq type='set' id='b' to='coven@mix.shakespeare.example'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <publish node='urn:xmpp:mix:nodes:banned'><item id='${crone}'/></publish>
                </pubsub>
              </iq>
            hag66 receives in any order:
              <iq type='result' id='b' …>…</iq>
              <message type='headline' …>…</message>
            crone receives:
            """
            + gone(
                "second witch",
                "crone",
                "<item affiliation='outcast' role='none' jid='${crone.full}'/>"
                    + "<status code='110'/><status code='301'/>")
            + "hecate receives:\n"
            + gone(
                "second witch",
                "crone",
                "<item affiliation='outcast' role='none' jid='${crone.full}'/>"
                    + "<status code='301'/>")
            + enters("crone", "second witch")
            + """
            crone is refused with forbidden (auth)
            everybody receives nothing
            """);
  }
}
