package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who may see and read what, and that channels have nothing to do with one another.
class AccessIT {

  @RegisterExtension
  private static final Theatre THEATRE =
      new Theatre("domains.mix=mix.shakespeare.example,mix2.shakespeare.example");

  private static String destroyed(String mix) {
    return """
    hag66 sends:
      <iq type='set' to='%1$s' id='end'><destroy xmlns='${core}' channel='${name}'/></iq>
    everybody ignores:
      <message type='headline' …>…</message>
    hag66 receives:
      <iq type='result' from='%1$s' to='${hag66.full}' id='end'/>
    """
        .formatted(mix);
  }

  @Test
  @Requirement("CORE-04-001")
  @Requirement("CORE-04-002")
  void channelsOfOneNameOnTwoDomainsAreUnrelated() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='set' to='mix2.shakespeare.example' id='c'>
            <create xmlns='${core}' channel='${name}'/>
          </iq>
        hag77 receives:
          <iq type='result' from='mix2.shakespeare.example' to='${hag77.full}' id='c'>
            <create xmlns='${core}' channel='${name}'/>
          </iq>
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>Here</body></message>
        hag66 receives:
          <message type='groupchat' …>…</message>
        hag77 receives:
          <message type='groupchat' from='${channel}/${hag66.id}' …>…</message>
        hag77 sends:
          <iq type='get' to='${name}@mix2.shakespeare.example' id='p'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:participants'/>
            </pubsub>
          </iq>
          <iq type='set' to='${name}@mix2.shakespeare.example' id='a'>
            <query xmlns='urn:xmpp:mam:2'/>
          </iq>
        hag77 receives in any order:
          <iq type='result' id='p' from='${name}@mix2.shakespeare.example' to='${hag77.full}'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:participants'/>
            </pubsub>
          </iq>
          <iq type='result' id='a' from='${name}@mix2.shakespeare.example' to='${hag77.full}'>
            <fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin>
          </iq>
        """,
        Acts.refused(
            "hag66",
            """
            set | ${name}@mix2.shakespeare.example | <setnick xmlns='${core}'><nick>a</nick></setnick> | forbidden (auth)
            set | mix2.shakespeare.example | <destroy xmlns='${core}' channel='${name}'/> | forbidden (auth)
            """),
        Participants.listed("hag77", "hag66", "third witch", "hag77", "second witch"),
        destroyed("${mix}"));
  }

  @Test
  @Requirement("CORE-06-001")
  void theServerNamesTheDomainsOfChannels() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        """
        hecate sends:
          <iq type='get' to='${domain}' id='i'>
            <query xmlns='http://jabber.org/protocol/disco#items'/>
          </iq>
        hecate receives:
          <iq type='result' from='${domain}' to='${hecate.full}' id='i'>
            <query xmlns='http://jabber.org/protocol/disco#items'>
              <item jid='mix.shakespeare.example' name='${service}'/>
              <item jid='mix2.shakespeare.example' name='${service}'/>
              <item jid='chat.shakespeare.example' name='Rooms'/>
            </query>
          </iq>
        """);
  }
}
