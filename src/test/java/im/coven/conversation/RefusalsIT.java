package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which request gets which error. Rows: type, addressee, what is asked, the refusal.
class RefusalsIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-05-001")
  @Requirement("CORE-05-004")
  @Requirement("CORE-05-005")
  @Requirement("CORE-05-006")
  @Requirement("CORE-07-004")
  @Requirement("CORE-07-087")
  @Requirement("CORE-07-093")
  void whatCannotBeServedIsRefused(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        Acts.refused(
            "hag66",
            """
            get | ${mix}     | <x xmlns='urn:example:unknown'/>                 | service-unavailable (cancel)
            set | ${mix}     | <x xmlns='urn:example:unknown'/>                 | service-unavailable (cancel)
            get | ${channel} | <x xmlns='urn:example:unknown'/>                 | service-unavailable (cancel)
            set | ${channel} | <x xmlns='urn:example:unknown'/>                 | service-unavailable (cancel)
            set | ${channel} |                                                  | bad-request (modify)
            set | ${mix}     |                                                  | bad-request (modify)
            set | ${channel} | <leave xmlns='${core}'/><leave xmlns='${core}'/> | bad-request (modify)
            set | ${mix}     | <create xmlns='${core}'/><create xmlns='${core}'/> | bad-request (modify)
            get | ${channel} | <join xmlns='${core}'/>                          | bad-request (modify)
            get | ${channel} | <leave xmlns='${core}'/>                         | bad-request (modify)
            get | ${channel} | <setnick xmlns='${core}'><nick>a</nick></setnick> | bad-request (modify)
            get | ${channel} | <update-subscription xmlns='${core}'/>           | bad-request (modify)
            get | ${mix}     | <create xmlns='${core}' channel='x'/>            | bad-request (modify)
            get | ${mix}     | <destroy xmlns='${core}' channel='${name}'/>     | bad-request (modify)
            set | ${mix}     | <destroy xmlns='${core}'/>                       | bad-request (modify)
            set | ${channel} | <destroy xmlns='${core}' channel='${name}'/>     | bad-request (modify)
            set | ${channel} | <create xmlns='${core}' channel='x'/>            | bad-request (modify)
            set | ${channel} | <join xmlns='${core}'><subscribe/></join>        | bad-request (modify)
            """),
        "everybody receives nothing");
  }

  @Test
  @Requirement("CORE-05-002")
  @Requirement("CORE-05-007")
  void aChannelThatDoesNotExistIsNotFound() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        Acts.refused(
            "hag66",
            """
            set | ${channel} | <join xmlns='${core}'><nick>a</nick></join>       | item-not-found (cancel)
            set | ${channel} | <leave xmlns='${core}'/>                          | item-not-found (cancel)
            set | ${channel} | <setnick xmlns='${core}'><nick>a</nick></setnick> | item-not-found (cancel)
            set | ${channel} | <update-subscription xmlns='${core}'/>            | item-not-found (cancel)
            get | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:mix:nodes:info'/></pubsub> | item-not-found (cancel)
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'/>                   | item-not-found (cancel)
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#info'/> | item-not-found (cancel)
            set | ${mix}     | <destroy xmlns='${core}' channel='${name}'/>      | item-not-found (cancel)
            groupchat | ${channel} | <body>Is there anybody?</body>              | item-not-found (cancel)
            set | ${hag66} | <client-join xmlns='${pam}' channel='${channel}'><join xmlns='${core}'><nick>a</nick></join></client-join> | item-not-found (cancel)
            """));
  }

  @Test
  @Requirement("CORE-05-008")
  void resultsAndErrorsThatNobodyAskedForAreDropped() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <iq type='result' to='${channel}' id='a'/>
          <iq type='error' to='${channel}' id='b'>
            <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
          </iq>
          <iq type='result' to='${mix}' id='c'/>
          <iq type='error' to='${mix}' id='d'/>
          <message type='error' to='${channel}' id='e'>
            <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
          </message>
        everybody receives nothing
        """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-05-009")
  @Requirement("CORE-07-007")
  @Requirement("CORE-07-033")
  @Requirement("CORE-07-053")
  @Requirement("CORE-07-074")
  @Requirement("CORE-07-096")
  void aStrangerIsRefused(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.COVEN,
        Acts.refused(
            "hecate",
            """
            set | ${mix}     | <destroy xmlns='${core}' channel='${name}'/>       | forbidden (auth)
            set | ${channel} | <setnick xmlns='${core}'><nick>a</nick></setnick>  | forbidden (auth)
            set | ${channel} | <update-subscription xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:messages'/></update-subscription> | forbidden (auth)
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'/>                    | forbidden (auth)
            set | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='urn:xmpp:mix:nodes:messages' jid='${hecate}'/></pubsub> | not-allowed (cancel) closed-node
            groupchat | ${channel} | <body>Beware</body>                          | forbidden (auth)
            """),
        Acts.refused(
            "hag77",
            "set | ${mix} | <destroy xmlns='${core}' channel='${name}'/> | forbidden (auth)"),
        "everybody receives nothing");
  }

  @Test
  @Requirement("CORE-07-009")
  void subscriptionsAreNotForPubsub() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag77",
            """
            set | ${channel} | @subscribe node='messages' jid='${hecate}'@   | bad-request (modify) invalid-jid
            set | ${channel} | @subscribe node='messages'@                   | bad-request (modify) invalid-jid
            set | ${channel} | @subscribe node='none' jid='${hag77}'@        | item-not-found (cancel)
            set | ${channel} | @subscribe node='info' jid='${hag77}'@        | not-allowed (cancel) closed-node
            set | ${channel} | @unsubscribe node='messages' jid='${hag66}'@  | forbidden (auth)
            set | ${channel} | @unsubscribe node='none' jid='${hag77}'@      | item-not-found (cancel)
            set | ${channel} | @unsubscribe node='info' jid='${hag77.full}'@ | unexpected-request (cancel) not-subscribed
            set | ${channel} | @unsubscribe node='messages' jid='${hag77}'@  | not-allowed (cancel) closed-node
            get | ${channel} | @subscribe node='info' jid='${hag77}'@        | bad-request (modify)
            """
                .transform(RefusalsIT::inPubsub)),
        Acts.refused(
            "hecate",
            """
            set | ${channel} | @subscribe node='messages' jid='${hecate}'@   | not-allowed (cancel) closed-node
            set | ${channel} | @unsubscribe node='messages' jid='${hecate}'@ | unexpected-request (cancel) not-subscribed
            """
                .transform(RefusalsIT::inPubsub)),
        """
        hag66 sends:
          <message to='${channel}' type='groupchat'><body>As before</body></message>
        hag66 receives:
          <message type='groupchat' …>…</message>
        hag77 receives:
          <message type='groupchat' …><body>As before</body>…</message>
        everybody receives nothing
        """);
  }

  /// Each `@action node='name'@` of a table as an action of pubsub on that node of the channel.
  private static String inPubsub(String table) {
    return table.replaceAll(
        "@(\\w+) node='(\\w+)'([^@]*)@",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<$1 node='urn:xmpp:mix:nodes:$2'$3/></pubsub>");
  }

  @Test
  @Requirement("CORE-04-010")
  @Requirement("CORE-04-023")
  @Requirement("CORE-04-025")
  @Requirement("CORE-04-031")
  @Requirement("CORE-05-003")
  void theNodesThatTheChannelKeepsTakeNothingFromOutside() {
    String pubsub = "<pubsub xmlns='http://jabber.org/protocol/pubsub'>%s</pubsub>";
    String publish = pubsub.formatted("<publish node='urn:xmpp:mix:nodes:%s'><item/></publish>");
    String retract =
        pubsub.formatted("<retract node='urn:xmpp:mix:nodes:%s'><item id='x'/></retract>");
    String owner = "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>%s</pubsub>";
    String refusal = " | feature-not-implemented (cancel) unsupported\n";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag66",
            "set | ${channel} | "
                + publish.formatted("participants")
                + refusal
                + "set | ${channel} | "
                + publish.formatted("messages")
                + refusal
                + "set | ${channel} | "
                + retract.formatted("participants")
                + refusal
                + "set | ${channel} | "
                + owner.formatted("<purge node='urn:xmpp:mix:nodes:participants'/>")
                + refusal
                + "set | ${channel} | "
                + owner.formatted("<delete node='urn:xmpp:mix:nodes:participants'/>")
                + refusal
                + "set | ${channel} | "
                + pubsub.formatted("<create node='urn:xmpp:mix:nodes:presence'/>")
                + refusal
                + "get | ${channel} | "
                + pubsub.formatted("<items node='urn:xmpp:mix:nodes:messages'/>")
                + refusal),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='p'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:messages'><item/></publish>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='error' id='p' …>
            …
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='publish'/>
            </error>
          </iq>
        hag66 sends:
          <iq type='get' to='${channel}' id='p'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:messages'/>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='error' id='p' …>
            …
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='persistent-items'/>
            </error>
          </iq>
        everybody receives nothing
        """,
        Participants.listed("hag77", "hag66", "third witch", "hag77", "second witch"));
  }

  @Test
  @Requirement("CORE-04-020")
  @Requirement("CORE-06-009")
  @Requirement("CORE-06-023")
  @Requirement("CORE-07-077")
  void whatAChannelDoesNotHaveIsNotFound() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag77",
            """
            get | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:mix:nodes:allowed'/></pubsub> | item-not-found (cancel)
            get | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:mix:nodes:none'/></pubsub> | item-not-found (cancel)
            set | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:none'><item/></publish></pubsub> | item-not-found (cancel)
            set | ${channel} | <update-subscription xmlns='${core}'><subscribe node='urn:xmpp:mix:nodes:none'/></update-subscription> | item-not-found (cancel)
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#info' node='none'/> | item-not-found (cancel)
            get | ${mix} | <query xmlns='http://jabber.org/protocol/disco#info' node='none'/>  | item-not-found (cancel)
            get | ${mix} | <query xmlns='http://jabber.org/protocol/disco#items' node='none'/> | item-not-found (cancel)
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#items' node='none'/> | item-not-found (cancel)
            get | ${channel} | <query xmlns='http://jabber.org/protocol/disco#items'/> | not-allowed (cancel)
            set | ${channel} | <query xmlns='urn:xmpp:mam:2' node='urn:xmpp:mix:nodes:none'/> | item-not-found (cancel)
            """));
  }

  @Test
  @Requirement("CORE-04-009")
  @Requirement("CORE-07-054")
  @Requirement("CORE-07-084")
  @Requirement("CORE-07-086")
  void theServiceRefusesWhatItCannotDo() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag66",
            """
            set | ${mix} | <create xmlns='${core}' channel='${name}'/>        | conflict (cancel)
            set | ${mix} | <create xmlns='${core}' channel='a#b'/>            | jid-malformed (modify)
            set | ${mix} | <create xmlns='${core}' channel='a@b'/>            | jid-malformed (modify)
            set | ${mix} | <create xmlns='${core}' channel='a b'/>            | jid-malformed (modify)
            get | ${mix} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='x'/></pubsub> | service-unavailable (cancel)
            groupchat | ${channel}/${hag77.id} | <body>To you alone</body>    | bad-request (modify)
            groupchat | ${hag77.id}#${channel} | <body>To you alone</body>    | bad-request (modify)
            """),
        Acts.refused(
            "hag77",
            "set | ${mix} | <create xmlns='${core}' channel='${name}'/> | conflict (cancel)"),
        "everybody receives nothing");
  }

  @Test
  @Requirement("CORE-04-007")
  void aMucJoinIsRefusedAndAddsNobody() {
    THEATRE.play(
        Dialect.CORE_1,
        """
        [client] hag66
        hag66 connects
        """,
        Acts.CREATED,
        """
        hag66 sends:
          <presence to='${channel}/witch'><x xmlns='http://jabber.org/protocol/muc'/></presence>
        hag66 receives:
          <presence type='error' from='${channel}/witch' …>…<error …>…</error></presence>
        hag66 receives nothing
        """,
        Participants.listed("hag66"));
  }
}
