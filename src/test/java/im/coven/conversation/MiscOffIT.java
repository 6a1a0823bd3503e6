package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A service that offers nothing of XEP-0407 serves everything else.
class MiscOffIT {

  @RegisterExtension
  private static final Theatre THEATRE =
      new Theatre("misc.retraction=false", "misc.avatar-bytes-max=0", "misc.invitation-hours=0");

  @Test
  @Requirement("MISC-01-001")
  @Requirement("MISC-03-014")
  @Requirement("MISC-04-001")
  void whatIsNotOfferedIsRefused() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        Acts.refused(
            "hag66",
            """
            groupchat | ${channel} | <retract xmlns='urn:xmpp:mix:misc:0' id='a'/> | feature-not-implemented (cancel)
            get | ${channel} | <invite xmlns='urn:xmpp:mix:misc:0'><invitee>${hag77}</invitee></invite> | service-unavailable (cancel)
            set | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:data'><item><data xmlns='urn:xmpp:avatar:data'>YQ==</data></item></publish></pubsub> | service-unavailable (cancel)
            set | ${channel} | <register xmlns='urn:xmpp:mix:misc:0'/> | bad-request (modify)
            set | ${mix}     | <register xmlns='urn:xmpp:mix:misc:0'/> | service-unavailable (cancel)
            """),
        "everybody receives nothing");
  }
}
