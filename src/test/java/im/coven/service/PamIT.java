package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// MIX-PAM, with the clients on one loop, on two, and on two instances. `hag66` owns the channel
/// `coven`; `hecate` has two devices that use MIX and one that does not.
class PamIT {

  private static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] tablet hecate@shakespeare.example/tablet
      [client] relic hecate@shakespeare.example/relic
      hag66 connects
      hecate connects
      hag66 sends:
        <presence/>
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:0'/>
        </iq>
        <iq type='set' id='j'>
          <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:1'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <nick>first witch</nick>
            </join>
          </client-join>
        </iq>
      hag66 receives in any order:
        <presence from='${hag66.full}' …/>
        <iq type='result' id='c' …>…</iq>
        <iq type='result' id='j' …>…</iq>
      hecate sends:
        <presence/>
      hecate receives:
        <presence from='${hecate.full}' …/>
      """;

  private static final String JOIN =
      """
      hecate sends:
        <iq type='set' id='j1' to='hecate@shakespeare.example'>
          <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:1'>
              <nick>third witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
            </join>
          </client-join>
        </iq>
      """;

  private static final String JOINED =
      """
      hecate receives:
        <message from='coven@mix.shakespeare.example' to='${hecate.full}' …>
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <items node='urn:xmpp:mix:nodes:participants'>
              <item id='${id}'>…</item>
            </items>
          </event>
        </message>
        <iq type='result' id='j1' from='hecate@shakespeare.example' to='${hecate.full}'>
          <client-join xmlns='urn:xmpp:mix:pam:2'>
            <join xmlns='urn:xmpp:mix:core:1' id='${id}' …>
              <nick>third witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
            </join>
          </client-join>
        </iq>
      """;

  private static void play(Spread spread, String script) {
    try (var stage = AccountStage.open(spread)) {
      stage.play(script);
    }
  }

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
    play(
        spread,
        CAST
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
            + JOIN
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
    play(
        Spread.ONE_LOOP,
        (CAST
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
    play(
        spread,
        CAST
            + JOIN
            + JOINED
            + """
            hecate ignores:
              <presence …>…</presence>
            tablet ignores:
              <presence …>…</presence>
            relic ignores:
              <presence …>…</presence>
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

            hag66 sends:
              <message type='groupchat' id='m1' to='coven@mix.shakespeare.example'>
                <body>Harpier cries</body>
              </message>
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
            hag66 sends:
              <message type='groupchat' id='m2' to='coven@mix.shakespeare.example'>
                <body>'tis time</body>
              </message>
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
    play(
        spread,
        CAST
            + JOIN
            + JOINED
            + """
            hecate ignores:
              <presence …>…</presence>
            tablet ignores:
              <presence …>…</presence>
            relic ignores:
              <presence …>…</presence>
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
            hag66 sends:
              <message type='groupchat' id='m1' to='coven@mix.shakespeare.example'>
                <body>Harpier cries</body>
              </message>
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
            hag66 sends:
              <message type='groupchat' id='m2' to='coven@mix.shakespeare.example'>
                <body>'tis time</body>
              </message>
            hag66 receives:
              <message type='groupchat' …>…</message>
              <message type='groupchat' …>…</message>
            tablet receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-033")
  @Requirement("PAM-02-035")
  @Requirement("PAM-02-047")
  @Requirement("PAM-02-048")
  void leavingRemovesTheChannelFromTheRoster(Spread spread) {
    play(
        spread,
        CAST
            + JOIN
            + JOINED
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
    play(
        spread,
        CAST
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
    play(
        spread,
        CAST
            + JOIN
            + JOINED
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
  @Requirement("PAM-02-015")
  void aDeviceElsewhereFollowsAJoin(Spread spread) {
    play(
        spread,
        CAST
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
            + JOIN
            + JOINED
            + """
            tablet ignores:
              <message from='coven@mix.shakespeare.example' …>…</message>
            tablet receives:
              <iq type='set' …>…</iq>
            tablet receives nothing
            hag66 sends:
              <message type='groupchat' id='m1' to='coven@mix.shakespeare.example'>
                <body>Harpier cries</body>
              </message>
            tablet receives:
              <message type='groupchat' to='${tablet.full}' …>…</message>
            """);
  }
}
