package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A room that is made by entering it, and what it says of itself and of what was said.
class RoomCreationIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("muc.history-max=3");

  private static final String CAST =
      """
      [client] hag66
      [client] hecate
      [client] crone
      hag66 connects
      hecate connects
      crone connects
      """;

  /// `hag66` makes the room.
  private static final String MADE =
      CAST
          + """
          hag66 sends:
            <presence to='${name}@chat.${domain}/first witch'>
              <x xmlns='http://jabber.org/protocol/muc'/>
            </presence>
          hag66 receives:
            <presence from='${name}@chat.${domain}/first witch' to='${hag66.full}'>
              <x xmlns='http://jabber.org/protocol/muc#user'>
                <item affiliation='owner' role='moderator' jid='${hag66.full}'/>
                <status code='110'/>
                <status code='201'/>
              </x>
              <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hag66.id}'/>
            </presence>
            <message from='${name}@chat.${domain}' type='groupchat' to='${hag66.full}'>
              <subject/>
            </message>
          """;

  private static final String OPENED =
      MADE
          + """
          hag66 sends:
            <iq type='set' id='o' to='${name}@chat.${domain}'>
              <query xmlns='http://jabber.org/protocol/muc#owner'>
                <x xmlns='jabber:x:data' type='submit'/>
              </query>
            </iq>
          hag66 receives:
            <iq type='result' id='o' from='${name}@chat.${domain}' to='${hag66.full}'/>
          """;

  private static String asks(String who, String payload, String to) {
    return "%s sends:\n  <iq type='get' id='q' to='%s'>%s</iq>\n".formatted(who, to, payload);
  }

  private static final String INFO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";

  @Test
  @Requirement("MUC-07-037")
  @Requirement("MUC-07-038")
  @Requirement("MUC-10-003")
  @Requirement("MUC-10-004")
  @Requirement("MUC-10-006")
  @Requirement("MUC-10-014")
  @Requirement("MUC-06-024")
  @Requirement("MUC-07-019")
  @Requirement("MUC-07-020")
  @Requirement("MUC-07-123")
  @Requirement("MUC-408-024")
  @Requirement("MUC-408-025")
  @Requirement("MUC-408-028")
  @Requirement("MUC0408-02-020")
  void aRoomIsLockedUntilItsMakerOpensIt() {
    THEATRE.play(
        Dialect.CORE_1,
        MADE
            + """
            # On neither face anybody else finds it.
            hecate sends:
              <presence to='${name}@chat.${domain}/third witch' id='e'>
                <x xmlns='http://jabber.org/protocol/muc'/>
              </presence>
            hecate is refused with item-not-found (cancel)
            """
            + asks("hecate", INFO, "${name}@chat.${domain}")
            + "hecate is refused with item-not-found (cancel)\n"
            + asks("hecate", INFO, "${channel}")
            + """
            hecate is refused with item-not-found (cancel)
            hecate sends:
              <message to='${name}@chat.${domain}' type='groupchat' id='m'><body>?</body></message>
            hecate is refused with item-not-found (cancel)
            hag66 sends:
              <iq type='set' id='o' to='${name}@chat.${domain}'>
                <query xmlns='http://jabber.org/protocol/muc#owner'>
                  <x xmlns='jabber:x:data' type='submit'/>
                </query>
              </iq>
            hag66 receives:
              <iq type='result' id='o' …/>
            # The moderator sees real JIDs, others do not.
            hecate sends:
              <presence to='${name}@chat.${domain}/third witch' id='e'>
                <x xmlns='http://jabber.org/protocol/muc'/>
              </presence>
            hag66 receives:
              <presence from='${name}@chat.${domain}/third witch' to='${hag66.full}'>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='participant' jid='${hecate.full}'/>
                </x>
                …
              </presence>
            hecate receives:
              <presence from='${name}@chat.${domain}/first witch' to='${hecate.full}'>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='owner' role='moderator'/>
                </x>
                …
              </presence>
              <presence from='${name}@chat.${domain}/third witch' to='${hecate.full}'>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='participant' jid='${hecate.full}'/>
                  <status code='110'/>
                </x>
                …
              </presence>
              <message …><subject/></message>
            # It is temporary: it goes with the last who leaves.
            hag66 sends:
              <presence to='${name}@chat.${domain}/first witch' type='unavailable'/>
            hag66 receives:
              <presence type='unavailable' from='${name}@chat.${domain}/first witch' …>…</presence>
            hecate receives:
              <presence from='${name}@chat.${domain}/first witch' type='unavailable' …>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='owner' role='none'/>
                </x>
                …
              </presence>
            hecate sends:
              <presence to='${name}@chat.${domain}/third witch' type='unavailable'/>
            hecate receives:
              <presence type='unavailable' from='${name}@chat.${domain}/third witch' …>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='none'/>
                  <status code='110'/>
                </x>
                …
              </presence>
            """
            + asks("hecate", INFO, "${name}@chat.${domain}")
            + "hecate is refused with item-not-found (cancel)\n");
  }

  @Test
  @Requirement("MUC-07-040")
  @Requirement("MUC-07-041")
  @Requirement("MUC-07-042")
  @Requirement("MUC-07-043")
  @Requirement("MUC-07-047")
  @Requirement("MUC-07-049")
  @Requirement("MUC-07-052")
  @Requirement("MUC0408-02-030")
  void whoComesLaterIsToldWhatWasSaid() {
    THEATRE.play(
        Dialect.CORE_1,
        OPENED
            + says("one")
            + says("two")
            + """
            hag66 sends:
              <message to='${name}@chat.${domain}' type='groupchat' id='s'>
                <subject>Macbeth</subject>
              </message>
            hag66 receives:
              <message from='${name}@chat.${domain}/first witch' id='s' …>
                <subject>Macbeth</subject>
                …
              </message>
            """
            + says("three")
            + says("four")
            + enters("hecate", "third witch", "")
            + sees("hecate", "first witch", "third witch")
            + past("hecate", "three")
            + past("hecate", "four")
            + "hecate receives:\n  <message …><subject>Macbeth</subject></message>\n"
            + enters("crone", "second witch", "<history maxstanzas='1'/>")
            + sees("crone", "first witch", "third witch", "second witch")
            + past("crone", "four")
            + """
            crone receives:
              <message …><subject>Macbeth</subject></message>
            # To enter again is answered in full.
            """
            + enters("crone", "second witch", "<history maxchars='0'/>")
            + """
            crone receives in any order:
              <presence from='${name}@chat.${domain}/first witch' …>…</presence>
              <presence from='${name}@chat.${domain}/third witch' …>…</presence>
            crone receives:
              <presence from='${name}@chat.${domain}/second witch' …>…</presence>
              <message …><subject>Macbeth</subject></message>
            crone sends:
              <message to='${name}@chat.${domain}' type='groupchat' id='s2'>
                <subject>Hamlet</subject>
              </message>
            crone is refused with forbidden (auth)
            """);
  }

  private static String says(String text) {
    return """
    hag66 sends:
      <message to='${name}@chat.${domain}' type='groupchat' id='%1$s'><body>%1$s</body></message>
    hag66 receives:
      <message from='${name}@chat.${domain}/first witch' id='%1$s' …>
        <body>%1$s</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${name}@chat.${domain}' id='${%1$s}'/>
        …
      </message>
    """
        .formatted(text);
  }

  private static String enters(String who, String nick, String wish) {
    return """
    %s sends:
      <presence to='${name}@chat.${domain}/%s'>
        <x xmlns='http://jabber.org/protocol/muc'>%s</x>
      </presence>
    """
        .formatted(who, nick, wish);
  }

  /// Who comes sees the first, maybe others, and itself at last.
  private static String sees(String who, String... nicks) {
    var presences = new StringBuilder(who + " receives in any order:\n");
    for (String nick : nicks) {
      presences.append(
          "  <presence from='${name}@chat.${domain}/%s' …>…</presence>\n".formatted(nick));
    }
    return presences.toString();
  }

  private static String past(String who, String text) {
    return """
    %1$s receives:
      <message from='${name}@chat.${domain}/first witch' id='%2$s' type='groupchat'
          to='${%1$s.full}'>
        <body>%2$s</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${name}@chat.${domain}' id='${%2$s}'/>
        <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${hag66.id}'/>
        <delay xmlns='urn:xmpp:delay' from='${name}@chat.${domain}' stamp='…'/>
      </message>
    """
        .formatted(who, text);
  }

  @Test
  @Requirement("MUC-410-001")
  @Requirement("MUC-410-002")
  @Requirement("MUC-410-005")
  @Requirement("MUC-410-007")
  @Requirement("MUC-07-061")
  @Requirement("MUC-07-062")
  @Requirement("MUC-06-027")
  void whoIsInTheRoomKnows() {
    THEATRE.play(
        Dialect.CORE_1,
        OPENED
            + asks("hag66", PING, "${name}@chat.${domain}/first witch")
            + """
            hag66 receives:
              <iq type='result' id='q' from='${name}@chat.${domain}/first witch' …/>
            """
            + outside(PING, "${name}@chat.${domain}/first witch", "cancel", "not-acceptable")
            + outside(PING, "${name}@chat.${domain}/nobody", "cancel", "not-acceptable")
            + outside(INFO, "${name}@chat.${domain}/first witch", "modify", "bad-request")
            + """
            hecate sends:
              <presence to='${name}@chat.${domain}/third witch'/>
            hecate receives:
              <presence from='${name}@chat.${domain}/third witch' type='unavailable'
                  to='${hecate.full}'>
                <x xmlns='http://jabber.org/protocol/muc#user'>
                  <item affiliation='none' role='none'/>
                  <status code='110'/><status code='307'/><status code='333'/>
                </x>
              </presence>
            """);
  }

  private static String outside(String payload, String to, String type, String condition) {
    return asks("hecate", payload, to)
        + """
        hecate receives:
          <iq type='error' id='q' from='%s' …>
            <error type='%s' by='${name}@chat.${domain}'>
              <%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
        """
            .formatted(to, type, condition);
  }

  @Test
  @Requirement("MUC-06-001")
  @Requirement("MUC-06-003")
  @Requirement("MUC-06-004")
  @Requirement("MUC-06-008")
  @Requirement("MUC-06-015")
  @Requirement("MUC-06-018")
  @Requirement("MUC-06-025")
  @Requirement("MUC-06-031")
  @Requirement("MUC-359-006")
  @Requirement("MUC-408-001")
  @Requirement("MUC-408-002")
  @Requirement("MUC-408-003")
  @Requirement("MUC-408-004")
  @Requirement("MUC-410-003")
  @Requirement("MUC-421-001")
  @Requirement("MUC0408-02-013")
  @Requirement("MUC0408-02-014")
  @Requirement("MUC0408-02-016")
  @Requirement("MUC0408-02-017")
  @Requirement("MUC0408-02-018")
  @Requirement("SEED-08-001")
  void eachFaceSaysWhereTheOtherIs() {
    THEATRE.play(
        Dialect.CORE_1,
        OPENED
            + asks("hag66", INFO, "chat.${domain}")
            + """
            hag66 receives:
              <iq type='result' id='q' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='conference' type='text' name='Rooms'/>
                  <feature var='http://jabber.org/protocol/disco#info'/>
                  <feature var='http://jabber.org/protocol/disco#items'/>
                  <feature var='http://jabber.org/protocol/muc'/>
                  <feature var='http://jabber.org/protocol/muc#stable_id'/>
                  <feature var='urn:xmpp:sid:0'/>
                  <feature var='urn:xmpp:occupant-id:0'/>
                  <feature var='urn:xmpp:ping'/>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'>
                      <value>urn:xmpp:mix:muc:0#mix-mirror</value>
                    </field>
                    <field var='mix-mirror' type='jid-single'><value>${mix}</value></field>
                  </x>
                </query>
              </iq>
            """
            + asks("hag66", INFO, "${mix}")
            + """
            hag66 receives:
              <iq type='result' id='q' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='conference' type='mix' name='Coven'/>
                  …
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'>
                      <value>urn:xmpp:mix:muc:0#muc-mirror</value>
                    </field>
                    <field var='muc-mirror' type='jid-single'>
                      <value>chat.${domain}</value>
                    </field>
                  </x>
                </query>
              </iq>
            """);
  }

  @Test
  @Requirement("MUC-06-008")
  @Requirement("MUC-06-009")
  @Requirement("MUC-06-010")
  @Requirement("MUC-06-012")
  @Requirement("MUC-06-014")
  @Requirement("MUC-06-015")
  @Requirement("MUC-06-018")
  @Requirement("MUC-06-020")
  @Requirement("MUC-06-025")
  @Requirement("MUC-410-003")
  @Requirement("MUC-421-001")
  @Requirement("MUC0408-02-018")
  void aRoomSaysWhatItIs() {
    THEATRE.play(
        Dialect.CORE_1,
        OPENED
            + asks("hag66", INFO, "${name}@chat.${domain}")
            + """
            hag66 receives:
              <iq type='result' id='q' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='conference' type='text'/>
                  <feature var='http://jabber.org/protocol/disco#info'/>
                  <feature var='http://jabber.org/protocol/disco#items'/>
                  <feature var='http://jabber.org/protocol/muc'/>
                  <feature var='http://jabber.org/protocol/muc#stable_id'/>
                  <feature var='http://jabber.org/protocol/muc#self-ping-optimization'/>
                  <feature var='urn:xmpp:sid:0'/>
                  <feature var='urn:xmpp:occupant-id:0'/>
                  <feature var='urn:xmpp:ping'/>
                  <feature var='muc_public'/>
                  <feature var='muc_open'/>
                  <feature var='muc_unmoderated'/>
                  <feature var='muc_semianonymous'/>
                  <feature var='muc_unsecured'/>
                  <feature var='muc_temporary'/>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'>
                      <value>http://jabber.org/protocol/muc#roominfo</value>
                    </field>
                    <field var='muc#roominfo_description'><value/></field>
                    <field var='muc#roominfo_subject'><value/></field>
                    <field var='muc#roomconfig_changesubject'><value>0</value></field>
                    <field var='muc#roominfo_occupants'><value>1</value></field>
                    <field var='muc#maxhistoryfetch'><value>3</value></field>
                  </x>
                  <x xmlns='jabber:x:data' type='result'>
                    <field var='FORM_TYPE' type='hidden'>
                      <value>urn:xmpp:mix:muc:0#mix-mirror</value>
                    </field>
                    <field var='mix-mirror' type='jid-single'><value>${channel}</value></field>
                  </x>
                </query>
              </iq>
            hag66 sends:
              <iq type='get' id='i' to='${name}@chat.${domain}'>
                <query xmlns='http://jabber.org/protocol/disco#items'/>
              </iq>
            hag66 receives:
              <iq type='result' id='i' …>
                <query xmlns='http://jabber.org/protocol/disco#items'/>
              </iq>
            hag66 sends:
              <iq type='get' id='i' to='${domain}'>
                <query xmlns='http://jabber.org/protocol/disco#items'/>
              </iq>
            hag66 receives:
              <iq type='result' id='i' …>
                <query xmlns='http://jabber.org/protocol/disco#items'>
                  <item jid='${mix}' name='Coven'/>
                  <item jid='chat.${domain}' name='Rooms'/>
                </query>
              </iq>
            """);
  }
}
