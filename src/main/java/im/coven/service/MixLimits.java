package im.coven.service;

import im.coven.channel.ChannelLimits;
import java.time.Duration;

/// The bounds of the channels and of their replicas.
///
/// @param participantRate messages per second that a participant may send to one channel, 0 for no
///   limit (default 50)
/// @param channelRate messages per second that a channel takes on one instance, 0 for no limit
///   (default 0)
/// @param madeMax channels that one user may have made (default 1000)
/// @param resumeSeconds how long a client may come back and repeat what it sent
/// @param emptyFor how long a channel is kept in which nobody takes part and nothing happens, zero
///   for ever (default)
public record MixLimits(
    ChannelLimits channel,
    ReplicaLimits replica,
    int participantRate,
    int channelRate,
    int madeMax,
    int resumeSeconds,
    Duration emptyFor) {

  public static final MixLimits DEFAULT =
      new MixLimits(
          ChannelLimits.DEFAULT,
          ReplicaLimits.DEFAULT,
          50,
          0,
          1_000,
          AccountSettings.Resuming.DEFAULT.seconds(),
          Duration.ZERO);
}
