package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The configuration, the lists of the allowed and the banned, and what follows from them.
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

  private static String form(String fields) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + "<value>urn:xmpp:mix:admin:0</value></field>"
        + fields
        + "</x>";
  }

  private static String set(String name, String... values) {
    return "<field var='"
        + name
        + "'>"
        + (values.length == 0
            ? ""
            : "<value>" + String.join("</value><value>", values) + "</value>")
        + "</field>";
  }

  private static String publish(String fields) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
        + " node='urn:xmpp:mix:nodes:config'><item>"
        + form(fields)
        + "</item></publish></pubsub>";
  }

  /// The owner changes the configuration, and is answered.
  private static String configures(String fields) {
    return """
    hag66 sends:
      <iq type='set' to='${channel}' id='conf'>@</iq>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='conf'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:config'><item id='…'/></publish>
        </pubsub>
      </iq>
    """
        .replace("@", publish(fields));
  }

  private static String lists(String node, String... items) {
    String listed = String.join("", java.util.stream.Stream.of(items).map(AdminIT::item).toList());
    return """
    hag66 sends:
      <iq type='get' to='${channel}' id='l'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:%1$s'/>
        </pubsub>
      </iq>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='l'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:%1$s'>%2$s</items>
        </pubsub>
      </iq>
    """
        .formatted(node, listed);
  }

  private static String item(String id) {
    return "<item id='" + id + "'/>";
  }

  private static String puts(String who, String what, String node, String item) {
    return """
    %1$s sends:
      <iq type='set' to='${channel}' id='p'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <%2$s node='urn:xmpp:mix:nodes:%3$s'><item id='%4$s'/></%2$s>
        </pubsub>
      </iq>
    """
        .formatted(who, what, node, item);
  }

  private static String done(String who) {
    return """
    %1$s receives:
      <iq type='result' from='${channel}' to='${%1$s.full}' id='p'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub' …>…</pubsub>
      </iq>
    """
        .formatted(who);
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
                form(
                    set("Administrator", "${hag77}")
                        + set("Last Change Made By", "${hecate}")
                        + set("No Private Messages", "1")
                        + "<field var='Allow User Message Retraction' type='list-single'>"
                        + "<value>TRUE</value></field>"
                        + set("JID Visibility", "jid-maybe-visible")
                        + set("Colour of the cauldron", "black"))),
        """
        everybody ignores:
          <message type='headline' …>…</message>
        """,
        configures(set("Administrator")),
        Acts.refused("hag77", "set | ${channel} | " + ban("${hecate}") + " | forbidden (auth)\n"));
  }

  private static String ban(String subject) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
        + " node='urn:xmpp:mix:nodes:banned'>"
        + item(subject)
        + "</publish></pubsub>";
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
    String ok = publish(set("Open Presence", "true"));
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        configures(set("Administrator", "${hag77}")),
        Acts.refused(
            "hag66",
            String.join(
                "\n",
                unacceptable(set("Owner")),
                unacceptable(set("Owner", "")),
                unacceptable(set("Owner", "${hag66}/resource")),
                unacceptable(set("Administrator", "${hag77.id}#${channel}")),
                unacceptable(set("Administrator", "not an @ address")),
                unacceptable(set("End of Life", "tomorrow")),
                unacceptable(set("End of Life", "2016-05-30T09:00:00Z")),
                unacceptable(set("Nodes Present", "participants", "cauldron")),
                unacceptable(set("Messages Node Subscription", "nobody")),
                unacceptable(set("Mandatory Nicks", "perhaps")),
                unacceptable(set("Mandatory Nicks", "true", "false")),
                unacceptable(set("JID Visibility", "shown") + set("Open Presence", "true")),
                row(
                    "set",
                    publish("").replace("admin:0", "core:1"),
                    "bad-request (modify) invalid-payload"),
                row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:config'><item/></publish></pubsub>",
                    "bad-request (modify) invalid-payload"),
                row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:info'/></pubsub>",
                    "bad-request (modify) item-required"),
                row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='urn:xmpp:mix:nodes:config'><item id='x'/></retract></pubsub>",
                    "not-allowed (cancel)"),
                row(
                    "set",
                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><retract node='urn:xmpp:mix:nodes:info'><item id='x'/></retract></pubsub>",
                    "not-allowed (cancel)"),
                "set | ${mix} | " + ok + " | service-unavailable (cancel)")),
        Acts.refused("hag77", row("set", ok, "forbidden (auth)") + "\n" + reading("config")),
        Acts.refused("hecate", row("set", ok, "forbidden (auth)") + "\n" + reading("config")),
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
    return row("set", publish(field), "not-acceptable (modify)");
  }

  private static String row(String type, String content, String refusal) {
    return type + " | ${channel} | " + content + " | " + refusal;
  }

  private static String reading(String node) {
    String items = "<items node='urn:xmpp:mix:nodes:" + node + "'/>";
    return row(
        "get",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + items + "</pubsub>",
        "not-allowed (cancel) closed-node");
  }

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
        configures(set("Administrator", "${hecate}")),
        Acts.joins("hag77", "second witch", "participants"),
        Acts.refused(
            "hecate",
            row("set", ban("${hag66}"), "not-allowed (cancel)")
                + "\n"
                + row("set", ban("${hecate}"), "not-allowed (cancel)")),
        Acts.refused("hag77", row("set", ban("${hecate}"), "forbidden (auth)")),
        puts("hecate", "publish", "banned", "${hag77}"),
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
        puts("hecate", "publish", "banned", "${hag77}"),
        done("hecate"),
        puts("hag66", "retract", "banned", "${hag77}"),
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
        Acts.refused("hag66", row("set", purge, "item-not-found (cancel)")),
        configures(set("Nodes Present", "participants", "allowed", "banned")),
        lists("allowed"),
        Acts.refused("hecate", row("set", join, "forbidden (auth)")),
        Acts.refused("hag77", reading("allowed")),
        puts("hag66", "publish", "allowed", "${domain}"),
        done("hag66"),
        puts("hag66", "publish", "allowed", "${hag77}"),
        done("hag66"),
        lists("allowed", "${hag77}", "${domain}"),
        Acts.joins("hecate", "queen"),
        puts("hag66", "retract", "allowed", "${domain}"),
        done("hag66"),
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
        Acts.refused("hecate", row("set", join, "forbidden (auth)")),
        Acts.refused(
            "hag66",
            String.join(
                "\n",
                row(
                    "set",
                    listing("publish", "<item id='${hag77}/resource'/>"),
                    "not-acceptable (modify)"),
                row("set", listing("publish", "<item id='@'/>"), "jid-malformed (modify)"),
                row("set", listing("publish", "<item/>"), "bad-request (modify)"),
                row(
                    "set",
                    listing("publish", item("${hecate}") + item("${hag77}")),
                    "bad-request (modify)"),
                row("set", listing("retract", item("${hecate}")), "item-not-found (cancel)"),
                row("set", listing("retract", "<item/>"), "bad-request (modify) item-required"))),
        Acts.refused("hag77", row("set", purge, "forbidden (auth)")),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='purge'>@</iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='purge'/>
        """
            .replace("@", purge),
        lists("allowed"),
        configures(set("Nodes Present", "participants")),
        Acts.joins("hecate", "queen"));
  }

  private static String listing(String what, String items) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><%1$s node='urn:xmpp:mix:nodes:allowed'>%2$s</%1$s></pubsub>"
        .formatted(what, items);
  }

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
        configures(set("Nodes Present")),
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
            row(
                "set",
                "<update-subscription xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:presence'/></update-subscription>",
                "item-not-found (cancel)")),
        configures(set("Nodes Present", "information", "presence")),
        Acts.joins("hecate", "queen", "participants"),
        configures(set("Participants Node Subscription", "admins")),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='s'><setnick xmlns='${core}'><nick>x</nick></setnick></iq>
        hag77 receives:
          <iq type='result' id='s' …>…</iq>
        hecate receives nothing
        """);
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
                + configures(set("End of Life", Instant.now().plusSeconds(3).toString())),
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

  @Test
  @Requirement("CORE-07-091")
  void aChannelIsMadeAsItsMakerWishesOrNotAtAll() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.refused(
            "hag66",
            "set | ${mix} | <create xmlns='${core}' channel='${name}'>"
                + form(set("Owner"))
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
                "@", form(set("Mandatory Nicks", "false") + set("Administrator", "${hecate}"))),
        Acts.refused("hag77", row("set", ban("${hecate}"), "forbidden (auth)")),
        puts("hecate", "publish", "banned", "${hag77}"),
        done("hecate"));
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
        configures(set("Participants Node Subscription", "nobody")),
        Acts.refused(
            "hag66",
            row(
                "set",
                "<update-subscription xmlns='${core}'>" + subscribe + "</update-subscription>",
                "not-allowed (cancel) closed-node")),
        Participants.listed("hag66", "hag66", "third witch", "hag77", "second witch"),
        Acts.refused("hag77", reading("participants")),
        configures(set("Configuration Node Access", "nobody") + set("Administrator", "${hag77}")),
        Acts.refused("hag77", reading("config")),
        configures(set("Configuration Node Access", "admins")),
        Acts.refused("hecate", row("set", described("hecate"), "forbidden (auth)")),
        describes("hag77"),
        configures(set("Information Node Update Rights", "owners")),
        Acts.refused("hag77", row("set", described("hag77"), "forbidden (auth)")),
        describes("hag66"),
        configures(set("Nodes Present", "information")),
        Acts.refused(
            "hag66",
            row(
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
        + set("Name", name)
        + "</x></item></publish></pubsub>";
  }

  private static String describes(String who) {
    return """
    %1$s sends:
      <iq type='set' to='${channel}' id='p'>@</iq>
    """
            .formatted(who)
            .replace("@", described(who))
        + done(who);
  }
}
