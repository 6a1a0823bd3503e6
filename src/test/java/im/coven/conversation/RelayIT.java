package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A service that relays no requests between participants.
class RelayIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("mix.relay=false");

  @Test
  @Requirement("PRES-04-023")
  void requestsAreNotRelayedAndPrivateMessagesAre() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <iq type='get' id='q' to='${hag77.id}#${channel}'><vCard xmlns='vcard-temp'/></iq>
        hag66 is refused with not-allowed (cancel)
        hag66 sends:
          <message type='chat' id='m' to='${hag77.id}#${channel}'><body>Sister</body></message>
        hag77 receives:
          <message type='chat' id='m' from='${hag66.id}#${channel}/…' …>
            <body>Sister</body>
            …
          </message>
        """);
  }
}
