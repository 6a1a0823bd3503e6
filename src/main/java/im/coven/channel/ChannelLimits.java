package im.coven.channel;

/// Bounds of every channel.
///
/// @param participantsMax how many may take part in one channel; a list this long still fits in one
///   reply of Redis and in memory (default 100 000)
/// @param messageBytesMax the content of one message in bytes (default 65 536)
public record ChannelLimits(int participantsMax, int messageBytesMax) {

  public static final ChannelLimits DEFAULT = new ChannelLimits(100_000, 65_536);
}
