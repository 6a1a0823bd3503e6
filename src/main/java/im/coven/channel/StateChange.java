package im.coven.channel;

import java.util.List;

/// A change of the materialised state that is written in the same step as its event.
///
/// `hash` is one of {@link #HASHES}.
public sealed interface StateChange {

  /// The names of what a channel's state is kept in.
  List<String> HASHES =
      List.of("meta", "participants", "access", "periods", "presence", "occupants");

  String hash();

  String field();

  /// Sets a field.
  record Put(String hash, String field, String value) implements StateChange {}

  /// Removes a field.
  record Remove(String hash, String field) implements StateChange {}

  /// Adds a sign and the id of the very entry to what a field holds, a space before each; what is
  /// oldest goes when there are some hundreds.
  record Mark(String hash, String field, String sign) implements StateChange {}

  /// Removes all fields that begin with `field`, which ends with its only `/`, when all else is
  /// done.
  record Clear(String hash, String field) implements StateChange {}

  /// Whether changes make another version of the state, which is then what decisions rest on. Who
  /// is present does not: it comes and goes more often than all else, and no decision but on
  /// presence itself rests on it.
  static boolean makeVersion(List<StateChange> changes) {
    return changes.stream().anyMatch(change -> !change.hash().equals(StateCodec.PRESENCE));
  }
}
