package im.coven.muc;

import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import java.util.List;
import java.util.Set;

/// What an entry of the log means to those in a room, in this order: the last word to clients that
/// are in it no more, and what all others are sent. `seers` are the accounts that see real JIDs.
public record RoomNews(List<Farewell> farewells, List<RoomStanza> stanzas, Set<Jid> seers) {

  /// Nothing.
  public static final RoomNews NONE = new RoomNews(List.of(), List.of(), Set.of());

  /// One stanza that is the same for all.
  static RoomNews toAll(RoomStanza same) {
    return new RoomNews(List.of(), List.of(same), Set.of());
  }

  public RoomNews {
    farewells = List.copyOf(farewells);
    stanzas = List.copyOf(stanzas);
    seers = Set.copyOf(seers);
  }

  /// The last word to a client, by its full JID.
  public record Farewell(Jid client, Rendering last) {}

  public boolean isEmpty() {
    return farewells.isEmpty() && stanzas.isEmpty();
  }
}
