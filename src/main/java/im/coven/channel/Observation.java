package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static im.coven.stanza.StanzaError.Condition.UNEXPECTED_REQUEST;

import im.coven.channel.ChannelEvent.Observed;
import im.coven.channel.ChannelRequest.Observe;
import im.coven.channel.ChannelRequest.Unobserve;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.Decision.Subscribed;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides who observes: is subscribed to nodes without taking part, by the requests of XEP-0060
/// §6.1 and §6.2, where the configuration opens the nodes. Participants use the commands of MIX
/// (XEP-0369 §7.1.3), and are refused here. See XEP-0369 §7.1.2, XEP-0406 §2.4.
///
/// Refusals in order of precedence: there is no such node, `item-not-found`; the asker may not,
/// `not-allowed` with `closed-node`; the channel is full, `resource-constraint`.
final class Observation {

  private static final String NS_ERRORS = "http://jabber.org/protocol/pubsub#errors";

  private final ChannelLimits limits;

  Observation(ChannelLimits limits) {
    this.limits = limits;
  }

  Decision observe(Channel channel, Observe request) {
    Optional<MixNode> node = MixNode.of(request.node()).filter(channel::has);
    if (node.isEmpty()) {
      return new Refused(ITEM_NOT_FOUND.error());
    }
    Role role = channel.role(request.from());
    boolean takesPart = channel.participant(request.from()).isPresent();
    if (takesPart || !Sorting.maySubscribe(channel.config(), role, node.get())) {
      return new Refused(Decider.closedNode());
    }
    Set<MixNode> before = channel.observed(request.from());
    int present = channel.participants().size() + channel.observers().size();
    if (before.isEmpty() && present >= limits.participantsMax()) {
      return new Refused(RESOURCE_CONSTRAINT.because("The channel is full"));
    }
    var answer = new Subscribed(List.of(node.get()), List.of());
    Set<MixNode> nodes = EnumSet.of(node.get());
    nodes.addAll(before);
    return nodes.equals(before)
        ? new Settled(answer)
        : new Accepted(observed(channel, request.from(), before, nodes), answer);
  }

  /// Who is not subscribed is told so, also where the node is closed.
  static Decision unobserve(Channel channel, Unobserve request) {
    Optional<MixNode> node = MixNode.of(request.node()).filter(channel::has);
    if (node.isEmpty()) {
      return new Refused(ITEM_NOT_FOUND.error());
    }
    Optional<Participant> participant = channel.participant(request.from());
    if (participant.filter(who -> who.isSubscribedTo(node.get())).isPresent()) {
      return new Refused(Decider.closedNode());
    }
    Set<MixNode> before = channel.observed(request.from());
    if (!before.contains(node.get())) {
      return new Refused(notSubscribed());
    }
    Set<MixNode> nodes = EnumSet.copyOf(before);
    nodes.remove(node.get());
    return new Accepted(
        observed(channel, request.from(), before, nodes),
        new Subscribed(List.of(), List.of(request.node())));
  }

  /// An account that takes no part is subscribed to other nodes than before.
  static Observed observed(Channel channel, Jid jid, Set<MixNode> before, Set<MixNode> nodes) {
    return new Observed(channel.ids().participantId(jid), jid, before, nodes);
  }

  private static StanzaError notSubscribed() {
    return UNEXPECTED_REQUEST
        .error()
        .as(StanzaError.Type.CANCEL)
        .with(Element.of("not-subscribed", NS_ERRORS));
  }
}
