package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who takes part in a channel: the stable participant id, the bare JID, the nick as it is
/// shown, the nodes subscribed to, and the dialect of the last join.
///
/// See XEP-0369 §4.6.
public record Participant(
    String id, Jid jid, @Nullable String nick, Set<MixNode> nodes, Dialect dialect) {

  public Participant {
    nodes = Set.copyOf(nodes);
  }

  /// Whether the participant gets what the node distributes.
  public boolean isSubscribedTo(MixNode node) {
    return nodes.contains(node);
  }

  Participant withNick(String nick) {
    return new Participant(id, jid, nick, nodes, dialect);
  }

  Participant withNodes(Set<MixNode> nodes) {
    return new Participant(id, jid, nick, nodes, dialect);
  }

  Participant speaking(Dialect dialect) {
    return new Participant(id, jid, nick, nodes, dialect);
  }
}
