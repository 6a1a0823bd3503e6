package im.coven.channel;

/// Bounds of every channel.
///
/// @param participantsMax how many may take part in one channel; a list this long still fits in one
///   reply of Redis and in memory (default 100 000)
/// @param messageBytesMax the content of one message in bytes (default 65 536)
/// @param listedMax how many may be on the allowed, and on the banned, list (default 10 000)
/// @param presence how much is made of presence
/// @param misc what is offered besides, and how far
public record ChannelLimits(
    int participantsMax,
    int messageBytesMax,
    int listedMax,
    PresenceLimits presence,
    MiscRules misc) {

  public static final ChannelLimits DEFAULT = new ChannelLimits(100_000, 65_536, 10_000);

  /// The same with the defaults for what is offered besides.
  public ChannelLimits(
      int participantsMax, int messageBytesMax, int listedMax, PresenceLimits presence) {
    this(participantsMax, messageBytesMax, listedMax, presence, MiscRules.DEFAULT);
  }

  /// The same with the defaults for presence.
  public ChannelLimits(int participantsMax, int messageBytesMax, int listedMax) {
    this(participantsMax, messageBytesMax, listedMax, PresenceLimits.DEFAULT);
  }
}
