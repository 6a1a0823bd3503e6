package im.coven.channel;

import java.util.Map;

/// A channel's materialised state as it was loaded, consistent with the log up to `last`.
public record StoredState(
    String epoch,
    EntryId last,
    long version,
    Map<String, String> meta,
    Map<String, String> participants,
    Map<String, String> access,
    Map<String, String> presence,
    Map<String, String> occupants) {

  /// A state with nobody in the room.
  public StoredState(
      String epoch,
      EntryId last,
      long version,
      Map<String, String> meta,
      Map<String, String> participants,
      Map<String, String> access,
      Map<String, String> presence) {
    this(epoch, last, version, meta, participants, access, presence, Map.of());
  }
}
