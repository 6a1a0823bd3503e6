package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The avatar of a channel. See XEP-0407 §2, XEP-0084.
class AvatarIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("misc.avatar-bytes-max=3");

  /// The SHA-1 of `abc`, and `abc` itself.
  private static final String ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

  private static final String DATA = "<data xmlns='urn:xmpp:avatar:data'>YWJj</data>";
  private static final String METADATA =
      "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='%s' bytes='3' type='image/png'/></metadata>"
          .formatted(ABC);

  private static String publish(String node, String item) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:"
        + (node + "'>" + item + "</publish></pubsub>");
  }

  private static String published(String node, String payload) {
    return """
    hag66 sends:
      <iq type='set' to='${channel}' id='p'>%s</iq>
    hag66 receives:
      <iq type='result' id='p' from='${channel}' to='${hag66.full}'>%s</iq>
    """
        .formatted(
            publish(node, "<item id='" + ABC + "'>" + payload + "</item>"),
            publish(node, "<item id='" + ABC + "'/>"));
  }

  private static String reads(String who, String node, String items) {
    String asked = "<items node='urn:xmpp:avatar:" + node + "'%s";
    return """
    %1$s sends:
      <iq type='get' to='${channel}' id='g'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>%2$s</pubsub>
      </iq>
    %1$s receives:
      <iq type='result' id='g' from='${channel}' to='${%1$s.full}'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>%3$s</pubsub>
      </iq>
    """
        .formatted(who, asked.formatted("/>"), asked.formatted(">" + items + "</items>"));
  }

  private static String subscribes(String who) {
    return """
    %1$s sends:
      <iq type='set' to='${channel}' id='s'>
        <update-subscription xmlns='${core}'><subscribe node='urn:xmpp:avatar:metadata'/></update-subscription>
      </iq>
    %1$s receives:
      <iq type='result' id='s' …>
        <update-subscription xmlns='${core}' jid='${%1$s}'><subscribe node='urn:xmpp:avatar:metadata'/></update-subscription>
      </iq>
    """
        .formatted(who);
  }

  @Test
  @Requirement("MISC-02-001")
  @Requirement("MISC-02-002")
  void whoeverSubscribedHearsOfANewAvatarAndParticipantsReadIt() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        subscribes("hag77"),
        published("data", DATA),
        "everybody receives nothing",
        published("metadata", METADATA),
        """
        hag77 receives:
          <message from='${channel}' to='${hag77.full}' type='headline' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:avatar:metadata'><item id='%s'>%s</item></items>
            </event>
          </message>
        """
            .formatted(ABC, METADATA),
        reads("hag77", "data", "<item id='" + ABC + "'>" + DATA + "</item>"),
        reads("hag77", "metadata", "<item id='" + ABC + "'>" + METADATA + "</item>"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='r'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <retract node='urn:xmpp:avatar:metadata'><item id='%1$s'/></retract>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' id='r' …>…</iq>
        hag77 receives:
          <message from='${channel}' to='${hag77.full}' type='headline' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:avatar:metadata'><retract id='%1$s'/></items>
            </event>
          </message>
        """
            .formatted(ABC),
        reads("hag77", "metadata", ""),
        "everybody receives nothing");
  }

  @Test
  @Requirement("MISC-02-002")
  void whatIsNoAvatarIsRefused() {
    String row = "set | ${channel} | %s | %s\n";
    String item = "<item id='" + ABC + "'>" + DATA + "</item>";
    String large = "<item><data xmlns='urn:xmpp:avatar:data'>YWJjZA==</data></item>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused("hecate", row.formatted(publish("data", item), "forbidden (auth)")),
        Acts.refused(
            "hag77",
            row.formatted(publish("data", item), "forbidden (auth)")
                + row.formatted(publish("data", large), "forbidden (auth)")),
        Acts.refused(
            "hag66",
            row.formatted(publish("data", ""), "bad-request (modify) item-required")
                + row.formatted(publish("data", "<item/>"), "bad-request (modify) invalid-payload")
                + row.formatted(publish("data", large), "not-acceptable (modify) payload-too-big")
                + row.formatted(
                    publish("data", "<item id='x'>" + DATA + "</item>"), "not-acceptable (modify)")
                + row.formatted(
                    publish("metadata", "<item>" + METADATA + "</item>"), "not-acceptable (modify)")
                + row.formatted(
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                        + "<retract node='urn:xmpp:avatar:data'><item id='x'/></retract></pubsub>",
                    "item-not-found (cancel)")),
        """
        hecate sends:
          <iq type='get' to='${channel}' id='g'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:avatar:data'/>
            </pubsub>
          </iq>
        hecate is refused with not-allowed (cancel) closed-node
        everybody receives nothing
        """);
  }
}
