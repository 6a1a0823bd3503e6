package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The archive of an account: what is said from one to one, and the channels it takes part in.
class UserArchiveIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String SET = "<set xmlns='http://jabber.org/protocol/rsm'>%s</set>";

  /// Both witches speak to each other and in the channel, in turns.
  private static final String TOLD =
      String.join(
          "\n",
          Acts.COVEN,
          tells("hag66", "hag77", "one"),
          says("hag66", "two", "hag66", "hag77"),
          tells("hag77", "hag66", "three"),
          says("hag77", "four", "hag66", "hag77"));

  /// One client tells another something; it gets it once, with the id that its archive has for it.
  private static String tells(String from, String to, String body) {
    return """
    %1$s sends:
      <message to='${%2$s}' type='chat' id='%3$s'><body>%3$s</body></message>
    %2$s receives:
      <message from='${%1$s.full}' to='${%2$s}' type='chat' id='%3$s'>
        <body>%3$s</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${%2$s}' id='${of-%3$s}'/>
      </message>
    """
        .formatted(from, to, body);
  }

  /// A participant says something in the channel, which these hear.
  private static String says(String who, String body, String... hearers) {
    var script =
        new StringBuilder(
            """
            %1$s sends:
              <message to='${channel}' type='groupchat' id='%2$s'><body>%2$s</body></message>
            """
                .formatted(who, body));
    for (String hearer : hearers) {
      script.append(
          """
          %1$s receives:
            <message type='groupchat' id='${in-%2$s}' …><body>%2$s</body>…</message>
          """
              .formatted(hearer, body));
    }
    return script.toString();
  }

  private static String asks(String who, String form, String page) {
    return """
    %s sends:
      <iq type='set' id='q'><query xmlns='urn:xmpp:mam:2' queryid='f'>%s%s</query></iq>
    """
        .formatted(who, form, page);
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

  /// A client is sent these messages, each once and in this order, and the end; `a-BODY` is bound
  /// to the id of each.
  private static String finds(String who, String fin, String... bodies) {
    var script = new StringBuilder(who + " receives:\n");
    for (String body : bodies) {
      script.append(
          """
            <message from='${%1$s}' to='${%1$s.full}' …>
              <result xmlns='urn:xmpp:mam:2' queryid='f' id='${a-%1$s-%2$s}'>
                <forwarded xmlns='urn:xmpp:forward:0'>
                  <delay xmlns='urn:xmpp:delay' …/>
                  <message xmlns='jabber:client' …><body>%2$s</body>…</message>
                </forwarded>
              </result>
            </message>
          """
              .formatted(who, body));
    }
    return script
        + "  <iq type='result' from='${%1$s}' to='${%1$s.full}' id='q'>%2$s</iq>\n"
            .formatted(who, fin)
        + who
        + " receives nothing\n";
  }

  /// The end of results of which there are so many.
  private static String all(int count) {
    return "<fin xmlns='urn:xmpp:mam:2' complete='true'>"
        + SET.formatted("…<count>" + count + "</count>")
        + "</fin>";
  }

  private static String part(int count) {
    return all(count).replace(" complete='true'", "");
  }

  private static final String SOME = "<fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>";

  @Test
  @Requirement("MAM-038")
  @Requirement("MAM-039")
  @Requirement("MAM-040")
  @Requirement("PAM-02-007")
  @Requirement("PAM-02-070")
  @Requirement("PAM-02-073")
  void whatWasSaidToOneAndToAllIsInOneArchiveInItsOrderAndOnce() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks("hag66", "", ""),
        finds("hag66", all(4), "one", "two", "three", "four"),
        asks("hag77", "", ""),
        finds("hag77", all(4), "one", "two", "three", "four"),
        asks("hag66", "", SET.formatted("<max>3</max>")),
        finds("hag66", part(4), "one", "two", "three"),
        asks("hag66", "", SET.formatted("<max>3</max><after>${a-hag66-three}</after>")),
        finds("hag66", all(4), "four"),
        asks("hag66", "", SET.formatted("<max>3</max><before/>")),
        finds("hag66", part(4), "two", "three", "four"),
        asks("hag66", "", SET.formatted("<max>2</max><before>${a-hag66-two}</before>")),
        finds("hag66", all(4), "one"),
        asks("hag66", "", SET.formatted("<max>2</max><before/>") + "<flip-page/>"),
        finds("hag66", part(4), "four", "three"),
        asks("hag66", "", SET.formatted("<max>0</max>")),
        finds("hag66", part(4)));
  }

  @Test
  @Requirement("MAM-028")
  @Requirement("PAM-02-072")
  void aCopyHasTheIdsOfAllArchivesThatHaveIt() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        asks("hag66", "", SET.formatted("<max>1</max><after>${of-three}</after>")),
        "hag66 receives:",
        """
          <message from='${hag66}' to='${hag66.full}' …>
            <result xmlns='urn:xmpp:mam:2' queryid='f' id='${mine}'>
              <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' …/>
                <message xmlns='jabber:client' from='${channel}/${hag77.id}' id='${in-four}'
                         type='groupchat'>
                  <mix xmlns='urn:xmpp:mix:core:1'>
                    <nick>second witch</nick><jid>${hag77}</jid>
                  </mix>
                  <body>four</body>
                  <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${in-four}'/>
                  <stanza-id xmlns='urn:xmpp:sid:0' by='${hag66}' id='${mine}'/>
                </message>
              </forwarded>
            </result>
          </message>
          <iq type='result' from='${hag66}' id='q' …>…</iq>
        """,
        // What came live under an id is in the archive under the same.
        asks("hag77", where("ids", "${of-one}"), ""),
        finds("hag77", all(1), "one"),
        asks("hag66", where("ids", "${mine} ${of-three}"), ""),
        finds("hag66", all(2), "three", "four"));
  }

  @Test
  @Requirement("MAM-008")
  @Requirement("MAM-009")
  @Requirement("MAM-041")
  @Requirement("PAM-02-071")
  void fieldsSayWhatIsWanted() {
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        """
        hag66 sends:
          <message to='${hag66}' type='chat' id='five'><body>five</body></message>
        hag66 receives:
          <message from='${hag66.full}' to='${hag66}' type='chat' id='five'>…</message>
        """,
        asks("hag66", where("with", "${hag77}"), ""),
        finds("hag66", all(2), "one", "three"),
        asks("hag66", where("with", "${hag77.full}"), ""),
        finds("hag66", SOME, "three"),
        asks("hag66", where("with", "${hag66}"), ""),
        finds("hag66", all(1), "five"),
        asks("hag66", where("with", "${hecate}"), ""),
        finds("hag66", all(0)),
        asks("hag66", where("with", "${channel}"), ""),
        finds("hag66", all(2), "two", "four"),
        asks("hag66", where("with", "${channel}/${hag77.id}"), ""),
        finds("hag66", SOME, "four"),
        asks("hag66", where("include-groupchat", "false"), ""),
        finds("hag66", all(3), "one", "three", "five"),
        asks("hag66", where("include-groupchat", "true"), ""),
        finds("hag66", all(5), "one", "two", "three", "four", "five"),
        asks("hag66", where("after-id", "${a-hag66-one}", "before-id", "${a-hag66-four}"), ""),
        finds("hag66", all(2), "two", "three"),
        asks("hag66", where("start", "2999-01-01T00:00:00Z"), ""),
        finds("hag66", all(0)),
        asks("hag66", where("end", "2999-01-01T00:00:00Z"), ""),
        finds("hag66", all(5), "one", "two", "three", "four", "five"));
  }

  @Test
  @Requirement("MAM-040")
  void aChannelIsInTheArchiveFromTheJoinToTheLeave() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.CREATED,
        Acts.joins("hag66", "third witch", "messages"),
        says("hag66", "before", "hag66"),
        Acts.joins("hag77", "second witch", "messages"),
        says("hag66", "during", "hag66", "hag77"),
        """
        hag77 sends:
          <iq type='set' id='leave'>
            <client-leave xmlns='${pam}' channel='${channel}'><leave xmlns='${core}'/></client-leave>
          </iq>
        hag77 receives:
          <iq type='result' id='leave' …>…</iq>
        """,
        says("hag66", "between", "hag66"),
        Acts.joins("hag77", "second witch", "messages"),
        says("hag66", "again", "hag66", "hag77"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='ban'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:banned'><item id='${hag77}'/></publish>
            </pubsub>
          </iq>
        hag77 ignores:
          <message type='headline' …>…</message>
        hag66 receives:
          <iq type='result' id='ban' …>…</iq>
        """,
        says("hag66", "after", "hag66"),
        asks("hag77", "", ""),
        finds("hag77", all(2), "during", "again"),
        asks("hag77", where("with", "${channel}"), SET.formatted("<max>1</max><before/>")),
        finds("hag77", part(2), "again"),
        asks("hag66", "", ""),
        finds("hag66", all(5), "before", "during", "between", "again", "after"),
        // What a namesake of the id says of the time of another is not in this archive.
        Acts.refused(
            "hag77",
            "set | ${hag77} | <query xmlns='urn:xmpp:mam:2'>"
                + SET.formatted("<after>${a-hag66-between}</after>")
                + "</query> | item-not-found (cancel)\n"
                + "set | ${hag77} | <query xmlns='urn:xmpp:mam:2'>"
                + SET.formatted("<after>${in-during}</after>")
                + "</query> | item-not-found (cancel)"));
  }

  @Test
  @Requirement("MAM-029")
  @Requirement("MAM-030")
  @Requirement("MAM-031")
  @Requirement("MAM-044")
  void whatIsRefusedOrNotToBeStoredIsNotInTheArchive() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='nobody-${name}@${domain}' type='chat' id='x'><body>lost</body></message>
        hag66 is refused with service-unavailable (cancel)
        hag66 sends:
          <message to='${hag77}' type='chat' id='h1'>
            <body>off the record</body><no-store xmlns='urn:xmpp:hints'/>
          </message>
          <message to='${hag77}' type='chat' id='h2'>
            <body>not for long</body><no-permanent-store xmlns='urn:xmpp:hints'/>
          </message>
          <message to='${hag77}' type='chat' id='h3'>
            <composing xmlns='http://jabber.org/protocol/chatstates'/>
          </message>
          <message to='${hag77}' type='chat' id='h4'>
            <body/><stanza-id xmlns='urn:xmpp:sid:0' by='${hag77}' id='forged'/>
            <store xmlns='urn:xmpp:hints'/>
          </message>
        hag77 receives:
          <message id='h1' …><body>off the record</body><no-store xmlns='urn:xmpp:hints'/></message>
          <message id='h2' …>…</message>
          <message id='h3' …>…</message>
          <message id='h4' …>
            <body/><store xmlns='urn:xmpp:hints'/>
            <stanza-id xmlns='urn:xmpp:sid:0' by='${hag77}' id='${stored}'/>
          </message>
        hag66 sends:
          <message to='${channel}' type='groupchat' id='h5'>
            <body>aside</body><no-store xmlns='urn:xmpp:hints'/>
          </message>
          <message to='${channel}' type='groupchat' id='h6'>
            <composing xmlns='http://jabber.org/protocol/chatstates'/>
          </message>
        hag66 receives:
          <message type='groupchat' …>
            <mix xmlns='${core}'>…</mix><body>aside</body><no-store xmlns='urn:xmpp:hints'/>
          </message>
          <message type='groupchat' …>
            <mix xmlns='${core}'>…</mix>
            <composing xmlns='http://jabber.org/protocol/chatstates'/>
          </message>
        hag77 receives:
          <message type='groupchat' …>…</message>
          <message type='groupchat' …>…</message>
        """,
        says("hag66", "aloud", "hag66", "hag77"),
        asks("hag66", "", SET.formatted("<max>0</max>")),
        finds("hag66", part(2)),
        asks("hag77", where("include-groupchat", "0"), ""),
        finds("hag77", all(1), ""),
        asks("hag77", where("with", "${channel}"), ""),
        finds("hag77", all(1), "aloud"));
  }

  @Test
  @Requirement("C2S-071")
  void whatIsNotToBeStoredDoesNotWaitForAnybody() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        """
        hecate sends:
          <presence type='unavailable'/>
        hecate receives nothing
        hag66 sends:
          <message to='${hecate}' type='chat' id='w1'>
            <body>gone</body><no-store xmlns='urn:xmpp:hints'/>
          </message>
          <message to='${hecate}' type='chat' id='w2'><body>kept</body></message>
        hag66 receives nothing
        hecate sends:
          <presence/>
        hecate receives:
          <message id='w2' …><body>kept</body>…</message>
        hecate receives nothing
        """);
  }

  @Test
  @Requirement("MAM-042")
  void anArchiveIsItsOwnersAlone() {
    String query = "<query xmlns='urn:xmpp:mam:2'/>";
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        Acts.refused(
            "hecate",
            "set | ${hag66} | "
                + query
                + " | service-unavailable (cancel)\n"
                + "get | ${hag66} | <prefs xmlns='urn:xmpp:mam:2'/> | service-unavailable"
                + " (cancel)\n"
                + "get | ${hag66} | <metadata xmlns='urn:xmpp:mam:2'/> | service-unavailable"
                + " (cancel)\n"
                + "set | nobody@${domain} | "
                + query
                + " | service-unavailable (cancel)"));
  }

  @Test
  @Requirement("MAM-045")
  void preferencesSayWhatIsKept() {
    String prefs =
        "<prefs xmlns='urn:xmpp:mam:2' default='%s'><always>%s</always><never>%s</never></prefs>";
    var acts = new ArrayList<String>();
    acts.add(Acts.WITCHES);
    acts.add(prefers("get", "<prefs xmlns='urn:xmpp:mam:2'/>", prefs.formatted("always", "", "")));
    for (String[] each :
        new String[][] {
          {"never", "<jid>${hag77}</jid>", "", "kept"},
          {"never", "", "", "no"},
          {"always", "", "<jid>${hag77}</jid>", "nor this"},
          {"roster", "", "", "of a stranger"},
          {"always", "", "", "kept too"}
        }) {
      String wanted = prefs.formatted(each[0], each[1], each[2]);
      acts.add(prefers("set", wanted, wanted));
      acts.add(prefers("get", "<prefs xmlns='urn:xmpp:mam:2'/>", wanted));
      acts.add(
          """
          hag66 sends:
            <message to='${hag77}' type='chat' id='%1$s'><body>%1$s</body></message>
          hag77 receives:
            <message id='%1$s' …>…</message>
          """
              .formatted(each[3]));
    }
    acts.add(asks("hag66", "", ""));
    acts.add(finds("hag66", all(2), "kept", "kept too"));
    acts.add(
        Acts.refused(
            "hag66",
            "set | ${hag66} | <prefs xmlns='urn:xmpp:mam:2'/> | bad-request (modify)\n"
                + "set | ${hag66} | <prefs xmlns='urn:xmpp:mam:2' default='never'><always>"
                + "<jid>@</jid></always></prefs> | jid-malformed (modify)"));
    THEATRE.play(Dialect.CORE_1, acts.toArray(String[]::new));
  }

  private static String prefers(String type, String asked, String answered) {
    return """
    hag66 sends:
      <iq type='%s' id='p'>%s</iq>
    hag66 receives:
      <iq type='result' id='p' from='${hag66}' to='${hag66.full}'>%s</iq>
    """
        .formatted(type, asked, answered);
  }

  @Test
  @Requirement("MAM-001")
  @Requirement("MAM-041")
  @Requirement("PAM-02-071")
  void anAccountShowsThatItHasAnArchive() {
    String features =
        String.join(
            "",
            Arrays.stream(
                    new String[] {
                      "urn:xmpp:mam:2",
                      "urn:xmpp:mam:2#extended",
                      "urn:xmpp:mam:2#groupchat-field",
                      "urn:xmpp:mam:2#groupchat-available",
                      "urn:xmpp:mix:pam:2",
                      "urn:xmpp:mix:pam:2#archive",
                      "urn:xmpp:sid:0"
                    })
                .map("<feature var='%s'/>"::formatted)
                .toList());
    THEATRE.play(
        Dialect.CORE_1,
        TOLD,
        """
        hag66 sends:
          <iq type='get' to='${hag66}' id='d'>
            <query xmlns='http://jabber.org/protocol/disco#info'/>
          </iq>
        hag66 receives:
          <iq type='result' id='d' …>
            <query xmlns='http://jabber.org/protocol/disco#info'>
              <identity category='account' type='registered'/>%s…
            </query>
          </iq>
        hag66 sends:
          <iq type='get' id='f'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag66 receives:
          <iq type='result' id='f' …>
            <query xmlns='urn:xmpp:mam:2'>
              <x xmlns='jabber:x:data' type='form'>
                <field var='include-groupchat' type='boolean'/>…
              </x>
            </query>
          </iq>
        hag66 sends:
          <iq type='get' id='e'><metadata xmlns='urn:xmpp:mam:2'/></iq>
        hag66 receives:
          <iq type='result' id='e' …>
            <metadata xmlns='urn:xmpp:mam:2'>
              <start id='${first}' …/><end id='${last}' …/>
            </metadata>
          </iq>
        """
            .formatted(features),
        asks("hag66", where("ids", "${first} ${last}"), ""),
        finds("hag66", all(2), "one", "four"));
  }
}
