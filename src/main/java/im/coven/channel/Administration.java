package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static im.coven.stanza.StanzaError.Condition.UNEXPECTED_REQUEST;

import im.coven.channel.ChannelRequest.Abandon;
import im.coven.channel.ChannelRequest.Destroy;
import im.coven.channel.ChannelRequest.Expire;
import im.coven.channel.ChannelRequest.Grant;
import im.coven.channel.ChannelRequest.Purge;
import im.coven.channel.ChannelRequest.Revoke;
import im.coven.channel.ChannelRequest.SetInfo;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.Decision.Stored;
import im.coven.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides what owners and administrators ask: the information, the lists of the allowed and the
/// banned, and the channel's end. See XEP-0406 §2.2, §2.3, §3.1, §3.3, XEP-0369 §7.3.4.
final class Administration {

  private final ChannelLimits limits;

  Administration(ChannelLimits limits) {
    this.limits = limits;
  }

  static Decision setInfo(Channel channel, SetInfo request) {
    Group updaters = channel.config().group(ConfigField.INFORMATION_NODE_UPDATE_RIGHTS);
    if (!updaters.holds(channel.role(request.from()))) {
      return new Refused(FORBIDDEN.because("You may not change the information"));
    }
    if (!channel.has(MixNode.INFO)) {
      return new Refused(ITEM_NOT_FOUND.because("The channel has no information"));
    }
    ChannelInfo last = channel.info();
    Map<InfoField, List<String>> fields = new EnumMap<>(InfoField.class);
    fields.put(InfoField.NAME, Stream.ofNullable(last.name()).toList());
    fields.put(InfoField.DESCRIPTION, Stream.ofNullable(last.description()).toList());
    fields.put(InfoField.CONTACT, last.contacts().stream().map(Jid::toString).toList());
    request
        .changes()
        .forEach((field, given) ->
            fields.put(field, given.stream().filter(value -> !value.isBlank()).toList()));
    var contacts = new ArrayList<Jid>();
    for (String contact : fields.getOrDefault(InfoField.CONTACT, List.of())) {
      Optional<Jid> jid = Jid.parse(contact);
      if (jid.isEmpty()) {
        return new Refused(NOT_ACCEPTABLE.because("A contact is an address"));
      }
      contacts.add(jid.get());
    }
    var info =
        new ChannelInfo(
            ItemIds.next(request.itemId(), last.itemId()),
            first(fields, InfoField.NAME),
            first(fields, InfoField.DESCRIPTION),
            contacts);
    return new Accepted(new ChannelEvent.InfoSet(info), new Stored(info.itemId()));
  }

  private static @Nullable String first(Map<InfoField, List<String>> fields, InfoField field) {
    List<String> values = fields.getOrDefault(field, List.of());
    return values.isEmpty() ? null : values.getFirst();
  }

  Decision grant(Channel channel, Grant grant) {
    Optional<Refused> refused = unfit(channel, channel.role(grant.from()), grant.list());
    if (refused.isPresent()) {
      return refused.get();
    }
    if (channel.listed(grant.list()).size() >= limits.listedMax()) {
      return new Refused(RESOURCE_CONSTRAINT.because("The list is full"));
    }
    if (grant.list() == Access.BANNED) {
      return ban(channel, grant);
    }
    return channel.isListed(Access.ALLOWED, grant.subject())
        ? new Settled(new Done())
        : new Accepted(
            new ChannelEvent.AccessSet(Access.ALLOWED, grant.subject(), true), new Done());
  }

  /// A ban ends the participation of whom it fits, at once. Owners cannot be banned, administrators
  /// by owners alone, and a ban on a domain passes both by (H46).
  private static Decision ban(Channel channel, Grant ban) {
    Role subject = channel.role(ban.subject());
    boolean above = subject == Role.OWNER;
    boolean beside = subject == Role.ADMINISTRATOR && channel.role(ban.from()) != Role.OWNER;
    if (above || beside) {
      return new Refused(NOT_ALLOWED.because("You cannot ban whom you are not above"));
    }
    var events = new ArrayList<ChannelEvent>();
    if (subject == Role.ADMINISTRATOR) {
      events.add(Configuration.demoted(channel, ban.subject()));
    }
    if (!channel.isListed(Access.BANNED, ban.subject())) {
      events.add(new ChannelEvent.AccessSet(Access.BANNED, ban.subject(), true));
    }
    for (Participant participant : channel.participants()) {
      boolean one = participant.jid().equals(ban.subject());
      boolean domain = ban.subject().equals(Jid.domain(participant.jid().domainpart()));
      if (one || (domain && !channel.role(participant.jid()).isAtLeast(Role.ADMINISTRATOR))) {
        events.add(new ChannelEvent.Left(participant.id(), participant.jid(), true));
      }
    }
    return events.isEmpty()
        ? new Settled(new Done())
        : new Accepted(ChannelEvent.of(events), new Done());
  }

  static Decision revoke(Channel channel, Revoke revoke) {
    Optional<Refused> refused = unfit(channel, channel.role(revoke.from()), revoke.list());
    if (refused.isPresent()) {
      return refused.get();
    }
    return channel.isListed(revoke.list(), revoke.subject())
        ? new Accepted(
            new ChannelEvent.AccessSet(revoke.list(), revoke.subject(), false), new Done())
        : new Refused(ITEM_NOT_FOUND.error());
  }

  static Decision purge(Channel channel, Purge purge) {
    Optional<Refused> refused = unfit(channel, channel.role(purge.from()), purge.list());
    if (refused.isPresent()) {
      return refused.get();
    }
    List<Jid> listed = channel.listed(purge.list());
    return listed.isEmpty()
        ? new Settled(new Done())
        : new Accepted(new ChannelEvent.Emptied(purge.list(), listed), new Done());
  }

  private static Optional<Refused> unfit(Channel channel, Role asker, Access list) {
    if (!asker.isAtLeast(Role.ADMINISTRATOR)) {
      return Optional.of(
          new Refused(FORBIDDEN.because("Only an owner or an administrator can do this")));
    }
    return channel.has(list.node())
        ? Optional.empty()
        : Optional.of(new Refused(ITEM_NOT_FOUND.because("The channel has no such list")));
  }

  static Decision destroy(Channel channel, Destroy destroy) {
    return channel.role(destroy.from()) == Role.OWNER
        ? new Accepted(new ChannelEvent.Destroyed(), new Done())
        : new Refused(FORBIDDEN.because("Only an owner can destroy a channel"));
  }

  static Decision expire(Channel channel, Expire expire) {
    return channel.config().endOfLife().filter(end -> !end.isAfter(expire.now())).isPresent()
        ? new Accepted(new ChannelEvent.Destroyed(), new Done())
        : new Refused(UNEXPECTED_REQUEST.because("The channel goes on"));
  }

  static Decision abandon(Channel channel, Abandon abandon) {
    boolean empty = channel.participants().isEmpty() && channel.observers().isEmpty();
    boolean still = Instant.ofEpochMilli(channel.position().ms()).isBefore(abandon.since());
    return empty && still
        ? new Accepted(new ChannelEvent.Destroyed(), new Done())
        : new Refused(UNEXPECTED_REQUEST.because("The channel is in use"));
  }
}
