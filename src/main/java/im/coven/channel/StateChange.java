package im.coven.channel;

/// A change of the materialised state that is written in the same step as its event.
///
/// `hash` is one of the channel's keys of the design: `meta`, `participants`, `access`.
public sealed interface StateChange {

  String hash();

  String field();

  /// Sets a field.
  record Put(String hash, String field, String value) implements StateChange {}

  /// Removes a field.
  record Remove(String hash, String field) implements StateChange {}
}
