package im.coven.service;

import im.coven.channel.MixNode;
import java.util.Set;

/// What the archives of channels keep, and for how long.
///
/// @param nodes the nodes that have an archive (default the messages alone)
/// @param days how long an entry is kept; 0 is for ever (default)
/// @param messagesMax messages of one channel; 0 is all (default). What is younger than an hour is
///   kept all the same, because sessions and replicas may still be reading it
public record ArchiveRules(Set<MixNode> nodes, int days, int messagesMax) {

  public static final ArchiveRules DEFAULT = new ArchiveRules(Set.of(MixNode.MESSAGES), 0, 0);

  public ArchiveRules {
    nodes = Set.copyOf(nodes);
  }
}
