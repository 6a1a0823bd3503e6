package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Somebody who takes part in a channel: the stable participant id, the bare JID, the nick as it is
/// shown, the nodes subscribed to, the dialect of the last join, and what it wishes of the channel.
///
/// See XEP-0369 §4.6, XEP-0404 §3.1.
public record Participant(
    String id,
    Jid jid,
    @Nullable String nick,
    Set<MixNode> nodes,
    Dialect dialect,
    Preferences preferences) {

  public Participant {
    nodes = Set.copyOf(nodes);
  }

  /// Somebody who takes no part and is treated like a participant in this: without nick, in the
  /// newest dialect, with no wishes.
  public static Participant outsider(String id, Jid jid, Set<MixNode> nodes) {
    return new Participant(id, jid, null, nodes, Dialect.CORE_1, Preferences.DEFAULT);
  }

  /// Whether the participant gets what the node distributes.
  public boolean isSubscribedTo(MixNode node) {
    return nodes.contains(node);
  }

  Participant withNick(String nick) {
    return new Participant(id, jid, nick, nodes, dialect, preferences);
  }

  Participant withNodes(Set<MixNode> nodes) {
    return new Participant(id, jid, nick, nodes, dialect, preferences);
  }

  Participant preferring(Preferences preferences) {
    return new Participant(id, jid, nick, nodes, dialect, preferences);
  }
}
