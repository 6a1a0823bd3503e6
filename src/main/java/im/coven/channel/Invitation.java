package im.coven.channel;

import im.coven.jid.Jid;
import java.time.Instant;

/// That somebody may join a channel because somebody else wants it: bare JIDs, and a token by which
/// the channel knows that it said so itself. See XEP-0407 §6.
public record Invitation(Jid inviter, Jid invitee, Jid channel, String token) {

  /// An invitation that is shown at the door, and when.
  public record Shown(Invitation invitation, Instant at) {}
}
