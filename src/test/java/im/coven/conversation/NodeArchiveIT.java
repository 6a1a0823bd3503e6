package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The archives of nodes that hold no messages, where the service keeps them (XEP-0442).
class NodeArchiveIT {

  @RegisterExtension
  private static final Theatre THEATRE = new Theatre("archive.channel-nodes=participants,info");

  @RegisterExtension private static final Theatre PLAIN = new Theatre();

  private static String asks(String node) {
    return """
    hag77 sends:
      <iq type='set' to='${channel}' id='q'>
        <query xmlns='urn:xmpp:mam:2' queryid='f' node='urn:xmpp:mix:nodes:%s'/>
      </iq>
    """
        .formatted(node);
  }

  private static String found(String node, String content) {
    return """
      <message from='${channel}' to='${hag77.full}' …>
        <result xmlns='urn:xmpp:mam:2' queryid='f' id='…'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' …/>
            <message xmlns='jabber:client' from='${channel}' type='headline' id='…'>
              <event xmlns='http://jabber.org/protocol/pubsub#event'>
                <items node='urn:xmpp:mix:nodes:%s'>%s</items>
              </event>
            </message>
          </forwarded>
        </result>
      </message>
    """
        .formatted(node, content);
  }

  private static String end(int count) {
    return """
      <iq type='result' from='${channel}' id='q' …>
        <fin xmlns='urn:xmpp:mam:2' complete='true'>
          <set xmlns='http://jabber.org/protocol/rsm'>…<count>%d</count></set>
        </fin>
      </iq>
    hag77 receives nothing
    """
        .formatted(count);
  }

  private static final String WITCH =
      "<item id='${%1$s.id}'><participant xmlns='${core}' …>"
          + "<nick>%2$s</nick><jid>${%1$s}</jid></participant></item>";

  @Test
  @Requirement("CORE-04-022")
  @Requirement("CORE-07-076")
  void eachNodeThatIsKeptHasAnArchiveOfItsOwn() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${channel}' type='groupchat' id='m'><body>aloud</body></message>
        hag66 receives:
          <message type='groupchat' …>…</message>
        hag77 receives:
          <message type='groupchat' …>…</message>
        hag66 sends:
          <iq type='set' to='${hag66}' id='l'>
            <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
          </iq>
        hag66 receives:
          <iq type='result' id='l' …>…</iq>
        hag77 receives:
          <message type='headline' …>…</message>
        """,
        asks("participants"),
        "hag77 receives:",
        found("participants", WITCH.formatted("hag66", "third witch")),
        found("participants", WITCH.formatted("hag77", "second witch")),
        found("participants", "<retract id='${hag66.id}'/>"),
        end(3),
        asks("info"),
        "hag77 receives:",
        end(0),
        Acts.refused("hag77", OFF.formatted("config") + OFF.formatted("presence")),
        Acts.refused("hecate", OFF.formatted("participants").replace(ABSENT, "forbidden (auth)")));
  }

  private static final String ABSENT = "item-not-found (cancel)";
  private static final String OFF =
      "set | ${channel} | <query xmlns='urn:xmpp:mam:2' node='urn:xmpp:mix:nodes:%s'/> | "
          + ABSENT
          + "\n";

  @Test
  @Requirement("CORE-04-022")
  void aNodeThatIsNotKeptHasNoArchive() {
    PLAIN.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag77",
            OFF.formatted("participants")
                + OFF.formatted("info")
                + OFF.formatted("config")
                + OFF.formatted("presence")
                + OFF.formatted("jidmap")
                + OFF.formatted("nonsense")));
  }
}
