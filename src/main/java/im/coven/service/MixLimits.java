package im.coven.service;

import im.coven.channel.ChannelLimits;

/// The bounds of the channels and of their replicas.
public record MixLimits(ChannelLimits channel, ReplicaLimits replica) {

  public static final MixLimits DEFAULT =
      new MixLimits(ChannelLimits.DEFAULT, ReplicaLimits.DEFAULT);
}
