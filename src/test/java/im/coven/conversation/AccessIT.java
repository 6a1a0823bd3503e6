package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who may see and read what, and that channels have nothing to do with one another.
class AccessIT {

  @RegisterExtension
  private static final Theatre THEATRE =
      new Theatre("domains.mix=mix.shakespeare.example,mix2.shakespeare.example");

  private static final String BANNED =
      """
      hag66 sends:
        <iq type='set' to='${channel}' id='ban'>
          <pubsub xmlns='http://jabber.org/protocol/pubsub'>
            <publish node='urn:xmpp:mix:nodes:banned'><item id='${hecate}'/></publish>
          </pubsub>
        </iq>
      hag66 receives:
        <iq type='result' from='${channel}' to='${hag66.full}' id='ban'>…</iq>
      """;

  private static String reads(String who, String node, String refusal) {
    String items =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + ("<items node='urn:xmpp:mix:nodes:" + node + "'/></pubsub>");
    return Acts.refused(who, "get | ${channel} | " + items + " | " + refusal + "\n");
  }

  @Test
  @Requirement("CORE-06-012")
  @Requirement("CORE-06-018")
  @Requirement("CORE-06-025")
  @Requirement("CORE-07-027")
  @Requirement("CORE-10-001")
  void whoIsBannedSeesAndReadsNothing() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.findsChannels("<item jid='${channel}' …/>…"),
        reads("hecate", "participants", "not-allowed (cancel) closed-node"),
        reads("hecate", "info", "not-allowed (cancel) closed-node"),
        reads("hecate", "config", "not-allowed (cancel) closed-node"),
        reads("hecate", "banned", "not-allowed (cancel) closed-node"),
        reads("hag77", "config", "not-allowed (cancel) closed-node"),
        reads("hag77", "banned", "not-allowed (cancel) closed-node"),
        BANNED,
        reads("hecate", "participants", "forbidden (auth)"),
        reads("hecate", "info", "forbidden (auth)"),
        Acts.refused(
            "hecate",
            """
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#info'/> | forbidden (auth)
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#items' node='mix'/> | forbidden (auth)
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'/> | forbidden (auth)
            get | ${channel} | <metadata xmlns='urn:xmpp:mam:2'/> | forbidden (auth)
            set | ${channel} | <join xmlns='${core}'><nick>queen</nick></join> | forbidden (auth)
            """),
        Acts.findsChannels(""),
        destroyed("${mix}"));
  }

  private static String destroyed(String mix) {
    return """
    hag66 sends:
      <iq type='set' to='%1$s' id='end'><destroy xmlns='${core}' channel='${name}'/></iq>
    everybody ignores:
      <message type='headline' …>…</message>
    hag66 receives:
      <iq type='result' from='%1$s' to='${hag66.full}' id='end'/>
    """
        .formatted(mix);
  }

  @Test
  @Requirement("CORE-04-001")
  @Requirement("CORE-04-002")
  void channelsOfOneNameOnTwoDomainsAreUnrelated() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='set' to='mix2.shakespeare.example' id='c'>
            <create xmlns='${core}' channel='${name}'/>
          </iq>
        hag77 receives:
          <iq type='result' from='mix2.shakespeare.example' to='${hag77.full}' id='c'>
            <create xmlns='${core}' channel='${name}'/>
          </iq>
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>Here</body></message>
        hag66 receives:
          <message type='groupchat' …>…</message>
        hag77 receives:
          <message type='groupchat' from='${channel}/${hag66.id}' …>…</message>
        hag77 sends:
          <iq type='get' to='${name}@mix2.shakespeare.example' id='p'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:participants'/>
            </pubsub>
          </iq>
          <iq type='set' to='${name}@mix2.shakespeare.example' id='a'>
            <query xmlns='urn:xmpp:mam:2'/>
          </iq>
        hag77 receives in any order:
          <iq type='result' id='p' from='${name}@mix2.shakespeare.example' to='${hag77.full}'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:participants'/>
            </pubsub>
          </iq>
          <iq type='result' id='a' from='${name}@mix2.shakespeare.example' to='${hag77.full}'>
            <fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>
          </iq>
        """,
        Acts.refused(
            "hag66",
            """
            set | ${name}@mix2.shakespeare.example | <setnick xmlns='${core}'><nick>a</nick></setnick> | forbidden (auth)
            set | mix2.shakespeare.example | <destroy xmlns='${core}' channel='${name}'/> | forbidden (auth)
            """),
        Participants.listed("hag77", "hag66", "third witch", "hag77", "second witch"),
        destroyed("${mix}"));
  }

  @Test
  @Requirement("CORE-06-001")
  void theServerNamesTheDomainsOfChannels() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        """
        hecate sends:
          <iq type='get' to='${domain}' id='i'>
            <query xmlns='http://jabber.org/protocol/disco#items'/>
          </iq>
        hecate receives:
          <iq type='result' from='${domain}' to='${hecate.full}' id='i'>
            <query xmlns='http://jabber.org/protocol/disco#items'>
              <item jid='mix.shakespeare.example' name='${service}'/>
              <item jid='mix2.shakespeare.example' name='${service}'/>
            </query>
          </iq>
        """);
  }

  @Test
  @Requirement("CORE-04-015")
  @Requirement("CORE-07-037")
  void whoLeftStaysTheAuthorOfWhatWasSaid() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <message to='${channel}' type='groupchat'><body>I come, Graymalkin</body></message>
        hag77 receives:
          <message type='groupchat' id='${m}' …>…</message>
        hag66 receives:
          <message type='groupchat' id='${m}' …>…</message>
        hag77 sends:
          <iq type='set' to='${hag77}' id='l'>
            <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
          </iq>
        hag77 receives:
          <iq type='result' id='l' …>…</iq>
        hag66 receives:
          <message type='headline' …>…</message>
        hag77 goes offline
        hag77 connects
        hag77 sends:
          <presence/>
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>Where are you?</body></message>
        hag66 receives:
          <message type='groupchat' …><body>Where are you?</body>…</message>
        hag77 receives nothing
        """,
        Participants.listed("hag66", "hag66", "third witch"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='q'>
            <query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set></query>
          </iq>
        hag66 receives:
          <message from='${channel}' to='${hag66.full}' …>
            <result xmlns='urn:xmpp:mam:2' id='${m}'>
              <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' stamp='…'/>
                <message xmlns='jabber:client' from='${channel}/${hag77.id}' …>
                  <mix xmlns='…'><nick>second witch</nick><jid>${hag77}</jid></mix>
                  …
                </message>
              </forwarded>
            </result>
          </message>
          <iq type='result' id='q' …>…</iq>
        """,
        destroyed("${mix}"));
  }

  @Test
  @Requirement("PAM-02-068")
  void annotationsEndWithARosterGetWithoutThem() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        roster("<annotate xmlns='urn:xmpp:mix:roster:0'/>", ">…</item>"),
        renamed("one", "…"),
        roster("", "/>"),
        renamed("two", ""),
        roster("<annotate xmlns='urn:xmpp:mix:roster:0'/>", ">…</item>"),
        renamed("three", "…"),
        destroyed("${mix}"));
  }

  private static String roster(String annotate, String rest) {
    return """
    hag77 sends:
      <iq type='get' id='r'><query xmlns='jabber:iq:roster'>%s</query></iq>
    hag77 receives:
      <iq type='result' id='r' …>
        <query xmlns='jabber:iq:roster' …>
          <item jid='${channel}' …%s
        </query>
      </iq>
    """
        .formatted(annotate, rest);
  }

  private static String renamed(String name, String content) {
    String channel =
        content.isEmpty()
            ? ""
            : "<channel xmlns='urn:xmpp:mix:roster:0' participant-id='${hag77.id}'/>";
    return """
    hag77 sends:
      <iq type='set' id='s'>
        <query xmlns='jabber:iq:roster'><item jid='${channel}' name='%1$s'/></query>
      </iq>
    hag77 receives in any order:
      <iq type='set' …>
        <query xmlns='jabber:iq:roster' …>
          <item jid='${channel}' name='%1$s' subscription='from'>%2$s</item>
        </query>
      </iq>
      <iq type='result' id='s' …/>
    """
        .formatted(name, channel);
  }
}
