package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What participants wish of a channel.
class PreferencesIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

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
        AnonActs.made("jid-optionally-visible"),
        AnonActs.joinsPreferring(
            "hag77",
            "second witch",
            AnonActs.form("JID Visibility", "ALWAYS", "vCard", "allow"),
            AnonActs.preferring("always", "allow", "allow", "share")),
        AnonActs.says("hag77", "second witch", "<jid>${hag77}</jid>", "hag77"),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='p'><user-preference xmlns='urn:xmpp:mix:anon:0'>@</user-preference></iq>
        """
            .replace(
                "@", AnonActs.form("JID Visibility", "prefer not", "Private Messages", "block")),
        AnonActs.told("hag77", "hag77", "second witch", ""),
        """
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='p'>
            <user-preference xmlns='urn:xmpp:mix:anon:0'>@</user-preference>
          </iq>
        """
            .replace("@", AnonActs.preferring("prefer not", "block", "allow", "share")),
        Acts.joins("hag66", "third witch"),
        AnonActs.ARCHIVE);
  }

  @Test
  @Requirement("ANON-03-002")
  @Requirement("ANON-03-005")
  @Requirement("ANON-03-006")
  @Requirement("ANON-03-007")
  @Requirement("ANON-03-008")
  @Requirement("ANON-03-009")
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
        refusedPreference(
            "hag77", AnonActs.form("JID Visibility", "never"), "not-acceptable (modify)"),
        refusedPreference("hag77", AnonActs.form("vCard", "perhaps"), "not-acceptable (modify)"),
        refusedPreference(
            "hag77", AnonActs.form().replace("anon:0", "core:1"), "bad-request (modify)"),
        refusedPreference("hag77", "", "bad-request (modify)"),
        refusedPreference("hecate", AnonActs.form("vCard", "allow"), "forbidden (auth)"),
        Acts.refused(
            "hecate",
            """
            get | ${channel} | <user-preference xmlns='urn:xmpp:mix:anon:0'/> | forbidden (auth)
            set | ${channel} | <join xmlns='${core}'><nick>a</nick>@</join> | not-acceptable (modify)
            """
                .replace("@", AnonActs.form("JID Visibility", "never"))),
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
            .replace("@", AnonActs.preferring("default", "allow", "block", "share")),
        configures("Participants Must Provide Presence", "true"),
        refusedPreference(
            "hecate", AnonActs.form("Presence", "not share"), "not-acceptable (modify)"));
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
}
