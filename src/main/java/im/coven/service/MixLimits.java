package im.coven.service;

import im.coven.channel.ChannelLimits;

/// The bounds of the channels and of their replicas; `resumeSeconds` is how long a client may come
/// back and repeat what it sent.
public record MixLimits(ChannelLimits channel, ReplicaLimits replica, int resumeSeconds) {

  public static final MixLimits DEFAULT =
      new MixLimits(
          ChannelLimits.DEFAULT, ReplicaLimits.DEFAULT, AccountSettings.Resuming.DEFAULT.seconds());
}
