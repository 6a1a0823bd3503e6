package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What an operator can close: the list of channels, and who creates them.
class OperatorIT {

  @RegisterExtension
  private static final Theatre UNLISTED = new Theatre("domains.muc=", "mix.searchable=false");

  @RegisterExtension
  private static final Theatre FIXED = new Theatre("domains.muc=", "mix.create=nobody");

  private static String serviceFeatures(String more) {
    return """
    hag66 sends:
      <iq type='get' to='${mix}' id='d'>
        <query xmlns='http://jabber.org/protocol/disco#info'/>
      </iq>
    hag66 receives:
      <iq type='result' from='${mix}' to='${hag66.full}' id='d'>
        <query xmlns='http://jabber.org/protocol/disco#info'>
          <identity category='conference' type='mix' name='${service}'/>
          <feature var='http://jabber.org/protocol/disco#info'/>
          <feature var='http://jabber.org/protocol/disco#items'/>
          <feature var='urn:xmpp:mix:core:0'/>
          <feature var='urn:xmpp:mix:core:1'/>
          <feature var='urn:xmpp:mix:core:0#%1$s'/>
          <feature var='urn:xmpp:mix:core:1#%1$s'/>
        </query>
      </iq>
    """
        .formatted(more);
  }

  @Test
  @Requirement("CORE-02-001")
  @Requirement("CORE-06-005")
  @Requirement("CORE-06-014")
  @Requirement("MUC0408-01-001")
  void channelsThatAreNotListedShowNobodyToStrangers() {
    UNLISTED.play(
        Dialect.CORE_1,
        Acts.COVEN,
        serviceFeatures("create-channel"),
        Acts.findsChannels(""),
        Acts.refused(
            "hecate",
            """
            get | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:mix:nodes:participants'/></pubsub> | not-allowed (cancel) closed-node
            set | ${channel} | <query xmlns='urn:xmpp:mam:2'/> | forbidden (auth)
            get | ${hag66.id}#${channel} | <query xmlns='jabber:iq:version'/> | forbidden (auth)
            """),
        """
        hecate sends:
          <message to='${hag66.id}#${channel}' type='chat'><body>Who are you?</body></message>
          <presence to='${hag66.id}#${channel}' type='subscribe'/>
        hag66 receives nothing
        """);
  }

  @Test
  @Requirement("CORE-07-085")
  void whoMayNotCreateChannelsIsRefusedAndToldSoBefore() {
    FIXED.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        serviceFeatures("searchable"),
        Acts.refused(
            "hag66",
            """
            set | ${mix} | <create xmlns='${core}' channel='${name}'/> | forbidden (auth)
            set | ${mix} | <create xmlns='${core}'/>                   | forbidden (auth)
            """),
        Acts.findsChannels(""));
  }
}
