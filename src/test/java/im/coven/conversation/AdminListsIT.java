package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The lists of the allowed and the banned, and what follows from them.
class AdminListsIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("ADMIN-02-003")
  @Requirement("ADMIN-02-009")
  @Requirement("ADMIN-02-013")
  @Requirement("ADMIN-02-017")
  @Requirement("ADMIN-03-018")
  @Requirement("ADMIN-03-019")
  @Requirement("ADMIN-03-024")
  @Requirement("ADMIN-03-026")
  @Requirement("ADMIN-03-027")
  @Requirement("ADMIN-03-029")
  @Requirement("ADMIN-03-030")
  void aBanPutsTheParticipantOutAndAllAreToldTheBannedToo() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.joins("hag66", "third witch", "banned"),
        AdminActs.configures(AdminActs.set("Administrator", "${hecate}")),
        Acts.joins("hag77", "second witch", "participants"),
        Acts.refused(
            "hecate",
            AdminActs.row("set", AdminActs.ban("${hag66}"), "not-allowed (cancel)")
                + "\n"
                + AdminActs.row("set", AdminActs.ban("${hecate}"), "not-allowed (cancel)")),
        Acts.refused("hag77", AdminActs.row("set", AdminActs.ban("${hecate}"), "forbidden (auth)")),
        AdminActs.puts("hecate", "publish", "banned", "${hag77}"),
        """
        hecate receives:
          <iq type='result' from='${channel}' to='${hecate.full}' id='p'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:banned'><item id='${hag77}'/></publish>
            </pubsub>
          </iq>
        hag66 receives:
          <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:banned'><item id='${hag77}'/></items>
            </event>
          </message>
        hag77 receives:
          <message type='headline' from='${channel}' to='${hag77.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:participants'><retract id='${hag77.id}'/></items>
            </event>
          </message>
        """,
        Participants.listed("hag66", "hag66", "third witch"),
        Acts.refused(
            "hag77",
            "set | ${channel} | <join xmlns='${core}'><nick>queen</nick></join>"
                + " | forbidden (auth)\n"
                + "groupchat | ${channel} | <body>Hello</body> | forbidden (auth)\n"),
        AdminActs.puts("hecate", "publish", "banned", "${hag77}"),
        AdminActs.done("hecate"),
        AdminActs.puts("hag66", "retract", "banned", "${hag77}"),
        """
        hag66 receives:
          <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:banned'><retract id='${hag77}'/></items>
            </event>
          </message>
          <iq type='result' id='p' …>…</iq>
        """,
        Acts.joins("hag77", "second witch", "participants"));
  }

  @Test
  @Requirement("ADMIN-02-004")
  @Requirement("ADMIN-02-005")
  @Requirement("ADMIN-02-011")
  @Requirement("ADMIN-02-012")
  @Requirement("ADMIN-02-014")
  @Requirement("ADMIN-02-015")
  @Requirement("ADMIN-02-016")
  @Requirement("ADMIN-02-050")
  @Requirement("ADMIN-03-017")
  @Requirement("ADMIN-03-020")
  @Requirement("ADMIN-03-021")
  @Requirement("ADMIN-03-022")
  @Requirement("ADMIN-03-023")
  @Requirement("ADMIN-03-025")
  void anAllowedNodeClosesTheChannelToAllWhoAreNotOnIt() {
    String join = "<join xmlns='${core}'><nick>queen</nick></join>";
    String purge =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>"
            + "<purge node='urn:xmpp:mix:nodes:allowed'/></pubsub>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        everybody ignores:
          <message type='headline' …>…</message>
        """,
        Acts.refused("hag66", AdminActs.row("set", purge, "item-not-found (cancel)")),
        AdminActs.configures(AdminActs.set("Nodes Present", "participants", "allowed", "banned")),
        AdminActs.lists("allowed"),
        Acts.refused("hecate", AdminActs.row("set", join, "forbidden (auth)")),
        Acts.refused("hag77", AdminActs.reading("allowed")),
        AdminActs.puts("hag66", "publish", "allowed", "${domain}"),
        AdminActs.done("hag66"),
        AdminActs.puts("hag66", "publish", "allowed", "${hag77}"),
        AdminActs.done("hag66"),
        AdminActs.lists("allowed", "${hag77}", "${domain}"),
        Acts.joins("hecate", "queen"),
        AdminActs.puts("hag66", "retract", "allowed", "${domain}"),
        AdminActs.done("hag66"),
        Participants.listed(
            "hag66", "hag66", "third witch", "hag77", "second witch", "hecate", "queen"),
        """
        hecate sends:
          <iq type='set' to='${hecate}' id='l'>
            <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
          </iq>
        hecate receives:
          <iq type='result' id='l' …>…</iq>
        """,
        Acts.refused("hecate", AdminActs.row("set", join, "forbidden (auth)")),
        Acts.refused(
            "hag66",
            String.join(
                "\n",
                AdminActs.row(
                    "set",
                    listing("publish", "<item id='${hag77}/resource'/>"),
                    "not-acceptable (modify)"),
                AdminActs.row(
                    "set", listing("publish", "<item id='@'/>"), "jid-malformed (modify)"),
                AdminActs.row("set", listing("publish", "<item/>"), "bad-request (modify)"),
                AdminActs.row(
                    "set",
                    listing("publish", AdminActs.item("${hecate}") + AdminActs.item("${hag77}")),
                    "bad-request (modify)"),
                AdminActs.row(
                    "set",
                    listing("retract", AdminActs.item("${hecate}")),
                    "item-not-found (cancel)"),
                AdminActs.row(
                    "set", listing("retract", "<item/>"), "bad-request (modify) item-required"))),
        Acts.refused("hag77", AdminActs.row("set", purge, "forbidden (auth)")),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='purge'>@</iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='purge'/>
        """
            .replace("@", purge),
        AdminActs.lists("allowed"),
        AdminActs.configures(AdminActs.set("Nodes Present", "participants")),
        Acts.joins("hecate", "queen"));
  }

  private static String listing(String what, String items) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><%1$s node='urn:xmpp:mix:nodes:allowed'>%2$s</%1$s></pubsub>"
        .formatted(what, items);
  }
}
