package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Former configurations, where the service keeps them (XEP-0442).
class ConfigArchiveIT {

  @RegisterExtension
  private static final Theatre THEATRE = new Theatre("archive.channel-nodes=config");

  private static String sets(String flag) {
    return "the owner sets Open Presence to " + flag + "\n";
  }

  private static String found(String flag) {
    return """
      <message from='${channel}' to='${hag66.full}' …>
        <result xmlns='urn:xmpp:mam:2' queryid='f' id='…'>
          <forwarded xmlns='urn:xmpp:forward:0'>
            <delay xmlns='urn:xmpp:delay' …/>
            <message xmlns='jabber:client' from='${channel}' …>
              <event xmlns='http://jabber.org/protocol/pubsub#event'>
                <items node='urn:xmpp:mix:nodes:config'>
                  <item id='…'>
                    <x xmlns='jabber:x:data' type='result'>
                      <field var='Open Presence' …><value>%s</value>…</field>
                      …
                    </x>
                  </item>
                </items>
              </event>
            </message>
          </forwarded>
        </result>
      </message>
    """
        .formatted(flag);
  }

  @Test
  @Requirement("ADMIN-02-020")
  void whoMayReadTheConfigurationReadsTheFormerOnes() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        sets("true"),
        sets("false"),
        """
        everybody has heard the news
        hag66 sends:
          <iq type='set' to='${channel}' id='q'>
            <query xmlns='urn:xmpp:mam:2' queryid='f' node='urn:xmpp:mix:nodes:config'/>
          </iq>
        hag66 receives:
        """,
        found("true"),
        found("false"),
        """
          <iq type='result' from='${channel}' id='q' …>
            <fin xmlns='urn:xmpp:mam:2' …>…</fin>
          </iq>
        """,
        Acts.refused(
            "hag77",
            """
            set | ${channel} | <query xmlns='urn:xmpp:mam:2' node='urn:xmpp:mix:nodes:config'/> | forbidden (auth)
            """));
  }
}
