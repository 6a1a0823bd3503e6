package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Nicks that are registered with the service by who wants to. See XEP-0407 §3.
class NickRegistrationIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("misc.nicks=optional");

  /// Nicks are registered with the whole service: each play has its own.
  private static String registers(String who, String nick, String assigned) {
    return """
    %1$s sends:
      <iq type='set' to='${mix}' id='reg'>
        <register xmlns='urn:xmpp:mix:misc:0'>%2$s</register>
      </iq>
    %1$s receives:
      <iq type='result' from='${mix}' to='${%1$s.full}' id='reg'>
        <register xmlns='urn:xmpp:mix:misc:0'><nick>%3$s</nick></register>
      </iq>
    """
        .formatted(who, nick.isEmpty() ? "" : "<nick>" + nick + "</nick>", assigned);
  }

  private static String hasRegistered(String who, String content) {
    return """
    %1$s sends:
      <iq type='get' to='${mix}' id='get'><register xmlns='urn:xmpp:mix:misc:0'/></iq>
    %1$s receives:
      <iq type='result' from='${mix}' to='${%1$s.full}' id='get'>
        <register xmlns='urn:xmpp:mix:misc:0'>%2$s</register>
      </iq>
    """
        .formatted(who, content);
  }

  private static final String REGISTER =
      "set | ${mix} | <register xmlns='urn:xmpp:mix:misc:0'><nick>%s</nick></register> | %s\n";

  @Test
  @Requirement("MISC-03-002")
  @Requirement("MISC-03-003")
  @Requirement("MISC-03-004")
  @Requirement("MISC-03-005")
  @Requirement("MISC-03-007")
  @Requirement("MISC-03-013")
  @Requirement("MISC-03-014")
  @Requirement("MISC-03-015")
  void aNickIsRegisteredForOneAtATime() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        """
        hag66 sends:
          <iq type='get' to='${mix}' id='d'>
            <query xmlns='http://jabber.org/protocol/disco#info'/>
          </iq>
        hag66 receives:
          <iq type='result' id='d' …>
            <query xmlns='http://jabber.org/protocol/disco#info'>
              <feature var='urn:xmpp:mix:misc:0#nick-register'/>…
            </query>
          </iq>
        """,
        hasRegistered("hag66", ""),
        registers("hag66", "  Crone   of ${name} ", "Crone of ${name}"),
        hasRegistered("hag66", "<nick>Crone of ${name}</nick>"),
        Acts.refused("hag77", REGISTER.formatted("CRONE of ${name}", "conflict (cancel)")),
        registers("hag66", "Hag of ${name}", "Hag of ${name}"),
        registers("hag77", "Crone of ${name}", "Crone of ${name}"),
        Acts.refused(
            "hag66",
            REGISTER.formatted("Crone of ${name}", "conflict (cancel)")
                + REGISTER.formatted(" ", "bad-request (modify)")
                + REGISTER.formatted("\u202e", "not-acceptable (modify)")
                + "set | heath@${mix} | <register xmlns='urn:xmpp:mix:misc:0'/> | %s\n"
                    .formatted("item-not-found (cancel)")),
        hasRegistered("hag66", "<nick>Hag of ${name}</nick>"));
  }

  @Test
  @Requirement("MISC-03-008")
  @Requirement("MISC-03-009")
  void whoNamesNoNickIsGivenOne() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        registers("hag66", "", "${a}-${b}-${c}-${d}-${e}"),
        hasRegistered("hag66", "<nick>${a}-${b}-${c}-${d}-${e}</nick>"));
  }

  @Test
  @Requirement("MISC-03-006")
  @Requirement("MISC-03-010")
  @Requirement("MISC-03-011")
  @Requirement("MISC-03-012")
  void aRegisteredNickIsItsOwnersInEveryChannel() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        registers("hag77", "Crone of ${name}", "Crone of ${name}"),
        Acts.refused("hecate", CRONE.formatted("join")),
        Acts.joins("hag66", "third ${name}", "participants"),
        Acts.refused("hag66", CRONE.formatted("setnick")),
        """
        hag77 sends:
          <iq type='set' to='${hag77}' id='j'>
            <client-join xmlns='${pam}' channel='${channel}'><join xmlns='${core}'/></client-join>
          </iq>
        hag77 receives:
          <iq type='result' id='j' …>
            <client-join xmlns='${pam}'>
              <join xmlns='${core}' id='${hag77.id}' …><nick>Crone of ${name}</nick></join>
            </client-join>
          </iq>
        """,
        Acts.hears("hag66", "hag77", "Crone of ${name}"),
        Acts.refused("hecate", REGISTER.formatted("THIRD ${name}", "conflict (cancel)")),
        registers("hag77", "Queen of ${name}", "Queen of ${name}"),
        Acts.hears("hag66", "hag77", "Queen of ${name}"),
        registers("hag66", "third ${name}", "third ${name}"),
        "everybody receives nothing");
  }

  private static final String CRONE =
      "set | ${channel} | <%1$s xmlns='${core}'><nick>crone of ${name}</nick></%1$s>"
          + " | conflict (cancel)\n";
}
