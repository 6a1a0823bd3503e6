package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who sees whose JID.
class AnonIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String MAPPED =
      """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='urn:xmpp:mix:nodes:jidmap'/>
      </pubsub>
      """;

  /// `hag77` joins and asks for the jidmap too, which only `hag66` gets.
  private static final String JOINED_HIDDEN =
      """
      hag77 sends:
        <iq type='set' to='${hag77}' id='j'>
          <client-join xmlns='${pam}' channel='${channel}'>
            <join xmlns='${core}'>
              <nick>second witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
              <subscribe node='urn:xmpp:mix:nodes:jidmap'/>
            </join>
          </client-join>
        </iq>
      hag77 receives:
        <message type='headline' from='${channel}' to='${hag77.full}' id='…'>
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <items node='urn:xmpp:mix:nodes:participants'>
              <item id='${hag77.id}'>
                <participant xmlns='${core}'><nick>second witch</nick></participant>
              </item>
            </items>
          </event>
        </message>
        <iq type='result' id='j' …>
          <client-join xmlns='${pam}'>
            <join xmlns='${core}' id='${hag77.id}' jid='${hag77.id}#${channel}'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
              <nick>second witch</nick>
            </join>
          </client-join>
        </iq>
      hag66 receives:
        <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <items node='urn:xmpp:mix:nodes:jidmap'>
              <item id='${hag77.id}'>
                <participant xmlns='urn:xmpp:mix:anon:0'><jid>${hag77}</jid></participant>
              </item>
            </items>
          </event>
        </message>
      """;

  private static final String CLOSED = " | not-allowed (cancel) closed-node\n";

  @Test
  @Requirement("ANON-02-002")
  @Requirement("ANON-02-005")
  @Requirement("ANON-02-011")
  @Requirement("ANON-02-019")
  @Requirement("ANON-02-021")
  @Requirement("ANON-02-022")
  @Requirement("ANON-02-023")
  @Requirement("ANON-02-024")
  @Requirement("ANON-02-025")
  @Requirement("ANON-03-004")
  @Requirement("CORE-07-058")
  @Requirement("ADMIN-02-051")
  @Requirement("MAM-037")
  void inAHiddenChannelOnlyTheJidmapTellsAndOnlyThoseWhoAdministerIt() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        AnonActs.made("jid-hidden"),
        Acts.refused(
            "hag77",
            """
            set | ${channel} | <join xmlns='${core}'/> | not-acceptable (modify)
            set | ${channel} | <join xmlns='${core}'><nick>a</nick>@</join> | not-acceptable (modify)
            """
                .replace("@", AnonActs.form("JID Visibility", "always"))),
        Acts.asksToJoin("hag66", "third witch", new Acts.Speech("${core}", "${pam}"), "jidmap"),
        """
        hag66 receives:
          <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:jidmap'>
                <item id='${hag66.id}'>
                  <participant xmlns='urn:xmpp:mix:anon:0'><jid>${hag66}</jid></participant>
                </item>
              </items>
            </event>
          </message>
          <iq type='result' id='join-hag66' …>…</iq>
        """,
        JOINED_HIDDEN,
        AnonActs.says("hag77", "second witch", "", "hag77"),
        Acts.refused("hag77", "get | ${channel} | " + MAPPED.replace("\n", "") + CLOSED),
        Acts.refused(
            "hag66",
            "set | ${channel} | "
                + MAPPED
                    .replace("\n", "")
                    .replace(
                        "<items node='urn:xmpp:mix:nodes:jidmap'/>",
                        "<publish node='urn:xmpp:mix:nodes:jidmap'><item id='x'/></publish>")
                + " | feature-not-implemented (cancel) unsupported\n"),
        """
        hag66 sends:
          <iq type='get' to='${channel}' id='map'>@</iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='map'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:jidmap'>
                <item id='…'><participant xmlns='urn:xmpp:mix:anon:0'><jid>…</jid></participant></item>
                <item id='…'><participant xmlns='urn:xmpp:mix:anon:0'><jid>…</jid></participant></item>
              </items>
            </pubsub>
          </iq>
        """
            .replace("@", MAPPED),
        AnonActs.ARCHIVE,
        """
        hag77 sends:
          <iq type='set' to='${hag77}' id='l'>
            <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
          </iq>
        hag77 receives:
          <iq type='result' id='l' …>…</iq>
        hag66 receives:
          <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:jidmap'><retract id='${hag77.id}'/></items>
            </event>
          </message>
        """);
  }

  @Test
  @Requirement("ANON-02-003")
  @Requirement("ANON-02-008")
  @Requirement("ANON-02-012")
  @Requirement("ANON-02-013")
  @Requirement("ADMIN-02-058")
  void aChangeOfTheModeIsToldOfAllAndPutsOutWhomItContradicts() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        AnonActs.made("jid-hidden"),
        Acts.joins("hag66", "third witch"),
        AnonActs.joinsPreferring(
            "hag77",
            "second witch",
            AnonActs.form(),
            AnonActs.preferring("default", "allow", "block", "share")),
        AnonActs.joinsPreferring(
            "hecate",
            "queen",
            AnonActs.form("JID Visibility", "never"),
            AnonActs.preferring("never", "allow", "block", "share")),
        """
        hag77 receives:
          <message type='headline' …>…</message>
        """,
        AnonActs.says("hag77", "second witch", "", "hag77"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='conf'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:config'><item>
                <x xmlns='jabber:x:data' type='submit'>
                  <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
                  <field var='JID Visibility'><value>jid-mandatory-visible</value></field>
                </x>
              </item></publish>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' id='conf' …>…</iq>
        hag77 receives in any order:
          <message type='headline' id='…' from='${channel}' to='${hag77.full}'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'>
                <item id='${hag77.id}'>
                  <participant xmlns='${core}'><nick>second witch</nick><jid>${hag77}</jid></participant>
                </item>
              </items>
            </event>
          </message>
          <message type='headline' id='…' from='${channel}' to='${hag77.full}'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'>
                <item id='${third}'>
                  <participant xmlns='${core}'><nick>third witch</nick><jid>${hag66}</jid></participant>
                </item>
              </items>
            </event>
          </message>
          <message type='headline' id='…' from='${channel}' to='${hag77.full}'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'><retract id='${hecate.id}'/></items>
            </event>
          </message>
        hecate ignores:
          <message type='headline' …>…</message>
          <message type='groupchat' …>…</message>
        """,
        Acts.refused("hecate", "groupchat | ${channel} | <body>Hello</body> | forbidden (auth)\n"),
        AnonActs.ARCHIVE);
  }

  @Test
  @Requirement("ANON-03-023")
  @Requirement("MAM-031")
  void whatIsSaidInPrivateIsInNoArchiveOfTheChannel() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <message to='${hag66.id}#${channel}' type='chat' id='pm'><body>In private</body></message>
        hag66 receives:
          <message from='${hag77.id}#${channel}/…' type='chat' id='pm' …>
            <body>In private</body>
            …
          </message>
        hag66 sends:
          <iq type='set' to='${channel}' id='a'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='a'>
            <fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>
          </iq>
        """);
  }
}
