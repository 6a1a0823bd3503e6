package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A service where everybody has a registered nick, and no other. See XEP-0407 §3.
class MandatoryNicksIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("misc.nicks=mandatory");

  @Test
  @Requirement("CORE-07-050")
  @Requirement("CORE-07-051")
  @Requirement("MISC-03-001")
  @Requirement("MISC-03-006")
  @Requirement("MISC-03-011")
  void theRegisteredNickIsTheOnlyOne() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.refused(
            "hag66",
            "set | ${channel} | <join xmlns='${core}'><nick>a</nick></join> | not-acceptable (modify)"),
        registers("hag of ${name}"),
        """
        hag66 sends:
          <iq type='set' to='${hag66}' id='j'>
            <client-join xmlns='${pam}' channel='${channel}'>
              <join xmlns='${core}'>
                <nick>queen</nick><subscribe node='urn:xmpp:mix:nodes:participants'/>
              </join>
            </client-join>
          </iq>
        """,
        Acts.hears("hag66", "hag66", "hag of ${name}"),
        """
        hag66 receives:
          <iq type='result' id='j' …>
            <client-join xmlns='${pam}'>
              <join xmlns='${core}' …><nick>hag of ${name}</nick>…</join>
            </client-join>
          </iq>
        hag66 sends:
          <iq type='set' to='${channel}' id='s'>
            <setnick xmlns='${core}'><nick>queen</nick></setnick>
          </iq>
        hag66 receives:
          <iq type='result' id='s' …>
            <setnick xmlns='${core}'><nick>hag of ${name}</nick></setnick>
          </iq>
        hag66 sends:
          <iq type='set' to='${mix}' id='r'>
            <register xmlns='urn:xmpp:mix:misc:0'><nick>crone of ${name}</nick></register>
          </iq>
        """,
        Acts.hears("hag66", "hag66", "crone of ${name}"),
        """
        hag66 receives:
          <iq type='result' id='r' …>…</iq>
        everybody receives nothing
        """);
  }

  private static String registers(String nick) {
    return """
    hag66 sends:
      <iq type='set' to='${mix}' id='r'>
        <register xmlns='urn:xmpp:mix:misc:0'><nick>%s</nick></register>
      </iq>
    hag66 receives:
      <iq type='result' id='r' …>…</iq>
    """
        .formatted(nick);
  }
}
