package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages to a channel, what of them reaches the others, and the channel's archive.
class MessagesIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("CORE-07-052")
  @Requirement("CORE-07-055")
  @Requirement("CORE-07-056")
  @Requirement("CORE-07-057")
  @Requirement("CORE-07-059")
  @Requirement("CORE-07-060")
  @Requirement("CORE-07-061")
  @Requirement("CORE-07-063")
  @Requirement("CORE-07-064")
  @Requirement("CORE-07-066")
  @Requirement("CORE-09-001")
  @Requirement("PAM-02-006")
  @Requirement("PAM-02-016")
  void aMessageReachesAllAsItWasSent() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${channel}' id='m1' type='groupchat' xml:lang='en'>
            <body>Eye of newt &amp; toe of frog</body>
            <body xml:lang='de'>Molchaug' und Froschzeh 💀</body>
            <origin-id xmlns='urn:xmpp:sid:0' id='o1'/>
            <stanza-id xmlns='urn:xmpp:sid:0' by='somebody@else.example' id='s1'/>
            <p:x xmlns:p='urn:example:p' xmlns:q='urn:example:q' q:a='1'><p:y/>text</p:x>
          </message>
        """,
        received("hag66"),
        received("hag77"),
        "everybody receives nothing");
  }

  private static String received(String who) {
    return """
    %1$s receives:
      <message from='${channel}/${hag66.id}' to='${%1$s.full}' id='${m}' type='groupchat'
               xml:lang='en'>
        <mix xmlns='${core}'><nick>third witch</nick><jid>${hag66}</jid></mix>
        <body>Eye of newt &amp; toe of frog</body>
        <body xml:lang='de'>Molchaug' und Froschzeh 💀</body>
        <origin-id xmlns='urn:xmpp:sid:0' id='o1'/>
        <stanza-id xmlns='urn:xmpp:sid:0' by='somebody@else.example' id='s1'/>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
        <x xmlns='urn:example:p' xmlns:q='urn:example:q' q:a='1'><y/>text</x>
      </message>
    """
        .formatted(who);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-064")
  @Requirement("CORE-07-065")
  @Requirement("CORE-07-067")
  void forgeriesReachNobody(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${channel}' type='groupchat'>
            <mix xmlns='urn:xmpp:mix:core:0'><nick>forged</nick><jid>${hag77}</jid></mix>
            <mix xmlns='urn:xmpp:mix:core:1'><nick>forged</nick><jid>${hag77}</jid></mix>
            <mix xmlns='urn:xmpp:mix:presence:0'/>
            <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='forged'/>
            <delay xmlns='urn:xmpp:delay' from='${channel}' stamp='2001-01-01T00:00:00Z'/>
            <body>Fair is foul</body>
          </message>
        """,
        genuine("hag66"),
        genuine("hag77"),
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag77 receives:
          <message from='${channel}' to='${hag77.full}' …>
            <result xmlns='urn:xmpp:mam:2' id='${m}'>
              <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' stamp='…'/>
                <message xmlns='jabber:client' from='${channel}/${hag66.id}' type='groupchat'
                         id='${m}'>
                  <mix xmlns='…'><nick>third witch</nick><jid>${hag66}</jid></mix>
                  <body>Fair is foul</body>
                  <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
                </message>
              </forwarded>
            </result>
          </message>
          <iq type='result' id='q' …>…</iq>
        """);
  }

  private static String genuine(String who) {
    return """
    %1$s receives:
      <message from='${channel}/${hag66.id}' to='${%1$s.full}' type='groupchat' id='${m}'>
        <mix xmlns='${core}'><nick>third witch</nick><jid>${hag66}</jid></mix>
        <body>Fair is foul</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
      </message>
    """
        .formatted(who);
  }

  private static final String THREE_MESSAGES =
      """
      hag77 ignores:
        <message type='groupchat' …>…</message>
      hag66 sends:
        <message to='${channel}' type='groupchat' id='1'><body>first</body></message>
        <message to='${channel}' type='groupchat' id='2'><body>second</body></message>
        <message to='${channel}' type='groupchat' id='3'><body>third</body></message>
      hag66 receives:
        <message type='groupchat' id='${m1}' …><body>first</body>…</message>
        <message type='groupchat' id='${m2}' …><body>second</body>…</message>
        <message type='groupchat' id='${m3}' …><body>third</body>…</message>
      """;

  private static String asks(String query) {
    return """
    hag77 sends:
      <iq type='set' to='${channel}' id='q'>%s</iq>
    """
        .formatted(query);
  }

  private static String results(String fin, String... bodies) {
    var script = new StringBuilder("hag77 receives:\n");
    for (String body : bodies) {
      String id = body.equals("first") ? "m1" : body.equals("second") ? "m2" : "m3";
      script.append(
          """
            <message from='${channel}' to='${hag77.full}' …>
              <result xmlns='urn:xmpp:mam:2' id='${%1$s}' …>
                <forwarded xmlns='urn:xmpp:forward:0'>
                  <delay xmlns='urn:xmpp:delay' stamp='…'/>
                  <message xmlns='jabber:client' id='${%1$s}' from='${channel}/${hag66.id}'
                           type='groupchat'><body>%2$s</body>…</message>
                </forwarded>
              </result>
            </message>
          """
              .formatted(id, body));
    }
    return script
        + "  <iq type='result' from='${channel}' to='${hag77.full}' id='q'>"
        + fin
        + "</iq>\n";
  }

  @Test
  @Requirement("CORE-04-004")
  @Requirement("CORE-04-021")
  @Requirement("CORE-07-062")
  @Requirement("CORE-07-068")
  @Requirement("CORE-07-071")
  @Requirement("CORE-07-072")
  @Requirement("CORE-07-073")
  @Requirement("MAM-006")
  @Requirement("MAM-016")
  @Requirement("MAM-017")
  @Requirement("MAM-018")
  @Requirement("MAM-019")
  @Requirement("MAM-020")
  void theArchiveIsPagedInTheOrderOfTheMessages() {
    String set = "<set xmlns='http://jabber.org/protocol/rsm'>%s</set>";
    String query = "<query xmlns='urn:xmpp:mam:2' queryid='f'%s>%s</query>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        THREE_MESSAGES,
        asks(query.formatted("", "")),
        results(
            "<fin xmlns='urn:xmpp:mam:2' complete='true'><set"
                + " xmlns='http://jabber.org/protocol/rsm'><first"
                + " …>${m1}</first><last>${m3}</last>…</set></fin>",
            "first",
            "second",
            "third"),
        asks(query.formatted(" node='urn:xmpp:mix:nodes:messages'", set.formatted("<max>2</max>"))),
        results("<fin xmlns='urn:xmpp:mam:2'>…</fin>", "first", "second"),
        asks(query.formatted("", set.formatted("<max>2</max><after>${m2}</after>"))),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>", "third"),
        asks(query.formatted("", set.formatted("<max>2</max><before/>"))),
        results("<fin xmlns='urn:xmpp:mam:2'>…</fin>", "second", "third"),
        asks(query.formatted("", set.formatted("<max>9</max><before>${m2}</before>"))),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>", "first"),
        "hag77 receives nothing");
  }

  @Test
  @Requirement("CORE-07-075")
  @Requirement("MAM-015")
  void theArchiveShowsItsFormAndItsEndsAndRefusesUnknownIds() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        THREE_MESSAGES,
        """
        hag77 sends:
          <iq type='get' to='${channel}' id='f'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag77 receives:
          <iq type='result' id='f' from='${channel}' to='${hag77.full}'>
            <query xmlns='urn:xmpp:mam:2'>
              <x xmlns='jabber:x:data' type='form'>
                <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>
                <field var='with' type='jid-single'/>
                <field var='start' type='text-single'/>
                <field var='end' type='text-single'/>
                <field var='before-id' type='text-single'/>
                <field var='after-id' type='text-single'/>
                <field var='ids' type='list-multi'>
                  <validate xmlns='http://jabber.org/protocol/xdata-validate'
                            datatype='xs:string'>
                    <open/>
                  </validate>
                </field>
              </x>
            </query>
          </iq>
        hag77 sends:
          <iq type='get' to='${channel}' id='e'><metadata xmlns='urn:xmpp:mam:2'/></iq>
        hag77 receives:
          <iq type='result' id='e' from='${channel}' to='${hag77.full}'>
            <metadata xmlns='urn:xmpp:mam:2'>
              <start id='${m1}' timestamp='…'/>
              <end id='${m3}' timestamp='…'/>
            </metadata>
          </iq>
        """,
        Acts.refused(
            "hag77",
            """
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><after>unknown</after></set></query> | item-not-found (cancel)
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><before>unknown</before></set></query> | item-not-found (cancel)
            """));
  }

  @Test
  @Requirement("CORE-07-071")
  void theArchiveIsFilteredByTimeAndAuthor() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        THREE_MESSAGES,
        asks(filter("start", "2999-01-01T00:00:00Z")),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>"),
        asks(filter("end", "2001-01-01T00:00:00Z")),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>"),
        asks(filter("start", "2001-01-01T00:00:00Z")),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>", "first", "second", "third"),
        asks(filter("with", "${hag77}")),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>"),
        asks(filter("with", "${hag66}")),
        results("<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>", "first", "second", "third"));
  }

  private static String filter(String field, String value) {
    return """
    <query xmlns='urn:xmpp:mam:2'>
      <x xmlns='jabber:x:data' type='submit'>
        <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>
        <field var='%s'><value>%s</value></field>
      </x>
    </query>
    """
        .formatted(field, value)
        .replaceAll("\\s*\n\\s*", " ")
        .strip();
  }

  @Test
  @Requirement("CORE-08-001")
  void everyParticipantMaySpeakAndNobodyNeedsAPassword() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        """
        hag77 sends:
          <iq type='set' to='${channel}' id='j'>
            <join xmlns='${core}'><nick>witch</nick><password>sieve</password></join>
          </iq>
        hag77 receives:
          <iq type='result' id='j' …>…</iq>
        hag77 sends:
          <message to='${channel}' id='m' type='groupchat'><body>Thrice</body></message>
        hag77 receives nothing
        """);
  }

  @Test
  @Requirement("PAM-02-001")
  @Requirement("PAM-02-002")
  @Requirement("PAM-02-008")
  @Requirement("PAM-02-009")
  @Requirement("PAM-02-010")
  @Requirement("CORE-04-005")
  @Requirement("CORE-04-006")
  void messagesGoToWhomeverIsAvailableAndCapable() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <presence type='unavailable'/>
        hag77 receives nothing
        """,
        says("While she is away"),
        """
        hag77 receives nothing
        hag77 sends:
          <presence><priority>-5</priority><show>dnd</show></presence>
        hag77 receives nothing
        """,
        says("While she is busy"),
        """
        hag77 receives:
          <message type='groupchat' …><body>While she is busy</body>…</message>
        hag77 goes offline
        """,
        says("While she is gone"),
        Participants.listed("hag66", "hag66", "third witch", "hag77", "second witch"),
        comesWith("urn:xmpp:ping"),
        says("While she cannot read it"),
        """
        hag77 receives nothing
        hag77 sends:
          <iq type='get' id='r'>
            <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
          </iq>
        hag77 receives:
          <iq type='result' id='r' …>…</iq>
        """,
        says("While she listens"),
        """
        hag77 receives:
          <message type='groupchat' …><body>While she listens</body>…</message>
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:xmpp:mix:core:1", "urn:xmpp:mix:core:0"})
  @Requirement("PAM-02-001")
  @Requirement("PAM-02-005")
  void aClientIsAskedWhetherItCanReadChannels(String feature) {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        "hag77 goes offline",
        comesWith(feature),
        says("Now she can read it"),
        """
        hag77 receives:
          <message type='groupchat' …><body>Now she can read it</body>…</message>
        """);
  }

  /// `hag77` connects, and is asked what her client can do.
  private static String comesWith(String feature) {
    return """
    hag77 connects
    hag77 sends:
      <presence/>
    hag77 receives:
      <iq type='get' from='${hag77}' to='${hag77.full}' id='${caps}'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    hag77 sends:
      <iq type='result' to='${hag77}' id='${caps}'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          <identity category='client' type='pc'/>
          <feature var='%s'/>
        </query>
      </iq>
    hag77 receives nothing
    """
        .formatted(feature);
  }

  private static String says(String body) {
    return """
    hag66 sends:
      <message to='${channel}' type='groupchat'><body>%1$s</body></message>
    hag66 receives:
      <message type='groupchat' …><body>%1$s</body>…</message>
    """
        .formatted(body);
  }

  @Test
  @Requirement("PAM-02-012")
  void groupchatFromElsewhereIsBounced() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hecate", "groupchat | ${hag77} | <body>x</body> | service-unavailable (cancel)"),
        "hag77 receives nothing");
  }
}
