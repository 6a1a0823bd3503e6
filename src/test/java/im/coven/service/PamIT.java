package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Joining and leaving by MIX-PAM, and what the roster holds of it: with the clients on one loop,
/// on two, and on two instances. The cast is that of {@link PamActs}.
class PamIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-003")
  @Requirement("PAM-02-013")
  @Requirement("PAM-02-021")
  @Requirement("PAM-02-022")
  @Requirement("PAM-02-023")
  @Requirement("PAM-02-026")
  @Requirement("PAM-02-027")
  @Requirement("PAM-02-028")
  @Requirement("PAM-02-038")
  @Requirement("PAM-02-039")
  @Requirement("PAM-02-040")
  @Requirement("PAM-02-044")
  @Requirement("PAM-02-064")
  @Requirement("PAM-02-066")
  @Requirement("PAM-02-067")
  @Requirement("ROSTER-022")
  @Requirement("ROSTER-024")
  @Requirement("ROSTER-025")
  void aJoinEntersTheRosterBeforeItIsAnswered(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.CAST
            + """
            hecate sends:
              <iq type='get' id='r'>
                <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
              </iq>
            hecate receives:
              <iq type='result' id='r' …>…</iq>
            relic connects
            relic sends:
              <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
            relic receives:
              <iq type='result' id='r' …>…</iq>
            """
            + PamActs.JOINS
            + """
            hecate receives:
              <message from='coven@mix.shakespeare.example' …>…</message>
              <iq type='set' to='${hecate.full}' …>
                <query xmlns='jabber:iq:roster' ver='${ver}'>
                  <item jid='coven@mix.shakespeare.example' subscription='from'>
                    <channel xmlns='urn:xmpp:mix:roster:0' participant-id='${id}'/>
                  </item>
                </query>
              </iq>
              <iq type='result' id='j1' from='hecate@shakespeare.example' to='${hecate.full}'>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' id='${id}' …>
                    <nick>third witch</nick>
                    <subscribe node='urn:xmpp:mix:nodes:messages'/>
                    <subscribe node='urn:xmpp:mix:nodes:participants'/>
                  </join>
                </client-join>
              </iq>
            relic receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' ver='1'>
                  <item jid='coven@mix.shakespeare.example' subscription='from'/>
                </query>
              </iq>
            relic sends:
              <iq type='get' id='r2'><query xmlns='jabber:iq:roster' ver='${ver}'/></iq>
            relic receives:
              <iq type='result' id='r2' …>
                <query xmlns='jabber:iq:roster' ver='1'>
                  <item jid='coven@mix.shakespeare.example' subscription='from'/>
                </query>
              </iq>
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "urn:xmpp:mix:pam:0,urn:xmpp:mix:core:0",
    "urn:xmpp:mix:pam:1,urn:xmpp:mix:core:1",
    "urn:xmpp:mix:pam:2,urn:xmpp:mix:core:1"
  })
  @Requirement("SEED-02-001")
  @Requirement("SEED-02-002")
  @Requirement("SEED-02-004")
  @Requirement("SEED-02-005")
  @Requirement("SEED-02-012")
  @Requirement("SEED-07-006")
  @Requirement("PAM-02-024")
  @Requirement("PAM-02-034")
  @Requirement("PAM-02-036")
  void commandsAreAnsweredInTheirDialect(String pam, String core) {
    AccountStage.perform(
        Spread.ONE_LOOP,
        (PamActs.CAST
                + """
                hecate sends:
                  <iq type='set' to='hecate@shakespeare.example' id='E6E10350'>
                    <client-join xmlns='PAM' channel='coven@mix.shakespeare.example'>
                      <join xmlns='CORE'>
                        <nick>third witch</nick>
                        <subscribe node='urn:xmpp:mix:nodes:messages'></subscribe>
                      </join>
                    </client-join>
                  </iq>
                hecate receives:
                  <iq type='result' from='hecate@shakespeare.example' to='${hecate.full}'
                      id='E6E10350'>
                    <client-join xmlns='PAM'>
                      <join xmlns='CORE' …>
                        <nick>third witch</nick>
                        <subscribe node='urn:xmpp:mix:nodes:messages'/>
                      </join>
                    </client-join>
                  </iq>
                hecate sends:
                  <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
                hecate receives:
                  <iq type='result' id='r' …>
                    <query xmlns='jabber:iq:roster' …>
                      <item jid='coven@mix.shakespeare.example' subscription='from'/>
                    </query>
                  </iq>
                hecate sends:
                  <iq type='set' id='l1'>
                    <client-leave xmlns='PAM' channel='coven@mix.shakespeare.example'>
                      <leave xmlns='CORE'/>
                    </client-leave>
                  </iq>
                hecate receives:
                  <iq type='set' …>
                    <query xmlns='jabber:iq:roster' …>
                      <item jid='coven@mix.shakespeare.example' subscription='remove'/>
                    </query>
                  </iq>
                  <iq type='result' from='hecate@shakespeare.example' to='${hecate.full}' id='l1'>
                    <client-leave xmlns='PAM'><leave xmlns='CORE'/></client-leave>
                  </iq>
                """)
            .replace("PAM", pam)
            .replace("CORE", core));
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-033")
  @Requirement("PAM-02-035")
  @Requirement("PAM-02-047")
  @Requirement("PAM-02-048")
  void leavingRemovesTheChannelFromTheRoster(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.ENTERED
            + """
            hecate sends:
              <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
            hecate receives:
              <iq type='result' id='r' …>…</iq>
            hecate sends:
              <iq type='set' id='s'>
                <query xmlns='jabber:iq:roster'>
                  <item jid='coven@mix.shakespeare.example' name='The coven' subscription='none'/>
                </query>
              </iq>
            hecate receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' …>
                  <item jid='coven@mix.shakespeare.example' name='The coven' subscription='from'/>
                </query>
              </iq>
              <iq type='result' id='s' …/>

            # Removing the item is leaving.
            hecate ignores:
              <message …>…</message>
            hecate sends:
              <iq type='set' id='x'>
                <query xmlns='jabber:iq:roster'>
                  <item jid='coven@mix.shakespeare.example' subscription='remove'/>
                </query>
              </iq>
            hecate receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' …>
                  <item jid='coven@mix.shakespeare.example' subscription='remove'/>
                </query>
              </iq>
              <iq type='result' id='x' …/>
            hecate sends:
              <iq type='set' id='l'>
                <client-leave xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <leave xmlns='urn:xmpp:mix:core:1'/>
                </client-leave>
              </iq>
            hecate receives:
              <iq type='result' id='l' …>…</iq>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-029")
  @Requirement("PAM-02-031")
  @Requirement("PAM-02-032")
  @Requirement("PAM-02-037")
  void refusalsArePassedOnAndLeaveTheRosterAlone(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.CAST
            + """
            hecate sends:
              <iq type='set' id='j1'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='nowhere@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'/>
                </client-join>
              </iq>
            hecate is refused with item-not-found (cancel)
            hecate sends:
              <iq type='set' id='j2'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.elsewhere.example'>
                  <join xmlns='urn:xmpp:mix:core:1'/>
                </client-join>
              </iq>
            hecate is refused with remote-server-not-found (cancel)
            hecate sends:
              <iq type='set' id='j3'>
                <client-join xmlns='urn:xmpp:mix:pam:2'><join xmlns='urn:xmpp:mix:core:1'/></client-join>
              </iq>
            hecate is refused with bad-request (modify)
            hecate sends:
              <iq type='get' id='j4'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'/>
                </client-join>
              </iq>
            hecate is refused with bad-request (modify)
            hecate sends:
              <iq type='set' id='j5' to='${hag66}'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'/>
                </client-join>
              </iq>
            hecate is refused with forbidden (auth)
            hecate sends:
              <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
            hecate receives:
              <iq type='result' id='r' …><query xmlns='jabber:iq:roster' ver='0'/></iq>

            # Leaving what is not there succeeds.
            hecate sends:
              <iq type='set' id='l1'>
                <client-leave xmlns='urn:xmpp:mix:pam:2' channel='nowhere@mix.shakespeare.example'>
                  <leave xmlns='urn:xmpp:mix:core:1'/>
                </client-leave>
              </iq>
            hecate receives:
              <iq type='result' id='l1' …>
                <client-leave xmlns='urn:xmpp:mix:pam:2'>
                  <leave xmlns='urn:xmpp:mix:core:1'/>
                </client-leave>
              </iq>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-050")
  void aDestroyedChannelLeavesTheRoster(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.ENTERED
            + """
            hecate ignores:
              <message …>…</message>
            hecate sends:
              <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
            hecate receives:
              <iq type='result' id='r' …>…</iq>
            hag66 sends:
              <iq type='set' id='d' to='mix.shakespeare.example'>
                <destroy channel='coven' xmlns='urn:xmpp:mix:core:1'/>
              </iq>
            hecate receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' …>
                  <item jid='coven@mix.shakespeare.example' subscription='remove'/>
                </query>
              </iq>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-025")
  void twoDevicesMayGiveTheirJoinsOneId(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.CAST
            + """
            hag66 sends:
              <iq type='set' id='c2' to='mix.shakespeare.example'>
                <create channel='cave' xmlns='urn:xmpp:mix:core:1'/>
              </iq>
            hag66 receives:
              <iq type='result' id='c2' …>…</iq>
            tablet connects
            hecate sends:
              <iq type='set' id='same'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'><nick>in the coven</nick></join>
                </client-join>
              </iq>
            tablet sends:
              <iq type='set' id='same'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='cave@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'><nick>in the cave</nick></join>
                </client-join>
              </iq>
            tablet receives:
              <iq type='result' id='same' from='${hecate}' to='${tablet.full}'>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' jid='${b}#cave@mix.shakespeare.example' …>
                    <nick>in the cave</nick>
                  </join>
                </client-join>
              </iq>
            tablet receives nothing
            hecate receives:
              <iq type='result' id='same' from='${hecate}' to='${hecate.full}'>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' jid='${a}#coven@mix.shakespeare.example' …>
                    <nick>in the coven</nick>
                  </join>
                </client-join>
              </iq>
            hecate receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-029")
  void twoDevicesThatJoinAtOnceAreOneParticipant(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.CAST
            + PamActs.PRESENCES_IGNORED
            + """
            tablet connects
            """
            + PamActs.JOINS
            + PamActs.JOINS.replace("hecate sends", "tablet sends")
            + """
            hecate ignores:
              <message …>…</message>
            tablet ignores:
              <message …>…</message>
            hecate receives:
              <iq type='result' id='j1' to='${hecate.full}' …>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' id='${id}' …>…</join>
                </client-join>
              </iq>
            tablet receives:
              <iq type='result' id='j1' to='${tablet.full}' …>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' id='${id}' …>…</join>
                </client-join>
              </iq>
            hag66 sends:
              <iq type='get' id='who' to='coven@mix.shakespeare.example'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'/>
                </pubsub>
              </iq>
            hag66 receives:
              <iq type='result' id='who' …>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'>
                    <item id='${hag}'>…</item>
                    <item id='${id}'>…</item>
                  </items>
                </pubsub>
              </iq>
            """);
  }
}
