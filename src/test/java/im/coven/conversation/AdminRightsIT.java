package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What follows from the configuration: nodes that there are or are not, and rights.
class AdminRightsIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("ADMIN-02-048")
  @Requirement("ADMIN-02-049")
  @Requirement("ADMIN-02-050")
  @Requirement("ADMIN-02-064")
  @Requirement("PRES-03-008")
  void aNodeThatIsTakenAwayIsSaidToBeDeletedAndARightThatIsTakenAwayEndsTheSubscription() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.joins("hag66", "third witch"),
        Acts.joins("hag77", "second witch", "info", "messages"),
        AdminActs.configures(AdminActs.set("Nodes Present")),
        """
        hag77 receives:
          <message type='headline' from='${channel}' to='${hag77.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <delete node='urn:xmpp:mix:nodes:info'/>
            </event>
          </message>
        hag77 sends:
          <iq type='get' to='${channel}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'/>
          </iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:messages'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:participants'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:subject'/>
            </query>
          </iq>
        """,
        Acts.refused(
            "hag77",
            AdminActs.row(
                "set",
                "<update-subscription xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:presence'/></update-subscription>",
                "item-not-found (cancel)")),
        AdminActs.configures(AdminActs.set("Nodes Present", "information", "presence")),
        Acts.joins("hecate", "queen", "participants"),
        AdminActs.configures(AdminActs.set("Participants Node Subscription", "admins")),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='s'><setnick xmlns='${core}'><nick>x</nick></setnick></iq>
        hag77 receives:
          <iq type='result' id='s' …>…</iq>
        hecate receives nothing
        """);
  }

  @Test
  @Requirement("ADMIN-02-053")
  @Requirement("ADMIN-02-055")
  @Requirement("ADMIN-02-056")
  @Requirement("ADMIN-03-009")
  @Requirement("ANON-02-020")
  void rightsAreAsConfiguredAndAnOwnerIsNeverLockedOut() {
    String subscribe = "<subscribe node='urn:xmpp:mix:nodes:participants'/>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        everybody ignores:
          <message type='headline' …>…</message>
        """,
        AdminActs.configures(AdminActs.set("Participants Node Subscription", "nobody")),
        Acts.refused(
            "hag66",
            AdminActs.row(
                "set",
                "<update-subscription xmlns='${core}'>" + subscribe + "</update-subscription>",
                "not-allowed (cancel) closed-node")),
        Participants.listed("hag66", "hag66", "third witch", "hag77", "second witch"),
        Acts.refused("hag77", AdminActs.reading("participants")),
        AdminActs.configures(
            AdminActs.set("Configuration Node Access", "nobody")
                + AdminActs.set("Administrator", "${hag77}")),
        Acts.refused("hag77", AdminActs.reading("config")),
        AdminActs.configures(AdminActs.set("Configuration Node Access", "admins")),
        Acts.refused("hecate", AdminActs.row("set", described("hecate"), "forbidden (auth)")),
        describes("hag77"),
        AdminActs.configures(AdminActs.set("Information Node Update Rights", "owners")),
        Acts.refused("hag77", AdminActs.row("set", described("hag77"), "forbidden (auth)")),
        describes("hag66"),
        AdminActs.configures(AdminActs.set("Nodes Present", "information")),
        Acts.refused(
            "hag66",
            AdminActs.row(
                "get",
                "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                    + "<items node='urn:xmpp:mix:nodes:jidmap'/></pubsub>",
                "item-not-found (cancel)")));
  }

  /// A form of the older generation that names the channel.
  private static String described(String name) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
        + " node='urn:xmpp:mix:nodes:info'><item><x xmlns='jabber:x:data' type='submit'>"
        + "<field var='FORM_TYPE'><value>urn:xmpp:mix:core:0</value></field>"
        + AdminActs.set("Name", name)
        + "</x></item></publish></pubsub>";
  }

  private static String describes(String who) {
    return """
    %1$s sends:
      <iq type='set' to='${channel}' id='p'>@</iq>
    """
            .formatted(who)
            .replace("@", described(who))
        + AdminActs.done(who);
  }
}
