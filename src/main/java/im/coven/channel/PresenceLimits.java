package im.coven.channel;

/// How much a channel makes of presence.
///
/// @param level the most that any channel does (default FULL)
/// @param fullMax a channel with more participants tells of joining and going only (default 1000)
/// @param joinedMax a channel with more participants ignores presence (default 10 000)
/// @param bytesMax the content of one presence in bytes (default 4096)
/// @param clientsMax clients of one participant (default 100)
public record PresenceLimits(
    Level level, int fullMax, int joinedMax, int bytesMax, int clientsMax) {

  public static final PresenceLimits DEFAULT =
      new PresenceLimits(Level.FULL, 1_000, 10_000, 4_096, 100);

  /// No presence at all.
  public static final PresenceLimits NOTHING = new PresenceLimits(Level.NONE, 0, 0, 0, 0);

  /// How much is told of presence, from the least to the most.
  public enum Level {
    /// Nothing: who is gone is still told of.
    NONE,
    /// That a client came and that it went, not what it says of itself.
    JOINED,
    /// All that a client says.
    FULL
  }

  /// What a channel with so many participants does.
  Level in(int participants) {
    Level most =
        participants > joinedMax ? Level.NONE : participants > fullMax ? Level.JOINED : Level.FULL;
    return most.compareTo(level) < 0 ? most : level;
  }
}
