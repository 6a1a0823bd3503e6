package im.coven.service;

import im.coven.channel.MixNode;
import java.time.Duration;
import java.util.Set;

/// What the archives of channels keep, and for how long.
///
/// @param nodes the nodes that have an archive (default the messages alone)
/// @param days how long an entry is kept; 0 is for ever (default)
/// @param messagesMax messages of one channel; 0 is all (default)
/// @param fresh what is younger is kept whatever the number of messages, because sessions and
///   replicas may still be reading it (default an hour)
/// @param every how often that is looked after (default an hour)
public record ArchiveRules(
    Set<MixNode> nodes, int days, int messagesMax, Duration fresh, Duration every) {

  public static final ArchiveRules DEFAULT =
      new ArchiveRules(Set.of(MixNode.MESSAGES), 0, 0, Duration.ofHours(1), Duration.ofHours(1));

  public ArchiveRules {
    nodes = Set.copyOf(nodes);
  }
}
