package im.coven.channel;

import im.coven.jid.Jid;
import java.time.Instant;

/// That a message was retracted: by whom, whether its JID is shown to those who read the archive,
/// and when. See XEP-0407 §4.
public record Retraction(String participantId, Jid jid, Disclosure disclosure, Instant time) {}
