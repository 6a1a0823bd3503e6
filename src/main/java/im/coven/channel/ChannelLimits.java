package im.coven.channel;

import java.util.Set;

/// Bounds of every channel.
///
/// @param participantsMax how many may take part in one channel; a list this long still fits in one
///   reply of Redis and in memory (default 100 000)
/// @param messageBytesMax the content of one message in bytes (default 65 536)
/// @param listedMax how many may be on the allowed, and on the banned, list (default 10 000)
/// @param presence how much is made of presence
/// @param misc what is offered besides, and how far
/// @param extensions what is offered of the MIX family (default all)
public record ChannelLimits(
    int participantsMax,
    int messageBytesMax,
    int listedMax,
    PresenceLimits presence,
    MiscRules misc,
    Set<Extension> extensions) {

  public static final ChannelLimits DEFAULT = new ChannelLimits(100_000, 65_536, 10_000);

  public ChannelLimits {
    extensions = Set.copyOf(extensions);
  }

  /// The same with all that there is of the family.
  public ChannelLimits(
      int participantsMax,
      int messageBytesMax,
      int listedMax,
      PresenceLimits presence,
      MiscRules misc) {
    this(participantsMax, messageBytesMax, listedMax, presence, misc, Extension.ALL);
  }

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
