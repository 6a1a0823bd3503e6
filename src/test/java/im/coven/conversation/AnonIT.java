package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who sees whose JID, and what participants wish of a channel.
class AnonIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  /// The owner makes a channel with a JID visibility and joins it.
  private static String made(String visibility) {
    return """
    hag66 sends:
      <iq type='set' to='${mix}' id='create'>
        <create xmlns='${core}' channel='${name}'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
            <field var='Mandatory Nicks'><value>false</value></field>
            <field var='JID Visibility'><value>@</value></field>
          </x>
        </create>
      </iq>
    hag66 receives:
      <iq type='result' id='create' …>…</iq>
    """
        .replace("@", visibility);
  }

  private static String form(String... fieldsAndValues) {
    var form = new StringBuilder();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      form.append("<field var='").append(fieldsAndValues[i]).append("'><value>");
      form.append(fieldsAndValues[i + 1]).append("</value></field>");
    }
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + "<value>urn:xmpp:mix:anon:0</value></field>"
        + form
        + "</x>";
  }

  private static String preferring(String visibility, String messages, String vcard, String pres) {
    return """
    <x xmlns='jabber:x:data' type='result'>
      <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:anon:0</value></field>
      <field var='JID Visibility'><value>%s</value></field>
      <field var='Private Messages'><value>%s</value></field>
      <field var='vCard'><value>%s</value></field>
      <field var='Presence'><value>%s</value></field>
    </x>
    """
        .formatted(visibility, messages, vcard, pres);
  }

  /// A client joins with preferences and hears which hold.
  private static String joinsPreferring(String who, String nick, String wishes, String holds) {
    return """
    %1$s sends:
      <iq type='set' to='${%1$s}' id='j'>
        <client-join xmlns='${pam}' channel='${channel}'>
          <join xmlns='${core}'>
            <nick>%2$s</nick>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:participants'/>
            %3$s
          </join>
        </client-join>
      </iq>
    %1$s receives in any order:
      <message type='headline' from='${channel}' …>…</message>
      <iq type='result' id='j' …>
        <client-join xmlns='${pam}'>
          <join xmlns='${core}' id='${%1$s.id}' jid='${%1$s.id}#${channel}'>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:participants'/>
            <nick>%2$s</nick>
            %4$s
          </join>
        </client-join>
      </iq>
    """
        .formatted(who, nick, wishes, holds);
  }

  private static String told(String who, String id, String nick, String jid) {
    return """
    %1$s receives:
      <message type='headline' from='${channel}' to='${%1$s.full}' id='…'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:mix:nodes:participants'>
            <item id='${%2$s.id}'>
              <participant xmlns='${core}'><nick>%3$s</nick>%4$s</participant>
            </item>
          </items>
        </event>
      </message>
    """
        .formatted(who, id, nick, jid);
  }

  private static String says(String who, String nick, String jid, String receiver) {
    return """
    %1$s sends:
      <message to='${channel}' type='groupchat' id='m'><body>Double, double</body></message>
    %4$s receives:
      <message from='${channel}/${%1$s.id}' to='${%4$s.full}' type='groupchat' id='${m-%1$s}'>
        <mix xmlns='${core}'><nick>%2$s</nick>%3$s</mix>
        <body>Double, double</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m-%1$s}'/>
      </message>
    """
        .formatted(who, nick, jid, receiver);
  }

  private static final String ARCHIVE =
      """
      hag66 sends:
        <iq type='set' to='${channel}' id='a'><query xmlns='urn:xmpp:mam:2'/></iq>
      hag66 receives:
        <message from='${channel}' to='${hag66.full}'>
          <result xmlns='urn:xmpp:mam:2' id='…'>
            <forwarded xmlns='urn:xmpp:forward:0'>
              <delay xmlns='urn:xmpp:delay' stamp='…'/>
              <message xmlns='jabber:client' from='${channel}/…' type='groupchat' id='…'>
                <mix xmlns='${core}'><nick>second witch</nick></mix>
                <body>Double, double</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='…'/>
              </message>
            </forwarded>
          </result>
        </message>
        <iq type='result' id='a' …>…</iq>
      """;

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
        made("jid-hidden"),
        Acts.refused(
            "hag77",
            """
            set | ${channel} | <join xmlns='${core}'/> | not-acceptable (modify)
            set | ${channel} | <join xmlns='${core}'><nick>a</nick>@</join> | not-acceptable (modify)
            """
                .replace("@", form("JID Visibility", "always"))),
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
        says("hag77", "second witch", "", "hag77"),
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
        ARCHIVE,
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
  @Requirement("ANON-02-004")
  @Requirement("ANON-02-006")
  @Requirement("ANON-02-007")
  @Requirement("ANON-02-010")
  @Requirement("ANON-03-001")
  @Requirement("ANON-03-010")
  @Requirement("ANON-03-012")
  @Requirement("ANON-03-014")
  @Requirement("ANON-03-016")
  @Requirement("ANON-03-017")
  void whereItIsOptionalEachDecidesAndTheArchiveHidesAll() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        made("jid-optionally-visible"),
        joinsPreferring(
            "hag77",
            "second witch",
            form("JID Visibility", "ALWAYS", "vCard", "allow"),
            preferring("always", "allow", "allow", "share")),
        says("hag77", "second witch", "<jid>${hag77}</jid>", "hag77"),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='p'><user-preference xmlns='urn:xmpp:mix:anon:0'>@</user-preference></iq>
        """
            .replace("@", form("JID Visibility", "prefer not", "Private Messages", "block")),
        told("hag77", "hag77", "second witch", ""),
        """
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='p'>
            <user-preference xmlns='urn:xmpp:mix:anon:0'>@</user-preference>
          </iq>
        """
            .replace("@", preferring("prefer not", "block", "allow", "share")),
        Acts.joins("hag66", "third witch"),
        ARCHIVE);
  }

  @Test
  @Requirement("ANON-03-002")
  @Requirement("ANON-03-005")
  @Requirement("ANON-03-006")
  @Requirement("ANON-03-007")
  @Requirement("ANON-03-008")
  @Requirement("ANON-03-011")
  @Requirement("ANON-03-013")
  @Requirement("ANON-03-015")
  void thePreferencesAreAskedForAndWhatIsNoneIsRefused() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='get' to='${channel}' id='q'><user-preference xmlns='urn:xmpp:mix:anon:0'/></iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='q'>
            <user-preference xmlns='urn:xmpp:mix:anon:0'>
              <x xmlns='jabber:x:data' type='form'>
                <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:anon:0</value></field>
                <field var='JID Visibility' type='list-single'>
                  <value>default</value>
                  <option><value>default</value></option>
                  <option><value>never</value></option>
                  <option><value>always</value></option>
                  <option><value>prefer not</value></option>
                  <option><value>prefer</value></option>
                </field>
                <field var='Private Messages' type='list-single'>
                  <value>allow</value>
                  <option><value>allow</value></option>
                  <option><value>block</value></option>
                </field>
                <field var='vCard' type='list-single'>
                  <value>block</value>
                  <option><value>block</value></option>
                  <option><value>allow</value></option>
                </field>
                <field var='Presence' type='list-single'>
                  <value>share</value>
                  <option><value>share</value></option>
                  <option><value>not share</value></option>
                </field>
              </x>
            </user-preference>
          </iq>
        """,
        refusedPreference("hag77", form("JID Visibility", "never"), "not-acceptable (modify)"),
        refusedPreference("hag77", form("vCard", "perhaps"), "not-acceptable (modify)"),
        refusedPreference("hag77", form().replace("anon:0", "core:1"), "bad-request (modify)"),
        refusedPreference("hag77", "", "bad-request (modify)"),
        refusedPreference("hecate", form("vCard", "allow"), "forbidden (auth)"),
        Acts.refused(
            "hecate",
            """
            get | ${channel} | <user-preference xmlns='urn:xmpp:mix:anon:0'/> | forbidden (auth)
            set | ${channel} | <join xmlns='${core}'><nick>a</nick>@</join> | not-acceptable (modify)
            """
                .replace("@", form("JID Visibility", "never"))),
        """
        hecate sends:
          <iq type='set' to='${channel}' id='j'>
            <join xmlns='urn:xmpp:mix:anon:0'><nick>queen</nick></join>
          </iq>
        hecate receives:
          <iq type='result' from='${channel}' to='${hecate.full}' id='j'>
            <join xmlns='urn:xmpp:mix:anon:0' id='${hecate.id}' jid='${hecate.id}#${channel}'>
              <nick>queen</nick>
              @
            </join>
          </iq>
        """
            .replace("@", preferring("default", "allow", "block", "share")),
        configures("Participants Must Provide Presence", "true"),
        refusedPreference("hecate", form("Presence", "not share"), "not-acceptable (modify)"));
  }

  private static String configures(String field, String value) {
    return """
    everybody ignores:
      <message type='headline' …>…</message>
    hag66 sends:
      <iq type='set' to='${channel}' id='conf'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:config'><item>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
              <field var='%s'><value>%s</value></field>
            </x>
          </item></publish>
        </pubsub>
      </iq>
    hag66 receives:
      <iq type='result' id='conf' …>…</iq>
    """
        .formatted(field, value);
  }

  private static String refusedPreference(String who, String form, String refusal) {
    return Acts.refused(
        who,
        "set | ${channel} | <user-preference xmlns='urn:xmpp:mix:anon:0'>"
            + form
            + "</user-preference> | "
            + refusal
            + "\n");
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
        made("jid-hidden"),
        Acts.joins("hag66", "third witch"),
        joinsPreferring(
            "hag77", "second witch", form(), preferring("default", "allow", "block", "share")),
        joinsPreferring(
            "hecate",
            "queen",
            form("JID Visibility", "never"),
            preferring("never", "allow", "block", "share")),
        """
        hag77 receives:
          <message type='headline' …>…</message>
        """,
        says("hag77", "second witch", "", "hag77"),
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
        ARCHIVE);
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
