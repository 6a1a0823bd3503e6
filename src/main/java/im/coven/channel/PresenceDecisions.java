package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;

import im.coven.channel.PresenceLimits.Level;
import im.coven.channel.PresenceRequest.Hide;
import im.coven.channel.PresenceRequest.Show;
import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.Node;
import im.coven.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what a channel makes of the presence of clients. See XEP-0403 §4.
final class PresenceDecisions {

  /// Only the channel says who is present in it.
  private static final String NS_MIX = "urn:xmpp:mix:";

  /// What makes a presence one to a room, and what only rooms say.
  private static final String NS_MUC = "http://jabber.org/protocol/muc";

  private final Channel channel;
  private final PresenceLimits limits;
  private final Level level;
  private final List<PresenceChange> changes = new ArrayList<>();
  private final Map<Jid, StanzaError> refused = new LinkedHashMap<>();

  private PresenceDecisions(Channel channel, PresenceLimits limits) {
    this.channel = channel;
    this.limits = limits;
    this.level =
        channel.has(MixNode.PRESENCE) ? limits.in(channel.participants().size()) : Level.NONE;
  }

  /// Decides on several clients at once, in this order. No client is in the request twice.
  static Decision decide(
      Channel channel, ChannelRequest.ShowPresence request, PresenceLimits limits) {
    var decisions = new PresenceDecisions(channel, limits);
    request.all().forEach(decisions::decide);
    var answer = new Decision.Presented(decisions.refused);
    return decisions.changes.isEmpty()
        ? new Decision.Settled(answer)
        : new Decision.Accepted(new ChannelEvent.PresenceChanged(decisions.changes), answer);
  }

  private void decide(PresenceRequest request) {
    Optional<Participant> who =
        channel.participant(request.client().bare()).filter(one -> !one.transitory());
    switch (request) {
      case Show show -> {
        Optional<StanzaError> error = who.isEmpty() ? guest(show) : show(show, who.get(), null);
        error.ifPresent(why -> refused.put(show.client(), why));
      }
      case Hide hide -> hide(hide, channel.ids().participantId(hide.client().bare()));
    }
  }

  /// Who takes no part is present where the channel is open to that and to her, under the id that
  /// would be hers (H27).
  private Optional<StanzaError> guest(Show show) {
    Jid bare = show.client().bare();
    if (channel.config().is(ConfigField.OPEN_PRESENCE) && channel.admits(bare)) {
      return show(show, channel.outsider(bare, Set.of()), bare);
    }
    return Optional.of(
        Decider.isHidden(channel, bare)
            ? ITEM_NOT_FOUND.error()
            : FORBIDDEN.because("You do not take part in this channel"));
  }

  private Optional<StanzaError> show(Show show, Participant participant, @Nullable Jid guest) {
    if (level == Level.NONE || !participant.preferences().sharesPresence()) {
      return Optional.empty();
    }
    String resource = Objects.requireNonNull(show.client().resourcepart());
    String payload = level == Level.FULL ? payload(show.presence()) : "";
    if (payload.getBytes(StandardCharsets.UTF_8).length > limits.bytesMax()) {
      return Optional.of(POLICY_VIOLATION.because("The presence is too large"));
    }
    Optional<PresenceItem.Face> face =
        PresenceItem.Face.of(channel.ids(), channel.config(), participant, resource);
    if (face.isEmpty()) {
      return Optional.of(NOT_ACCEPTABLE.because("The resource is too long to be hidden"));
    }
    String lang = level == Level.FULL ? show.presence().lang() : null;
    var item =
        new PresenceItem(
            participant.id(), resource, show.owner(), lang, payload, face.get(), guest);
    Optional<PresenceItem> before = channel.presence().of(participant.id(), resource);
    if (before.isEmpty() && channel.presence().of(participant.id()).size() >= limits.clientsMax()) {
      return Optional.of(RESOURCE_CONSTRAINT.because("You have too many clients here"));
    }
    if (before.isEmpty() && guest != null && channel.presence().size() >= limits.joinedMax()) {
      return Optional.of(RESOURCE_CONSTRAINT.because("Too many are present"));
    }
    boolean says = level == Level.FULL && !show.again();
    if (says || !before.equals(Optional.of(item))) {
      changes.add(new PresenceChange.Shown(item));
    }
    return Optional.empty();
  }

  private void hide(Hide hide, String id) {
    String resource = hide.client().resourcepart();
    for (PresenceItem item : channel.presence().of(id)) {
      boolean meant = resource == null || resource.equals(item.resource());
      boolean owns = hide.owner() == null || hide.owner().equals(item.owner());
      if (meant && owns) {
        changes.add(PresenceChange.Gone.of(item));
      }
    }
  }

  /// What the presence holds, as XML inside `jabber:client`, without what is not the client's to
  /// say (PRES-03-018).
  static String payload(Presence presence) {
    var out = new StringBuilder(128);
    for (Node node : presence.nodes()) {
      if (node instanceof Element child && !isForged(child)) {
        XmlWriter.write(child, Stanza.NS, out);
      }
    }
    return out.toString();
  }

  private static boolean isForged(Element child) {
    return (child.name().equals("mix") && child.ns().startsWith(NS_MIX))
        || (child.name().equals("x") && child.ns().startsWith(NS_MUC));
  }
}
