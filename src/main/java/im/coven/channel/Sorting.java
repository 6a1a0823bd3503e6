package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.Decision.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Nodes that somebody asked for, by what becomes of them.
final class Sorting {

  private final List<MixNode> granted = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private @Nullable String first;

  private Sorting() {}

  /// Sorts the nodes that somebody of a role asked to subscribe to.
  static Sorting of(Channel channel, List<String> requested, Role role) {
    var sorting = new Sorting();
    for (String wire : new LinkedHashSet<>(requested)) {
      Optional<MixNode> node = MixNode.of(wire).filter(channel::has);
      if (node.isEmpty()) {
        sorting.unknown.add(wire);
      } else if (!maySubscribe(channel.config(), role, node.get())) {
        sorting.closed.add(wire);
      } else {
        sorting.granted.add(node.get());
      }
      if (sorting.first == null) {
        sorting.first = wire;
      }
    }
    return sorting;
  }

  /// Whether a role may be subscribed to a node. An owner may to the configuration, whatever that
  /// says.
  static boolean maySubscribe(ChannelConfig config, Role role, MixNode node) {
    return config.subscribers(node).holds(role) || (node == MixNode.CONFIG && role == Role.OWNER);
  }

  List<MixNode> granted() {
    return granted;
  }

  /// The error for the first node, with all that failed for the same reason (H17).
  Refused refusal() {
    return first != null && closed.contains(first)
        ? new Refused(Decider.closedNode(), closed)
        : new Refused(ITEM_NOT_FOUND.error(), unknown);
  }
}
