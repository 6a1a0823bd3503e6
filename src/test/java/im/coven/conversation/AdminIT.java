package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The configuration of a channel: what it shows, who changes it, and to what.
class AdminIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("ADMIN-02-001")
  @Requirement("ADMIN-02-008")
  @Requirement("ADMIN-02-025")
  @Requirement("ADMIN-02-026")
  @Requirement("ADMIN-02-027")
  @Requirement("ADMIN-02-028")
  @Requirement("ADMIN-02-029")
  @Requirement("ADMIN-02-030")
  @Requirement("ADMIN-02-031")
  @Requirement("ADMIN-02-032")
  @Requirement("ADMIN-02-033")
  @Requirement("ADMIN-02-034")
  @Requirement("ADMIN-02-035")
  @Requirement("ADMIN-02-036")
  @Requirement("ADMIN-02-037")
  @Requirement("ADMIN-02-038")
  @Requirement("ADMIN-02-039")
  @Requirement("ADMIN-02-040")
  @Requirement("ADMIN-02-041")
  @Requirement("ADMIN-02-042")
  @Requirement("ADMIN-02-043")
  @Requirement("ADMIN-02-044")
  @Requirement("ADMIN-02-045")
  @Requirement("ADMIN-02-046")
  @Requirement("ADMIN-02-047")
  @Requirement("ADMIN-02-059")
  @Requirement("ADMIN-02-060")
  @Requirement("ADMIN-03-002")
  @Requirement("CORE-07-081")
  void theConfigurationShowsEveryFieldWithItsTypeAndDefault() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        """
        hag66 sends:
          <iq type='get' to='${channel}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:config'/>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:config'>
                <item id='${time}'>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:admin:0</value></field>
                    <field var='Last Change Made By' type='jid-single'><value>${hag66}</value></field>
                    <field var='Owner' type='jid-multi'><value>${hag66}</value></field>
                    <field var='Administrator' type='jid-multi'/>
                    <field var='End of Life' type='text-single'/>
                    <field var='Nodes Present' type='list-multi'>
                      <value>participants</value>
                      <value>presence</value>
                      <value>information</value>
                      <value>banned</value>
                      <value>jidmap-visible</value>
                      <value>avatar</value>
                    </field>
                    @
                  </x>
                </item>
              </items>
            </pubsub>
          </iq>
        """
            .replace("@", CHOICES));
  }

  private static final String CHOICES =
      choice("Messages Node Subscription", "participants")
          + choice("Presence Node Subscription", "participants")
          + choice("Participants Node Subscription", "participants")
          + choice("Information Node Subscription", "participants")
          + choice("Allowed Node Subscription", "admins")
          + choice("Banned Node Subscription", "admins")
          + choice("Configuration Node Access", "owners")
          + choice("Information Node Update Rights", "admins")
          + choice("Avatar Nodes Update Rights", "admins")
          + flag("Open Presence", false)
          + flag("Participants Must Provide Presence", false)
          + flag("User Message Retraction", false)
          + choice("Administrator Message Retraction Rights", "owners")
          + flag("Participation Addition by Invitation from Participant", false)
          + flag("Private Messages", true)
          + flag("Mandatory Nicks", true)
          + choice("JID Visibility", "jid-mandatory-visible");

  private static String choice(String name, String value) {
    return "<field var='" + name + "' type='list-single'><value>" + value + "</value></field>";
  }

  private static String flag(String name, boolean value) {
    return "<field var='" + name + "' type='boolean'><value>" + value + "</value></field>";
  }

  @Test
  @Requirement("ADMIN-02-019")
  @Requirement("ADMIN-02-021")
  @Requirement("ADMIN-02-025")
  @Requirement("ADMIN-02-061")
  @Requirement("ADMIN-02-062")
  @Requirement("ADMIN-02-063")
  @Requirement("ADMIN-03-004")
  @Requirement("ADMIN-03-006")
  @Requirement("ADMIN-03-012")
  @Requirement("ADMIN-03-013")
  void aChangeOfTheConfigurationChangesTheGivenFieldsAndIsToldToWhomeverReadsIt() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.joins("hag66", "third witch", "config"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:config'>
                <items><item id='mine'>@</item></items>
              </publish>
            </pubsub>
          </iq>
        hag66 receives:
          <message type='headline' from='${channel}' to='${hag66.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:config'>
                <item id='${second}'>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='Last Change Made By' …><value>${hag66}</value></field>
                    <field var='Administrator' …><value>${hag77}</value></field>
                    <field var='Private Messages' …><value>false</value></field>
                    <field var='User Message Retraction' …><value>true</value></field>
                    <field var='JID Visibility' …><value>jid-optionally-visible</value></field>
                    <field var='Mandatory Nicks' …><value>true</value></field>
                    …
                  </x>
                </item>
              </items>
            </event>
          </message>
          <iq type='result' from='${channel}' to='${hag66.full}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:config'><item id='${second}'/></publish>
            </pubsub>
          </iq>
        """
            .replace(
                "@",
                AdminActs.form(
                    AdminActs.set("Administrator", "${hag77}")
                        + AdminActs.set("Last Change Made By", "${hecate}")
                        + AdminActs.set("No Private Messages", "1")
                        + "<field var='Allow User Message Retraction' type='list-single'>"
                        + "<value>TRUE</value></field>"
                        + AdminActs.set("JID Visibility", "jid-maybe-visible")
                        + AdminActs.set("Colour of the cauldron", "black"))),
        """
        everybody ignores:
          <message type='headline' …>…</message>
        """,
        AdminActs.configures(AdminActs.set("Administrator")),
        Acts.refused(
            "hag77", "set | ${channel} | " + AdminActs.ban("${hecate}") + " | forbidden (auth)\n"));
  }

  @Test
  @Requirement("ADMIN-02-002")
  @Requirement("ADMIN-02-007")
  @Requirement("ADMIN-02-022")
  @Requirement("ADMIN-02-024")
  @Requirement("ADMIN-02-028")
  @Requirement("ADMIN-02-054")
  @Requirement("ADMIN-03-008")
  @Requirement("ADMIN-03-010")
  @Requirement("ADMIN-03-011")
  @Requirement("ADMIN-03-014")
  @Requirement("ADMIN-03-016")
  void whatCannotBeConfiguredIsRefusedWholly() {
    String ok = AdminActs.publish(AdminActs.set("Open Presence", "true"));
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        AdminActs.configures(AdminActs.set("Administrator", "${hag77}")),
        Acts.refused(
            "hag66",
            String.join(
                "\n",
                unacceptable(AdminActs.set("Owner")),
                unacceptable(AdminActs.set("Owner", "")),
                unacceptable(AdminActs.set("Owner", "${hag66}/resource")),
                unacceptable(AdminActs.set("Administrator", "${hag77.id}#${channel}")),
                unacceptable(AdminActs.set("Administrator", "not an @ address")),
                unacceptable(AdminActs.set("End of Life", "tomorrow")),
                unacceptable(AdminActs.set("End of Life", "2016-05-30T09:00:00Z")),
                unacceptable(AdminActs.set("Nodes Present", "participants", "cauldron")),
                unacceptable(AdminActs.set("Messages Node Subscription", "nobody")),
                unacceptable(AdminActs.set("Mandatory Nicks", "perhaps")),
                unacceptable(AdminActs.set("Mandatory Nicks", "true", "false")),
                unacceptable(
                    AdminActs.set("JID Visibility", "shown")
                        + AdminActs.set("Open Presence", "true")),
                AdminActs.row(
                    "set",
                    AdminActs.publish("").replace("admin:0", "core:1"),
                    "bad-request (modify) invalid-payload"),
                AdminActs.row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:config'><item/></publish></pubsub>",
                    "bad-request (modify) invalid-payload"),
                AdminActs.row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:info'/></pubsub>",
                    "bad-request (modify) item-required"),
                AdminActs.row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='urn:xmpp:mix:nodes:config'><item id='x'/></retract></pubsub>",
                    "not-allowed (cancel)"),
                AdminActs.row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='urn:xmpp:mix:nodes:info'><item id='x'/></retract></pubsub>",
                    "not-allowed (cancel)"),
                "set | ${mix} | " + ok + " | service-unavailable (cancel)")),
        Acts.refused(
            "hag77",
            AdminActs.row("set", ok, "forbidden (auth)") + "\n" + AdminActs.reading("config")),
        Acts.refused(
            "hecate",
            AdminActs.row("set", ok, "forbidden (auth)") + "\n" + AdminActs.reading("config")),
        """
        hag66 sends:
          <iq type='get' to='${channel}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:config'/>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' id='c' …>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'><items …><item …>
              <x xmlns='jabber:x:data' …>
                <field var='Owner' …><value>${hag66}</value></field>
                <field var='Open Presence' …><value>false</value></field>
                …
              </x>
            </item></items></pubsub>
          </iq>
        """);
  }

  private static String unacceptable(String field) {
    return AdminActs.row("set", AdminActs.publish(field), "not-acceptable (modify)");
  }

  @Test
  @Requirement("CORE-07-091")
  void aChannelIsMadeAsItsMakerWishesOrNotAtAll() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.refused(
            "hag66",
            "set | ${mix} | <create xmlns='${core}' channel='${name}'>"
                + AdminActs.form(AdminActs.set("Owner"))
                + "</create> | not-acceptable (modify)\n"),
        """
        hag66 sends:
          <iq type='set' to='${mix}' id='c'>
            <create xmlns='${core}' channel='${name}'>@</create>
          </iq>
        hag66 receives:
          <iq type='result' from='${mix}' to='${hag66.full}' id='c'>
            <create xmlns='${core}' channel='${name}'/>
          </iq>
        hag77 sends:
          <iq type='set' to='${hag77}' id='j'>
            <client-join xmlns='${pam}' channel='${channel}'><join xmlns='${core}'/></client-join>
          </iq>
        hag77 receives:
          <iq type='result' id='j' …>…</iq>
        """
            .replace(
                "@",
                AdminActs.form(
                    AdminActs.set("Mandatory Nicks", "false")
                        + AdminActs.set("Administrator", "${hecate}"))),
        Acts.refused("hag77", AdminActs.row("set", AdminActs.ban("${hecate}"), "forbidden (auth)")),
        AdminActs.puts("hecate", "publish", "banned", "${hag77}"),
        AdminActs.done("hecate"));
  }

  @Test
  @Requirement("ADMIN-02-028")
  @Requirement("CORE-07-097")
  @Requirement("CORE-07-098")
  void aChannelEndsWhenItsTimeIsOver() {
    THEATRE.playOn(
        Dialect.CORE_1,
        Acts.COVEN,
        () ->
            "[client] hag66\n"
                + AdminActs.configures(
                    AdminActs.set("End of Life", Instant.now().plusSeconds(3).toString())),
        """
        [client] hag77
        hag77 receives:
          <message type='headline' from='${channel}' to='${hag77.full}' id='…'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <delete node='urn:xmpp:mix:nodes:participants'/>
            </event>
          </message>
        """
            + Acts.refused(
                "hag77",
                "groupchat | ${channel} | <body>Hello</body> | item-not-found (cancel)\n"));
  }
}
