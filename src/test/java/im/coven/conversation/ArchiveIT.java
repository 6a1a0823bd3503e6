package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Queries to a channel's archive: the fields of the form, the pages, and what is refused.
class ArchiveIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String SET = "<set xmlns='http://jabber.org/protocol/rsm'>%s</set>";
  private static final String ALL = "first second third";

  /// Three messages, whose archive ids are `m1` to `m3` and whose times are `t1` to `t3`.
  private static final String TOLD =
      String.join(
          "\n",
          Acts.COVEN,
          says(1, "first"),
          says(2, "second"),
          says(3, "third"),
          asks("", ""),
          finds(ALL, page(1, 3, " complete='true'")));

  private static String says(int number, String body) {
    return """
    hag66 sends:
      <message to='${channel}' type='groupchat' id='%1$d'><body>%2$s</body></message>
    hag66 receives:
      <message type='groupchat' id='${m%1$d}' …><body>%2$s</body>…</message>
    hag77 receives:
      <message type='groupchat' id='${m%1$d}' …><body>%2$s</body>…</message>
    """
        .formatted(number, body);
  }

  /// `hag77` asks for the messages that a field admits, and of those for a page.
  private static String asks(String form, String page) {
    return """
    hag77 sends:
      <iq type='set' to='${channel}' id='q'>
        <query xmlns='urn:xmpp:mam:2' queryid='f27'>%s%s</query>
      </iq>
    """
        .formatted(form, page);
  }

  private static String where(String... fields) {
    var form =
        new StringBuilder(
            "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
                + "<value>urn:xmpp:mam:2</value></field>");
    for (int i = 0; i < fields.length; i += 2) {
      form.append("<field var='%s'>".formatted(fields[i]));
      for (String value : fields[i + 1].split(" ", -1)) {
        form.append("<value>").append(value).append("</value>");
      }
      form.append("</field>");
    }
    return form.append("</x>").toString();
  }

  /// A page of all three messages.
  private static String page(int first, int last, String attributes) {
    return page(first, last, first - 1, 3, attributes);
  }

  /// A page that begins at an index of some results.
  private static String page(int first, int last, int index, int count, String attributes) {
    return "<fin xmlns='urn:xmpp:mam:2'%s>%s</fin>"
        .formatted(
            attributes,
            SET.formatted(
                "<first index='%d'>${m%d}</first><last>${m%d}</last><count>%d</count>"
                    .formatted(index, first, last, count)));
  }

  private static String nothing(int count) {
    return "<fin xmlns='urn:xmpp:mam:2' complete='true'>%s</fin>"
        .formatted(SET.formatted("<count>%d</count>".formatted(count)));
  }

  /// `hag77` is sent these messages in this order, and then the end.
  private static String finds(String bodies, String fin) {
    var script = new StringBuilder("hag77 receives:\n");
    for (String body : bodies.split(" ", -1)) {
      int number = ALL.startsWith(body) ? 1 : ALL.endsWith(body) ? 3 : 2;
      script.append(body.isEmpty() ? "" : result(number, body));
    }
    return script
        + "  <iq type='result' from='${channel}' to='${hag77.full}' id='q'>"
        + fin
        + "</iq>\nhag77 receives nothing\n";
  }

  private static String result(int number, String body) {
    return """
      <message from='${channel}' to='${hag77.full}' …>
        <result xmlns='urn:xmpp:mam:2' queryid='f27' id='${m%1$d}'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' stamp='${t%1$d}'/>
            <message xmlns='jabber:client' id='${m%1$d}' from='${channel}/${hag66.id}'
                     type='groupchat'>
              <mix xmlns='${core}'><nick>third witch</nick><jid>${hag66}</jid></mix>
              <body>%2$s</body>
              <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m%1$d}'/>
            </message>
          </forwarded>
        </result>
      </message>
    """
        .formatted(number, body);
  }

  @Test
  @Requirement("MAM-003")
  @Requirement("MAM-004")
  @Requirement("MAM-005")
  @Requirement("MAM-006")
  @Requirement("MAM-020")
  void pagesAreInOrderAndSayWhetherTheyAreTheLast() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks("", SET.formatted("<max>3</max>")),
        finds(ALL, page(1, 3, " complete='true'")),
        asks("", SET.formatted("<max>2</max>")),
        finds("first second", page(1, 2, "")),
        asks("", SET.formatted("<max>2</max><after>${m2}</after>")),
        finds("third", page(3, 3, " complete='true'")),
        asks("", SET.formatted("<max>2</max><after>${m3}</after>")),
        finds("", nothing(3)),
        asks("", SET.formatted("<max>1</max><before>${m3}</before>")),
        finds("second", page(2, 2, "")),
        asks("", SET.formatted("<max>1</max><before>${m2}</before>")),
        finds("first", page(1, 1, " complete='true'")));
  }

  private static final String SOME =
      "<fin xmlns='urn:xmpp:mam:2' complete='true'>%s</fin>"
          .formatted(SET.formatted("<first>${m1}</first><last>${m3}</last>"));

  private static final String NONE =
      "<fin xmlns='urn:xmpp:mam:2' complete='true'>%s</fin>".formatted(SET.formatted(""));

  @Test
  @Requirement("MAM-021")
  @Requirement("MAM-023")
  void whoAsksForNoMessagesIsToldHowManyThereAre() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks("", SET.formatted("<max>0</max>")),
        finds("", nothing(3).replace(" complete='true'", "")),
        asks(where("after-id", "${m1}"), SET.formatted("<max>0</max>")),
        finds("", nothing(2).replace(" complete='true'", "")));
  }

  @Test
  @Requirement("MAM-008")
  @Requirement("MAM-036")
  void messagesOfOneAuthorAreFoundByItsJidAndByItsId() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks(where("with", "${hag66}"), ""),
        finds(ALL, SOME),
        asks(where("with", "${hag66.full}"), ""),
        finds(ALL, SOME),
        asks(where("with", "${channel}/${hag66.id}"), ""),
        finds(ALL, SOME),
        asks(where("with", "${hag77}"), ""),
        finds("", NONE),
        asks(where("with", "${channel}/${hag77.id}"), ""),
        finds("", NONE));
  }

  @Test
  @Requirement("MAM-010")
  @Requirement("MAM-037")
  @Requirement("ANON-02-010")
  void whereJidsAreHiddenNobodyIsFoundByOne() {
    String hidden = TOLD.substring(Acts.COVEN.length());
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        everybody ignores:
          <message type='headline' …>…</message>
        hag66 sends:
          <iq type='set' to='${channel}' id='c'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:config'>
                <item>
                  <x xmlns='jabber:x:data' type='submit'>
                    <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:admin:0</value></field>
                    <field var='JID Visibility'><value>jid-hidden</value></field>
                  </x>
                </item>
              </publish>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' id='c' …>…</iq>
        """,
        hidden.replace("<jid>${hag66}</jid>", ""),
        asks(where("with", "${channel}/${hag66.id}"), ""),
        finds(ALL, SOME).replace("<jid>${hag66}</jid>", ""),
        Acts.refused(
            "hag77",
            "set | ${channel} | <query xmlns='urn:xmpp:mam:2'>"
                + where("with", "${hag66}")
                + "</query> | forbidden (auth)"));
  }

  @Test
  @Requirement("MAM-022")
  void aFlippedPageIsTheSamePageInReverse() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks("", SET.formatted("<max>2</max>") + "<flip-page/>"),
        finds("second first", page(1, 2, "")),
        asks("", SET.formatted("<max>2</max><before/>") + "<flip-page/>"),
        finds("third second", page(2, 3, "")));
  }

  @Test
  @Requirement("MAM-011")
  void timesBoundTheResultInclusively() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks(where("start", "${t1}", "end", "${t3}"), ""),
        finds(ALL, page(1, 3, " complete='true'")),
        asks(where("start", "2999-01-01T01:00:00+01:00"), ""),
        finds("", nothing(0)),
        asks(where("end", "2001-01-01T00:00:00Z"), ""),
        finds("", nothing(0)),
        Acts.refused(
            "hag77",
            "set | ${channel} | <query xmlns='urn:xmpp:mam:2'>"
                + where("start", "yesterday")
                + "</query> | bad-request (modify)\n"
                + "set | ${channel} | <query xmlns='urn:xmpp:mam:2'>"
                + where("end", "2999-01-01")
                + "</query> | bad-request (modify)"));
  }

  @Test
  @Requirement("MAM-012")
  void idsBoundTheResultOrNameIt() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks(where("after-id", "${m1}"), ""),
        finds("second third", page(2, 3, 0, 2, " complete='true'")),
        asks(where("before-id", "${m3}"), ""),
        finds("first second", page(1, 2, 0, 2, " complete='true'")),
        asks(where("after-id", "${m1}", "before-id", "${m3}"), ""),
        finds("second", page(2, 2, 0, 1, " complete='true'")),
        asks(where("ids", "${m3} ${m1}"), ""),
        finds("first third", page(1, 3, 0, 2, " complete='true'")));
  }

  @Test
  @Requirement("MAM-007")
  @Requirement("MAM-013")
  @Requirement("MAM-014")
  void whatTheArchiveCannotAnswerIsRefused() {
    String query = "set | ${channel} | <query xmlns='urn:xmpp:mam:2'>%s</query> | %s\n";
    String unknown = "item-not-found (cancel)";
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        Acts.refused(
            "hag77",
            query.formatted(where("after-id", "unknown"), unknown)
                + query.formatted(where("before-id", "unknown"), unknown)
                + query.formatted(where("ids", "${m1} unknown"), unknown)
                + query.formatted(SET.formatted("<after>unknown</after>"), unknown)
                + query.formatted(SET.formatted("<before>unknown</before>"), unknown)
                + query.formatted(where("colour", "green"), "feature-not-implemented (cancel)")
                + query.formatted(
                    where().replace("urn:xmpp:mam:2", "urn:xmpp:mam:1"), "bad-request (modify)")
                + query.formatted(
                    "<x xmlns='jabber:x:data' type='submit'><field var='with'>"
                        + "<value>${hag66}</value></field></x>",
                    "bad-request (modify)")));
  }

  @Test
  @Requirement("MAM-024")
  void metadataNamesTheEndsOfTheArchive() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='get' to='${channel}' id='e'><metadata xmlns='urn:xmpp:mam:2'/></iq>
        hag77 receives:
          <iq type='result' id='e' from='${channel}' to='${hag77.full}'>
            <metadata xmlns='urn:xmpp:mam:2'/>
          </iq>
        """,
        TOLD.substring(Acts.COVEN.length()),
        """
        hag77 sends:
          <iq type='get' to='${channel}' id='e'><metadata xmlns='urn:xmpp:mam:2'/></iq>
        hag77 receives:
          <iq type='result' id='e' from='${channel}' to='${hag77.full}'>
            <metadata xmlns='urn:xmpp:mam:2'>
              <start id='${m1}' timestamp='${t1}'/>
              <end id='${m3}' timestamp='${t3}'/>
            </metadata>
          </iq>
        """);
  }
}
