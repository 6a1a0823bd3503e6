package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;

import im.coven.channel.ChannelRequest.Destroy;
import im.coven.channel.ChannelRequest.Grant;
import im.coven.channel.ChannelRequest.Join;
import im.coven.channel.ChannelRequest.Leave;
import im.coven.channel.ChannelRequest.Publish;
import im.coven.channel.ChannelRequest.Revoke;
import im.coven.channel.ChannelRequest.SetInfo;
import im.coven.channel.ChannelRequest.SetNick;
import im.coven.channel.ChannelRequest.UpdateSubscription;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Departed;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Named;
import im.coven.channel.Decision.Participating;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.Decision.Subscribed;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what a channel answers to a request, without changing anything.
///
/// Refusals in order of precedence: the stranger to an ad hoc channel sees none (H59); banned or
/// not allowed is `forbidden`; then what the request itself lacks (H65).
public final class Decider {

  private final ChannelLimits limits;

  public Decider(ChannelLimits limits) {
    this.limits = limits;
  }

  /// Decides a request of a bare JID.
  public Decision decide(Channel channel, ChannelRequest request) {
    if (isHidden(channel, request.from())) {
      return new Refused(ITEM_NOT_FOUND.error());
    }
    return switch (request) {
      case Join join -> join(channel, join);
      case Leave leave -> leave(channel, leave);
      case UpdateSubscription update -> update(channel, update);
      case SetNick setNick -> setNick(channel, setNick);
      case Publish publish -> publish(channel, publish);
      case SetInfo setInfo ->
          administer(channel, setInfo, new ChannelEvent.InfoSet(next(channel, setInfo)));
      case Grant grant -> grant(channel, grant);
      case Revoke revoke -> revoke(channel, revoke);
      case Destroy destroy ->
          channel.role(destroy.from()) == Role.OWNER
              ? new Accepted(new ChannelEvent.Destroyed(), new Done())
              : new Refused(FORBIDDEN.because("Only an owner can destroy a channel"));
    };
  }

  /// Whether an ad hoc channel does not exist for somebody. See XEP-0369 §7.3.2.
  public static boolean isHidden(Channel channel, Jid bare) {
    return channel.founding().adHoc() && !channel.role(bare).isAtLeast(Role.ALLOWED);
  }

  private Decision join(Channel channel, Join join) {
    if (!channel.admits(join.from())) {
      return new Refused(FORBIDDEN.because("You may not join this channel"));
    }
    Optional<Participant> present = channel.participant(join.from());
    if (present.isEmpty() && channel.participants().size() >= limits.participantsMax()) {
      return new Refused(RESOURCE_CONSTRAINT.because("The channel is full"));
    }
    Role role = channel.role(join.from());
    Sorting sorting =
        sort(channel, join.nodes(), role.isAtLeast(Role.PARTICIPANT) ? role : Role.PARTICIPANT);
    if (!join.nodes().isEmpty() && sorting.granted.isEmpty()) {
      return sorting.refusal();
    }
    String nick = present.map(Participant::nick).orElse(null);
    if (join.nick() != null && !join.nick().isBlank()) {
      Optional<Nick> wanted = Nick.of(join.nick());
      if (wanted.isEmpty()) {
        return new Refused(NOT_ACCEPTABLE.because("This is not a nick"));
      }
      if (isTaken(channel, wanted.get(), join.from())) {
        return new Refused(CONFLICT.because("The nick is taken"));
      }
      nick = wanted.get().display();
    } else if (nick == null && channel.founding().nicksMandatory()) {
      return new Refused(NOT_ACCEPTABLE.because("This channel requires a nick"));
    }
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    present.ifPresent(p -> nodes.addAll(p.nodes()));
    nodes.addAll(sorting.granted);
    String id = channel.ids().participantId(join.from());
    var participant = new Participant(id, join.from(), nick, nodes, join.dialect());
    var answer = new Participating(id, nick, sorting.granted);
    if (present.isEmpty()) {
      return new Accepted(new ChannelEvent.Joined(participant), answer);
    }
    return change(present.get(), participant, answer);
  }

  private static Decision leave(Channel channel, Leave leave) {
    return channel
        .participant(leave.from())
        .<Decision>map(
            p -> new Accepted(new ChannelEvent.Left(p.id(), p.jid(), false), new Departed()))
        .orElseGet(() -> new Settled(new Departed()));
  }

  private static Decision update(Channel channel, UpdateSubscription update) {
    Optional<Participant> present = channel.participant(update.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Sorting sorting = sort(channel, update.subscribe(), channel.role(update.from()));
    if (sorting.granted.isEmpty()
        && update.unsubscribe().isEmpty()
        && !update.subscribe().isEmpty()) {
      return sorting.refusal();
    }
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    nodes.addAll(present.get().nodes());
    nodes.addAll(sorting.granted);
    var unsubscribed = new ArrayList<String>();
    for (String wire : update.unsubscribe()) {
      Optional<MixNode> node = MixNode.of(wire).filter(channel::has);
      if (node.isPresent()) {
        nodes.remove(node.get());
        unsubscribed.add(wire);
      }
    }
    if (unsubscribed.isEmpty() && !update.unsubscribe().isEmpty() && sorting.granted.isEmpty()) {
      return new Refused(ITEM_NOT_FOUND.error(), update.unsubscribe());
    }
    return change(
        present.get(),
        present.get().withNodes(nodes),
        new Subscribed(sorting.granted, unsubscribed));
  }

  private static Decision setNick(Channel channel, SetNick request) {
    Optional<Participant> present = channel.participant(request.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Optional<Nick> wanted =
        request.nick() == null || request.nick().isBlank()
            ? chosen(channel, present.get())
            : Nick.of(request.nick());
    if (wanted.isEmpty()) {
      return new Refused(NOT_ACCEPTABLE.because("This is not a nick"));
    }
    if (isTaken(channel, wanted.get(), request.from())) {
      return new Refused(CONFLICT.because("The nick is taken"));
    }
    String nick = wanted.get().display();
    return change(present.get(), present.get().withNick(nick), new Named(nick));
  }

  private Decision publish(Channel channel, Publish publish) {
    Optional<Participant> present = channel.participant(publish.from());
    if (present.isEmpty()) {
      return notParticipant();
    }
    Participant sender = present.get();
    byte[] payload = Forgeries.strip(publish.message(), channel.address());
    if (payload.length > limits.messageBytesMax()) {
      return new Refused(
          StanzaError.Condition.POLICY_VIOLATION.because("The message is too large"));
    }
    return new Accepted(
        new ChannelEvent.Published(
            sender.id(),
            sender.jid(),
            sender.nick(),
            publish.message().id(),
            publish.message().lang(),
            subject(publish),
            payload),
        new Done());
  }

  /// A message changes the subject when it holds one and no body (XEP-0369 §8, H09).
  private static @Nullable String subject(Publish publish) {
    Element message = publish.message().toElement();
    return message.child("body").isPresent() ? null : message.childText("subject").orElse(null);
  }

  private static ChannelInfo next(Channel channel, SetInfo request) {
    ChannelInfo info = request.info();
    String last = channel.info().itemId();
    boolean grows = info.itemId().compareTo(last) > 0;
    return grows
        ? info
        : new ChannelInfo(ItemIds.after(last), info.name(), info.description(), info.contacts());
  }

  private static Decision grant(Channel channel, Grant grant) {
    Decision decision =
        administer(channel, grant, new ChannelEvent.AccessSet(grant.subject(), grant.access()));
    if (decision instanceof Refused) {
      return decision;
    }
    if (grant.access() == Access.ALLOWED && !channel.isClosed()) {
      return new Refused(ITEM_NOT_FOUND.because("The channel has no allowed list"));
    }
    boolean ofOwner = channel.role(grant.subject()) == Role.OWNER;
    if (ofOwner && grant.access() == Access.BANNED) {
      return new Refused(NOT_ALLOWED.because("An owner cannot be banned"));
    }
    return ofOwner ? new Settled(new Done()) : decision;
  }

  private static Decision revoke(Channel channel, Revoke revoke) {
    Decision decision =
        administer(channel, revoke, new ChannelEvent.AccessSet(revoke.subject(), null));
    boolean listed = channel.listed(revoke.access()).contains(revoke.subject());
    return decision instanceof Refused || listed ? decision : new Refused(ITEM_NOT_FOUND.error());
  }

  private static Decision administer(Channel channel, ChannelRequest request, ChannelEvent event) {
    return channel.role(request.from()).isAtLeast(Role.ADMINISTRATOR)
        ? new Accepted(event, new Done())
        : new Refused(FORBIDDEN.because("Only an owner or an administrator can do this"));
  }

  private static Decision change(Participant before, Participant after, Decision.Answer answer) {
    return before.equals(after)
        ? new Settled(answer)
        : new Accepted(new ChannelEvent.Changed(after), answer);
  }

  private static Refused notParticipant() {
    return new Refused(FORBIDDEN.because("You do not take part in this channel"));
  }

  private static boolean isTaken(Channel channel, Nick nick, Jid asker) {
    return channel.holder(nick).filter(holder -> !holder.jid().equals(asker)).isPresent();
  }

  /// The nick that the channel chooses: the localpart, with a number where that is taken.
  private static Optional<Nick> chosen(Channel channel, Participant participant) {
    String base = participant.jid().localpart();
    String stem = base == null ? participant.jid().domainpart() : base;
    for (int n = 1; n <= channel.participants().size() + 1; n++) {
      Optional<Nick> nick = Nick.of(n == 1 ? stem : stem + " " + n);
      if (nick.isPresent() && !isTaken(channel, nick.get(), participant.jid())) {
        return nick;
      }
    }
    return Nick.of(participant.id());
  }

  private static Sorting sort(Channel channel, List<String> requested, Role role) {
    var sorting = new Sorting();
    for (String wire : new LinkedHashSet<>(requested)) {
      Optional<MixNode> node = MixNode.of(wire).filter(channel::has);
      if (node.isEmpty()) {
        sorting.unknown.add(wire);
      } else if (!role.isAtLeast(node.get().subscriber())) {
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

  /// Requested nodes by what becomes of them.
  private static final class Sorting {
    private final List<MixNode> granted = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private @Nullable String first;

    /// The error for the first node, with all that failed for the same reason (H17).
    private Refused refusal() {
      return first != null && closed.contains(first)
          ? new Refused(closedNode(), closed)
          : new Refused(ITEM_NOT_FOUND.error(), unknown);
    }
  }

  /// The refusal of a node that the asker has no right to. See XEP-0060 §6.1.3.
  public static StanzaError closedNode() {
    return NOT_ALLOWED
        .error()
        .with(Element.of("closed-node", "http://jabber.org/protocol/pubsub#errors"));
  }
}
