package im.coven.muc;

import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A stanza for all who are in a room, encoded once for each kind of receiver: for who sees no real
/// JIDs, for who does, and for the clients of the person whom it is about, where there is one.
public record RoomStanza(
    Rendering plain, Rendering disclosed, @Nullable Jid about, @Nullable Rendering toOneself) {

  /// A stanza that is the same for all.
  static RoomStanza toAll(Rendering same) {
    return new RoomStanza(same, same, null, null);
  }

  /// What a client of an account gets; `seers` are the accounts that see real JIDs.
  public Rendering to(Jid account, Set<Jid> seers) {
    if (toOneself != null && account.equals(about)) {
      return toOneself;
    }
    return seers.contains(account) ? disclosed : plain;
  }
}
