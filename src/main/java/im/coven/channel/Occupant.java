package im.coven.channel;

import im.coven.jid.Jid;
import org.jspecify.annotations.Nullable;

/// A client that is in the room which is the channel's MUC face: its full JID, the stable
/// participant id of its account, and its presence there.
///
/// `owner` and `payload` are as in {@link PresenceItem}. See XEP-0045 §7.2.
public record Occupant(String id, Jid client, String owner, @Nullable String lang, String payload) {

  /// The occupant without what its presence held.
  Occupant silent() {
    return new Occupant(id, client, owner, null, "");
  }
}
