package im.coven.replica;

/// How a replica stands to its channel's log. {@link ReplicaMachine} shows the ways between.
enum Phase {
  /// It has no state yet, or one that the log does not lead on from.
  LOADING,
  /// It decides, and applies what it hears or is answered.
  LIVE,
  /// It reads on, as soon as nothing of its own is under way, and decides nothing.
  BEHIND,
  /// The channel is no more, or the replica is not needed.
  CLOSED
}
