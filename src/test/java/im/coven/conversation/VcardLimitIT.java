package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How large a vCard may be is the operator's to say.
class VcardLimitIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("misc.vcard-bytes-max=100");

  @Test
  void aVcardThatIsTooLargeIsRefused() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        """
        hag66 sends:
          <iq type='set' id='v'><vCard xmlns='vcard-temp'><FN>Hag</FN></vCard></iq>
        hag66 receives:
          <iq type='result' id='v' …/>
        hag66 sends:
          <iq type='set' id='v'><vCard xmlns='vcard-temp'><FN>%s</FN></vCard></iq>
        hag66 is refused with policy-violation (modify)
        hag66 sends:
          <iq type='get' id='v'><vCard xmlns='vcard-temp'/></iq>
        hag66 receives:
          <iq type='result' id='v' …><vCard xmlns='vcard-temp'><FN>Hag</FN></vCard></iq>
        """
            .formatted("H".repeat(100)));
  }
}
