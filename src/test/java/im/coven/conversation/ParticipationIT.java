package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Joining, subscribing, nicks, leaving.
class ParticipationIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-04-003")
  @Requirement("CORE-04-011")
  @Requirement("CORE-04-018")
  @Requirement("CORE-04-026")
  @Requirement("CORE-04-027")
  @Requirement("CORE-04-030")
  @Requirement("CORE-06-026")
  @Requirement("CORE-06-027")
  @Requirement("CORE-07-001")
  @Requirement("CORE-07-003")
  @Requirement("CORE-07-006")
  @Requirement("CORE-07-010")
  @Requirement("CORE-07-011")
  @Requirement("CORE-07-012")
  @Requirement("CORE-07-013")
  @Requirement("CORE-07-018")
  @Requirement("CORE-07-019")
  @Requirement("CORE-07-020")
  @Requirement("CORE-07-021")
  @Requirement("CORE-07-022")
  @Requirement("CORE-07-023")
  @Requirement("CORE-07-024")
  @Requirement("PAM-02-021")
  @Requirement("PAM-02-022")
  @Requirement("PAM-02-023")
  @Requirement("PAM-02-027")
  @Requirement("PAM-02-028")
  @Requirement("PAM-02-011")
  @Requirement("PAM-02-013")
  void aJoinIsToldToAllAndListed(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        Participants.listed("hag77", "hag66", "third witch", "hag77", "second witch"),
        "everybody receives nothing");
  }

  @Test
  @Requirement("CORE-07-002")
  @Requirement("PAM-01-002")
  void aJoinStraightFromAClientCountsForItsBareJidAndLeavesTheRosterAlone() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='j'>
            <join xmlns='${core}'><nick>witch</nick></join>
          </iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='j'>
            <join xmlns='${core}' id='${hag77.id}' jid='${hag77.id}#${channel}'>
              <nick>witch</nick>
            </join>
          </iq>
        hag77 sends:
          <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
        hag77 receives:
          <iq type='result' id='r' …><query xmlns='jabber:iq:roster' …/></iq>
        """,
        Participants.listed("hag77", "hag77", "witch"));
  }

  @Test
  @Requirement("CORE-04-024")
  @Requirement("CORE-07-005")
  @Requirement("CORE-07-032")
  @Requirement("CORE-07-030")
  @Requirement("CORE-07-031")
  void onlySubscribersReceive() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.joins("hag66", "third witch"),
        Acts.joins("hag77", "second witch", "participants"),
        says("first"),
        """
        everybody receives nothing
        hag77 sends:
          <iq type='set' to='${channel}' id='u'>
            <update-subscription xmlns='${core}'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <unsubscribe node='urn:xmpp:mix:nodes:participants'/>
            </update-subscription>
          </iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='u'>
            <update-subscription xmlns='${core}' jid='${hag77}'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <unsubscribe node='urn:xmpp:mix:nodes:participants'/>
            </update-subscription>
          </iq>
        """,
        says("second"),
        """
        hag77 receives:
          <message type='groupchat' …><body>second</body>…</message>
        """,
        Acts.joins("hecate", "queen"),
        """
        everybody receives nothing
        hag77 sends:
          <iq type='set' to='${channel}' id='u'>
            <update-subscription xmlns='${core}'>
              <unsubscribe node='urn:xmpp:mix:nodes:messages'/>
            </update-subscription>
          </iq>
        hag77 receives:
          <iq type='result' id='u' …>…</iq>
        """,
        says("third"),
        "everybody receives nothing");
  }

  private static String says(String body) {
    return """
    hag66 sends:
      <message to='${channel}' type='groupchat'><body>%s</body></message>
      <iq type='get' to='${channel}' id='after'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    hag66 receives:
      <iq type='result' id='after' …>…</iq>
    """
        .formatted(body);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-014")
  @Requirement("CORE-07-015")
  @Requirement("CORE-07-016")
  @Requirement("CORE-07-017")
  @Requirement("CORE-07-034")
  @Requirement("PAM-02-029")
  void nodesThatCannotBeHadAreLeftOutAndOnlyThemIsAnError(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.WITCHES,
        Acts.CREATED,
        """
        hag77 sends:
          <iq type='set' to='${hag77}' id='j1'>
            <client-join xmlns='${pam}' channel='${channel}'>
              <join xmlns='${core}'>
                <nick>witch</nick>
                <subscribe node='urn:xmpp:mix:nodes:config'/>
                <subscribe node='urn:xmpp:mix:nodes:none'/>
                <subscribe node='urn:xmpp:mix:nodes:banned'/>
              </join>
            </client-join>
          </iq>
        hag77 is refused with not-allowed (cancel) closed-node
        hag77 sends:
          <iq type='set' to='${channel}' id='j2'>
            <join xmlns='${core}'>
              <nick>witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:config'/>
              <subscribe node='urn:xmpp:mix:nodes:none'/>
              <subscribe node='urn:xmpp:mix:nodes:banned'/>
            </join>
          </iq>
        hag77 receives:
          <iq type='error' from='${channel}' to='${hag77.full}' id='j2'>
            <join xmlns='${core}'>
              <subscribe node='urn:xmpp:mix:nodes:config'/>
              <subscribe node='urn:xmpp:mix:nodes:banned'/>
            </join>
            <error type='cancel'>
              <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
        hag77 sends:
          <iq type='set' to='${channel}' id='j3'>
            <join xmlns='${core}'>
              <nick>witch</nick><subscribe node='urn:xmpp:mix:nodes:none'/>
            </join>
          </iq>
        hag77 is refused with item-not-found (cancel)
        """,
        Participants.listed("hag66"),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='j4'>
            <join xmlns='${core}'>
              <nick>witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:none'/>
              <subscribe node='urn:xmpp:mix:nodes:config'/>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
            </join>
          </iq>
        hag77 receives:
          <iq type='result' id='j4' …>
            <join xmlns='${core}' …>
              <nick>witch</nick><subscribe node='urn:xmpp:mix:nodes:messages'/>
            </join>
          </iq>
        hag77 sends:
          <iq type='set' to='${channel}' id='u1'>
            <update-subscription xmlns='${core}'>
              <subscribe node='urn:xmpp:mix:nodes:config'/>
            </update-subscription>
          </iq>
        hag77 is refused with not-allowed (cancel) closed-node
        hag77 sends:
          <iq type='set' to='${channel}' id='u2'>
            <update-subscription xmlns='${core}'>
              <unsubscribe node='urn:xmpp:mix:nodes:info'/>
            </update-subscription>
          </iq>
        hag77 receives:
          <iq type='result' id='u2' …>
            <update-subscription xmlns='${core}' jid='${hag77}'>
              <unsubscribe node='urn:xmpp:mix:nodes:info'/>
            </update-subscription>
          </iq>
        """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-026")
  @Requirement("CORE-07-041")
  @Requirement("CORE-07-042")
  @Requirement("CORE-07-043")
  @Requirement("CORE-07-044")
  @Requirement("CORE-07-045")
  @Requirement("CORE-07-046")
  @Requirement("CORE-07-047")
  @Requirement("CORE-07-048")
  @Requirement("CORE-07-049")
  void nicksAreEnforcedAndUnique(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        Acts.refused(
            "hecate",
            """
            set | ${channel} | <join xmlns='${core}'><nick>Third  WITCH</nick></join> | conflict (cancel)
            """),
        Acts.refused(
            "hag77",
            """
            set | ${channel} | <setnick xmlns='${core}'><nick>THIRD witch</nick></setnick> | conflict (cancel)
            set | ${channel} | <setnick xmlns='${core}'><nick>@long@</nick></setnick> | not-acceptable (modify)
            """
                .replace("@long@", "x".repeat(1024))),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='n1'>
            <setnick xmlns='${core}'><nick>second witch</nick></setnick>
          </iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='n1'>
            <setnick xmlns='${core}'><nick>second witch</nick></setnick>
          </iq>
        hag66 receives nothing
        hag77 sends:
          <iq type='set' to='${channel}' id='n2'>
            <setnick xmlns='${core}'><nick>  Ｓecond    Witch </nick></setnick>
          </iq>
        """,
        Acts.hears("hag77", "hag77", "Second Witch"),
        """
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='n2'>
            <setnick xmlns='${core}'><nick>Second Witch</nick></setnick>
          </iq>
        """,
        Acts.hears("hag66", "hag77", "Second Witch"),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='n3'><setnick xmlns='${core}'/></iq>
        hag77 receives:
          <message type='headline' …>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'>
                <item id='${hag77.id}'>
                  <participant xmlns='${core}' …>
                    <nick>${given}</nick><jid>${hag77}</jid>
                  </participant>
                </item>
              </items>
            </event>
          </message>
          <iq type='result' id='n3' …><setnick xmlns='${core}'><nick>${given}</nick></setnick></iq>
        """,
        Participants.listed("hag77", "hag66", "third witch", "hag77", "${given}"));
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-001")
  @Requirement("CORE-07-035")
  @Requirement("CORE-07-036")
  @Requirement("CORE-07-038")
  @Requirement("CORE-07-039")
  @Requirement("CORE-07-040")
  @Requirement("CORE-04-014")
  @Requirement("CORE-04-016")
  @Requirement("CORE-04-017")
  @Requirement("PAM-02-033")
  @Requirement("PAM-02-034")
  @Requirement("PAM-02-035")
  @Requirement("PAM-02-036")
  void leavingEndsAllAndComingBackGivesTheSameId(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        leaves("hag77"),
        """
        hag66 receives:
          <message from='${channel}' to='${hag66.full}' type='headline' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'><retract id='${hag77.id}'/></items>
            </event>
          </message>
        hag77 sends:
          <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
        hag77 receives:
          <iq type='result' id='r' …><query xmlns='jabber:iq:roster' …/></iq>
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>When shall we meet again?</body></message>
        hag66 receives:
          <message type='groupchat' …>…</message>
        hag77 receives nothing
        """,
        Participants.listed("hag66", "hag66", "third witch"),
        leaves("hag77"),
        "everybody receives nothing",
        Acts.joins("hecate", "queen", "messages"),
        Acts.hears("hag66", "hecate", "queen"),
        """
        hag77 ignores:
          <iq type='set' …><query xmlns='jabber:iq:roster' …>…</query></iq>
        """,
        Acts.joins("hag77", "witch again", "messages"),
        Acts.hears("hag66", "hag77", "witch again"),
        Participants.listed(
            "hag77", "hag66", "third witch", "hag77", "witch again", "hecate", "queen"));
  }

  private static String leaves(String who) {
    return """
    %1$s sends:
      <iq type='set' to='${%1$s}' id='l'>
        <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
      </iq>
    %1$s receives:
      <iq type='result' from='${%1$s}' to='${%1$s.full}' id='l'>
        <client-leave xmlns='${pam}'><leave xmlns='${core}'/></client-leave>
      </iq>
    """
        .formatted(who);
  }

  @Test
  @Requirement("CORE-07-028")
  void joiningTwiceAddsNodesAndKeepsTheRest() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='set' to='${hag77}' id='again'>
            <client-join xmlns='${pam}' channel='${channel}'>
              <join xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:info'/></join>
            </client-join>
          </iq>
        hag77 receives:
          <iq type='result' id='again' …>
            <client-join xmlns='${pam}'>
              <join xmlns='${core}' id='${hag77.id}' …>
                <nick>second witch</nick>
                <subscribe node='urn:xmpp:mix:nodes:info'/>
                …
              </join>
            </client-join>
          </iq>
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>Still there?</body></message>
        hag77 receives:
          <message type='groupchat' …><body>Still there?</body>…</message>
        """,
        Participants.listed("hag77", "hag66", "third witch", "hag77", "second witch"));
  }

  @Test
  @Requirement("PAM-02-031")
  @Requirement("PAM-02-032")
  void aMalformedClientJoinIsRefused() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.refused(
            "hag77",
            """
            set | ${hag77} | <client-join xmlns='${pam}'><join xmlns='${core}'/></client-join>     | bad-request (modify)
            set | ${hag77} | <client-join xmlns='${pam}' channel='${channel}'/>                     | bad-request (modify)
            set | ${hag77} | <client-join xmlns='${pam}' channel='@@'><join xmlns='${core}'/></client-join> | jid-malformed (modify)
            get | ${hag77} | <client-join xmlns='${pam}' channel='${channel}'><join xmlns='${core}'/></client-join> | bad-request (modify)
            set | ${hag77} | <client-leave xmlns='${pam}'><leave xmlns='${core}'/></client-leave>   | bad-request (modify)
            set | ${hag77} | <client-leave xmlns='${pam}' channel='${channel}'/>                    | bad-request (modify)
            set | ${hag66} | <client-join xmlns='${pam}' channel='${channel}'><join xmlns='${core}'/></client-join> | forbidden (auth)
            set | ${hag66} | <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave> | forbidden (auth)
            """),
        Participants.listed("hag66"));
  }

  @Test
  @Requirement("PAM-02-037")
  void leavingAChannelThatIsGoneCleansTheRoster() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <iq type='set' to='${mix}' id='x'><destroy xmlns='${core}' channel='${name}'/></iq>
        everybody ignores:
          <message type='headline' …>…</message>
        hag66 receives:
          <iq type='result' id='x' …/>
        """,
        leaves("hag77"),
        """
        hag77 sends:
          <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
        hag77 receives:
          <iq type='result' id='r' …><query xmlns='jabber:iq:roster' …/></iq>
        """);
  }
}
