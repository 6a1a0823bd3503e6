package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Invitations into channels that are closed or hidden. See XEP-0407 §6.
class InvitationIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String MISC = "urn:xmpp:mix:misc:0";

  /// `hag66` makes a channel that only she may join, and hidden from everybody else.
  private static final String AD_HOC =
      """
      hag66 sends:
        <iq type='set' to='${mix}' id='c'><create xmlns='${core}'/></iq>
      hag66 receives:
        <iq type='result' id='c' …><create xmlns='${core}' channel='${secret}'/></iq>
      hag66 sends:
        <iq type='set' to='${hag66}' id='j'>
          <client-join xmlns='${pam}' channel='${secret}@${mix}'>
            <join xmlns='${core}'>
              <nick>third witch</nick><subscribe node='urn:xmpp:mix:nodes:allowed'/>
            </join>
          </client-join>
        </iq>
      hag66 receives:
        <iq type='result' id='j' …>…</iq>
      """;

  private static final String INVITATION =
      """
      <invitation xmlns='urn:xmpp:mix:misc:0'>
        <inviter>${hag66}</inviter><invitee>${hag77}</invitee>
        <channel>${secret}@${mix}</channel><token>${token}</token>
      </invitation>\
      """;

  private static final String INVITED =
      """
      hag66 sends:
        <iq type='get' to='${secret}@${mix}' id='v'>
          <invite xmlns='urn:xmpp:mix:misc:0'><invitee>${hag77}</invitee></invite>
        </iq>
      hag66 receives:
        <iq type='result' from='${secret}@${mix}' to='${hag66.full}' id='v'>
          <invite xmlns='urn:xmpp:mix:misc:0'>%1$s</invite>
        </iq>
      hag66 sends:
        <message to='${hag77}' id='i'><body>Come!</body>%1$s</message>
      hag77 receives:
        <message from='${hag66.full}' to='…' id='i' …><body>Come!</body>%1$s…</message>
      """
          .formatted(INVITATION);

  /// A client asks to join by itself and not through its server.
  private static String joins(String who, String ns) {
    return """
    %s sends:
      <iq type='set' to='${secret}@${mix}' id='join'>
        <join xmlns='%s'><nick>witch</nick>%s</join>
      </iq>
    """
        .formatted(who, ns, INVITATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:xmpp:mix:core:1", MISC})
  @Requirement("MISC-06-001")
  @Requirement("MISC-06-003")
  @Requirement("MISC-06-007")
  @Requirement("MISC-06-008")
  @Requirement("MISC-06-009")
  @Requirement("MISC-06-010")
  @Requirement("MISC-06-011")
  @Requirement("MISC-06-014")
  void whoIsInvitedJoinsAChannelThatIsHiddenFromOthers(String ns) {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        AD_HOC,
        INVITED,
        "everybody receives nothing",
        joins("hecate", ns),
        "hecate is refused with item-not-found (cancel)",
        joins("hag77", ns),
        """
        hag66 receives:
          <message type='headline' …>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='urn:xmpp:mix:nodes:allowed'><item id='${hag77}'/></items>
            </event>
          </message>
        hag77 receives:
          <iq type='result' from='${secret}@${mix}' to='${hag77.full}' id='join'>
            <join xmlns='%s' …><nick>witch</nick></join>
          </iq>
        hag77 sends:
          <message to='${hag66}' id='a'>
            <invitation-ack xmlns='urn:xmpp:mix:misc:0' value='Joined'>
              <inviter>${hag66}</inviter><invitee>${hag77}</invitee>
              <channel>${secret}@${mix}</channel><token>${token}</token>
            </invitation-ack>
          </message>
        hag66 receives:
          <message from='${hag77.full}' to='…' id='a' …>
            <invitation-ack xmlns='urn:xmpp:mix:misc:0' value='Joined'>
              <inviter>${hag66}</inviter><invitee>${hag77}</invitee>
              <channel>${secret}@${mix}</channel><token>${token}</token>
            </invitation-ack>…
          </message>
        everybody receives nothing
        """
            .formatted(ns));
  }

  @Test
  @Requirement("MISC-06-009")
  @Requirement("MISC-06-011")
  void anInvitationPassesThroughTheServerOfItsOwner() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        AD_HOC,
        INVITED,
        """
        everybody ignores:
          <message type='headline' …>…</message>
        hag77 sends:
          <iq type='set' to='${hag77}' id='j'>
            <client-join xmlns='${pam}' channel='${secret}@${mix}'>
              <join xmlns='${core}'><nick>witch</nick>%s</join>
            </client-join>
          </iq>
        hag77 receives:
          <iq type='result' id='j' …><client-join xmlns='${pam}'>…</client-join></iq>
        """
            .formatted(INVITATION));
  }

  @Test
  @Requirement("MISC-06-001")
  @Requirement("MISC-06-002")
  @Requirement("MISC-06-006")
  void whatIsNoInvitationIsRefused() {
    String invites = "<invite xmlns='urn:xmpp:mix:misc:0'><invitee>%s</invitee></invite>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag66",
            """
            get | ${channel} | <invite xmlns='urn:xmpp:mix:misc:0'/> | bad-request (modify)
            set | ${channel} | %1$s | bad-request (modify)
            get | ${channel} | %2$s | jid-malformed (modify)
            get | ${mix}     | %1$s | service-unavailable (cancel)
            """
                .formatted(invites.formatted("${hag77}"), invites.formatted("@"))),
        Acts.refused(
            "hag77",
            "get | ${channel} | " + invites.formatted("${hecate}") + " | forbidden (auth)"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='ban'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='urn:xmpp:mix:nodes:banned'><item id='${hecate}'/></publish>
            </pubsub>
          </iq>
        hag66 receives:
          <iq type='result' id='ban' …>…</iq>
        """,
        Acts.refused(
            "hag66",
            "get | ${channel} | " + invites.formatted("${hecate}") + " | not-allowed (cancel)"),
        "everybody receives nothing");
  }
}
