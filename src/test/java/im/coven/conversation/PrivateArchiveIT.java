package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What participants tell each other through the channel, in the archives of their accounts.
class PrivateArchiveIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static String finds(String who, String with, String from, String to) {
    return """
    %1$s sends:
      <iq type='set' id='q'>
        <query xmlns='urn:xmpp:mam:2'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>
            <field var='with'><value>%2$s</value></field>
          </x>
        </query>
      </iq>
    %1$s receives:
      <message from='${%1$s}' to='${%1$s.full}' …>
        <result xmlns='urn:xmpp:mam:2' id='${a-%1$s}'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' …/>
            <message xmlns='jabber:client' from='%3$s' to='%4$s' type='chat' id='pm'>
              <body>Sister</body>
              <stanza-id xmlns='urn:xmpp:sid:0' by='${%1$s}' id='${a-%1$s}'/>
            </message>
          </forwarded>
        </result>
      </message>
      <iq type='result' id='q' …>
        <fin xmlns='urn:xmpp:mam:2' complete='true'>
          <set xmlns='http://jabber.org/protocol/rsm'>…<count>1</count></set>
        </fin>
      </iq>
    """
        .formatted(who, with, from, to);
  }

  @Test
  @Requirement("ANON-03-024")
  void whatIsSaidInPrivateIsKeptUnderTheAddressesThatEachOfThemKnows() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${hag77.id}#${channel}' type='chat' id='pm'><body>Sister</body></message>
        hag77 receives:
          <message from='${hag66.id}#${channel}/…' to='${hag77}' type='chat' id='pm'>
            <body>Sister</body>
            <stanza-id xmlns='urn:xmpp:sid:0' by='${hag77}' id='…'/>
          </message>
        hag77 sends:
          <iq type='set' to='${channel}' id='p'>
            <user-preference xmlns='urn:xmpp:mix:anon:0'>
              <x xmlns='jabber:x:data' type='submit'>
                <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                <field var='Private Messages'><value>block</value></field>
              </x>
            </user-preference>
          </iq>
        hag77 receives:
          <iq type='result' id='p' …>…</iq>
        hag66 sends:
          <message to='${hag77.id}#${channel}' type='chat' id='pm2'><body>Sister!</body></message>
        hag66 is refused with not-allowed (cancel)
        """,
        finds("hag66", "${hag77.id}#${channel}", "${hag66.full}", "${hag77.id}#${channel}"),
        finds("hag77", "${hag66.id}#${channel}", "${hag66.id}#${channel}/…", "${hag77}"));
  }
}
