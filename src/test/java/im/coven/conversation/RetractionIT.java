package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages that are taken back. See XEP-0407 §4.
class RetractionIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  /// Participants may retract what is theirs, owners everything; JIDs are shown as `jids` says.
  private static String permitted(String jids) {
    return """
    everybody ignores:
      <message type='headline' …>…</message>
    hag66 sends:
      <iq type='set' to='${channel}' id='c'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:config'><item>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:admin:0</value></field>
              <field var='User Message Retraction'><value>true</value></field>
              <field var='JID Visibility'><value>%s</value></field>
            </x>
          </item></publish>
        </pubsub>
      </iq>
    hag66 receives:
      <iq type='result' id='c' …>…</iq>
    """
        .formatted(jids);
  }

  /// `hag77` says something rich.
  private static final String SAID =
      """
      hag77 sends:
        <message to='${channel}' type='groupchat' id='said'>
          <body>Fair is foul</body>
          <html xmlns='http://jabber.org/protocol/xhtml-im'><body>Fair</body></html>
          <encrypted xmlns='urn:example:omemo'>c2VjcmV0</encrypted>
        </message>
      hag77 receives:
        <message type='groupchat' id='${m}' …><body>Fair is foul</body>…</message>
      hag66 receives:
        <message type='groupchat' id='${m}' …><body>Fair is foul</body>…</message>
      """;

  private static String retracts(String who, String type, String retract) {
    return """
    %s sends:
      <message to='${channel}' type='%s' id='taken back'>%s</message>
    """
        .formatted(who, type, retract)
        .replace("type='normal'", "");
  }

  private static String hears(String who, String by, String content) {
    return """
    %1$s receives:
      <message from='${channel}/${%2$s.id}' to='${%1$s.full}' type='groupchat' id='${r}'>
        <mix xmlns='${core}'>…</mix>
        %3$s
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${r}'/>
      </message>
    """
        .formatted(who, by, content);
  }

  /// `hag66` reads the archive: the tombstone and the retraction.
  private static String archive(String by, String content) {
    return """
    hag66 sends:
      <iq type='set' to='${channel}' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>
    hag66 receives:
      <message from='${channel}' …>
        <result xmlns='urn:xmpp:mam:2' id='${m}'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' stamp='…'/>
            <message xmlns='jabber:client' id='${m}' from='${channel}/${hag77.id}' type='groupchat'>
              <mix xmlns='${core}'>…</mix>
              <retracted xmlns='urn:xmpp:mix:misc:0' by='%s' time='…Z'/>
              <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
            </message>
          </forwarded>
        </result>
      </message>
      <message from='${channel}' …>
        <result xmlns='urn:xmpp:mam:2' id='${r}'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' stamp='…'/>
            <message xmlns='jabber:client' id='${r}' type='groupchat' …>
              <mix xmlns='${core}'>…</mix>
              %s
              <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${r}'/>
            </message>
          </forwarded>
        </result>
      </message>
      <iq type='result' id='q' …>…</iq>
    everybody receives nothing
    """
        .formatted(by, content);
  }

  /// `hag77` reads the archive of its account: the same tombstone.
  private static final String OWN_ARCHIVE =
      """
      hag77 sends:
        <iq type='set' id='own'><query xmlns='urn:xmpp:mam:2'/></iq>
      hag77 receives:
        <message …>
          <result xmlns='urn:xmpp:mam:2' id='…'>
            <forwarded xmlns='urn:xmpp:forward:0'>
              <delay xmlns='urn:xmpp:delay' stamp='…'/>
              <message xmlns='jabber:client' id='${m}' from='${channel}/${hag77.id}' …>
                <mix xmlns='${core}'>…</mix>
                <retracted xmlns='urn:xmpp:mix:misc:0' by='…' time='…Z'/>
                <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
                <stanza-id xmlns='urn:xmpp:sid:0' by='${hag77}' id='…'/>
              </message>
            </forwarded>
          </result>
        </message>
        <message …>…</message>
        <iq type='result' id='own' …>…</iq>
      """;

  private static final String RETRACT = "<retract xmlns='urn:xmpp:mix:misc:0' id='${m}'/>";
  private static final String FASTENED =
      "<retract xmlns='urn:xmpp:message-retract:1' id='${m}'/>"
          + "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
          + "<body>It was retracted</body>";

  @ParameterizedTest
  @Requirement("MISC-04-003")
  @Requirement("MISC-04-006")
  @Requirement("MISC-04-010")
  @Requirement("MISC-04-011")
  @Requirement("MISC-04-013")
  @Requirement("MISC-04-014")
  @Requirement("MISC-04-015")
  @CsvSource({
    "hag77, groupchat, jid-mandatory-visible,  misc",
    "hag77, normal,    jid-mandatory-visible,  misc",
    "hag66, groupchat, jid-mandatory-visible,  misc",
    "hag77, groupchat, jid-mandatory-visible,  fastened",
    "hag66, groupchat, jid-hidden,             misc",
    "hag66, groupchat, jid-optionally-visible, misc",
  })
  void ofARetractedMessageATombstoneIsLeft(String who, String type, String jids, String how) {
    String by = jids.equals("jid-mandatory-visible") ? "${%s}" : "${channel}/${%s.id}";
    String retract = how.equals("misc") ? RETRACT : FASTENED;
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        permitted(jids),
        SAID,
        retracts(who, type, retract),
        hears("hag66", who, retract),
        hears("hag77", who, retract),
        archive(by.formatted(who), retract),
        Acts.refused(
            "hag66", "groupchat | ${channel} | " + RETRACT + " | item-not-found (cancel)\n"),
        archive(by.formatted(who), retract));
  }

  @Test
  @Requirement("MISC-04-017")
  @Requirement("MAM-026")
  void whoHasItInAnArchiveOfTheAccountFindsTheTombstoneThere() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        permitted("jid-mandatory-visible"),
        SAID,
        retracts("hag77", "groupchat", RETRACT),
        hears("hag77", "hag77", RETRACT),
        OWN_ARCHIVE);
  }

  @Test
  @Requirement("MISC-04-004")
  @Requirement("MISC-04-005")
  @Requirement("MISC-04-007")
  @Requirement("MISC-04-008")
  @Requirement("MISC-04-009")
  void whatIsNotRetractedIsToldWhy() {
    String retract = "groupchat | ${channel} | <retract xmlns='urn:xmpp:mix:misc:0'%s | %s\n";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        SAID,
        Acts.refused("hag77", retract.formatted(" id='${m}'/>", "forbidden (auth)")),
        Acts.refused("hecate", retract.formatted(" id='${m}'/>", "forbidden (auth)")),
        permitted("jid-mandatory-visible"),
        Acts.refused(
            "hag77",
            retract.formatted("/>", "bad-request (modify)")
                + retract.formatted(" id='${m}'/><body>x</body>", "bad-request (modify)")
                + retract.formatted(" id='unknown'/>", "item-not-found (cancel)")
                + retract.formatted(
                    " id='0123456789abcdef0123456789abcdef'/>", "item-not-found (cancel)")),
        """
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>Foul is fair</body></message>
        hag66 receives:
          <message type='groupchat' id='${n}' …>…</message>
        hag77 receives:
          <message type='groupchat' id='${n}' …>…</message>
        """,
        Acts.refused("hag77", retract.formatted(" id='${n}'/>", "forbidden (auth)")),
        "everybody receives nothing");
  }

  @Test
  @Requirement("MISC-04-018")
  void whatAUserSaysOfAnotherArchiveChangesNothing() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        SAID,
        """
        hecate sends:
          <message to='${hag66}' type='chat' id='x'>
            <retract xmlns='urn:xmpp:mix:misc:0' id='${m}'/>
          </message>
        hag66 receives:
          <message from='${hecate.full}' type='chat' …>…</message>
        hag66 sends:
          <iq type='set' to='${channel}' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag66 receives:
          <message from='${channel}' …>
            <result xmlns='urn:xmpp:mam:2' id='${m}'>
              <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' stamp='…'/>
                <message xmlns='jabber:client' …><body>Fair is foul</body>…</message>
              </forwarded>
            </result>
          </message>
          <iq type='result' id='q' …>…</iq>
        everybody receives nothing
        """);
  }
}
