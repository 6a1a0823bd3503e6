package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which devices of a participant get what the channel sends: with the clients on one loop, on two,
/// and on two instances. The cast is that of {@link PamActs}.
class PamDevicesIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-01-001")
  @Requirement("PAM-02-001")
  @Requirement("PAM-02-002")
  @Requirement("PAM-02-005")
  @Requirement("PAM-02-006")
  @Requirement("PAM-02-009")
  @Requirement("PAM-02-010")
  @Requirement("PAM-02-015")
  @Requirement("SEED-03-003")
  @Requirement("SEED-03-007")
  @Requirement("SEED-05-008")
  void everyCapableDeviceGetsOneCopyAndNoOther(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.ENTERED
            + PamActs.PRESENCES_IGNORED
            + """
            tablet connects
            relic connects
            # A device that has not sent presence gets nothing, so it is asked nothing.
            tablet receives nothing
            tablet sends:
              <presence><show>dnd</show><priority>-5</priority></presence>
            tablet receives:
              <iq type='get' id='${unanswered}' from='${tablet}' to='${tablet.full}'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            # It is asked once, and again when it comes back.
            tablet sends:
              <presence/>
            tablet receives nothing
            tablet sends:
              <presence type='unavailable'/>
              <presence><show>dnd</show><priority>-5</priority></presence>
            tablet receives:
              <iq type='get' id='${question}' …>…</iq>
            tablet sends:
              <iq type='result' id='${question}' to='${tablet}'>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='client' type='pc'/>
                  <feature var='urn:xmpp:mix:core:0'/>
                </query>
              </iq>
            tablet receives nothing
            relic sends:
              <presence/>
            relic receives:
              <iq type='get' id='${other}' …>…</iq>
            relic sends:
              <iq type='result' id='${other}' to='${relic}'>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='client' type='pc'/>
                  <feature var='jabber:iq:version'/>
                </query>
              </iq>
            relic receives nothing

            """
            + PamActs.says("m1", "Harpier cries")
            + """
            hag66 receives:
              <message type='groupchat' …>…</message>
            hecate receives:
              <message type='groupchat' from='coven@mix.shakespeare.example/${hag}'
                  to='${hecate.full}' id='${m}'>
                <body>Harpier cries</body>
                …
              </message>
            tablet receives:
              <message type='groupchat' from='coven@mix.shakespeare.example/${hag}'
                  to='${tablet.full}' id='${m}'>
                <body>Harpier cries</body>
                …
              </message>
            everybody receives nothing

            # What is not available any more gets nothing.
            tablet sends:
              <presence type='unavailable'/>
            tablet receives nothing
            """
            + PamActs.says("m2", "'tis time")
            + """
            hag66 receives:
              <message type='groupchat' …>…</message>
            hecate receives:
              <message type='groupchat' …><body>'tis time</body>…</message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("PAM-02-004")
  void capabilitiesAreKnownByTheirHash(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.ENTERED
            + PamActs.PRESENCES_IGNORED
            + """
            tablet connects
            tablet sends:
              <presence>
                <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x:app'
                   ver='v8v27gmLEIYWcXTX2mOPjf2gpBc='/>
              </presence>
            tablet receives:
              <iq type='get' id='${question}' …>
                <query xmlns='http://jabber.org/protocol/disco#info'
                    node='urn:x:app#v8v27gmLEIYWcXTX2mOPjf2gpBc='/>
              </iq>
            # This answer does not have that hash, so it counts for this device alone.
            tablet sends:
              <iq type='result' id='${question}' to='${tablet}'>
                <query xmlns='http://jabber.org/protocol/disco#info'
                    node='urn:x:app#v8v27gmLEIYWcXTX2mOPjf2gpBc='>
                  <feature var='urn:xmpp:mix:core:1'/>
                </query>
              </iq>
            tablet receives nothing
            relic connects
            relic sends:
              <presence>
                <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x:app'
                   ver='v8v27gmLEIYWcXTX2mOPjf2gpBc='/>
              </presence>
            relic receives:
              <iq type='get' …>…</iq>
            """
            + PamActs.says("m1", "Harpier cries")
            + """
            tablet receives:
              <message type='groupchat' …>…</message>
            relic receives nothing

            # The device became another program.
            tablet sends:
              <presence>
                <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x:app'
                   ver='other'/>
              </presence>
            tablet receives:
              <iq type='get' id='${again}' …>…</iq>
            tablet sends:
              <iq type='result' id='${again}' to='${tablet}'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            tablet receives nothing
            """
            + PamActs.says("m2", "'tis time")
            + """
            hag66 receives:
              <message type='groupchat' …>…</message>
              <message type='groupchat' …>…</message>
            tablet receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-015")
  void aDeviceElsewhereFollowsAJoin(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.CAST
            + """
            hecate ignores:
              <presence …>…</presence>
            tablet ignores:
              <presence …>…</presence>
            tablet connects
            tablet sends:
              <iq type='get' id='r'>
                <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
              </iq>
              <presence/>
            tablet receives:
              <iq type='result' id='r' …>…</iq>
            """
            + PamActs.JOINS
            + PamActs.JOINED
            + """
            tablet ignores:
              <message from='coven@mix.shakespeare.example' …>…</message>
            tablet receives:
              <iq type='set' …>…</iq>
            tablet receives nothing
            """
            + PamActs.says("m1", "Harpier cries")
            + """
            tablet receives:
              <message type='groupchat' to='${tablet.full}' …>…</message>
            """);
  }
}
