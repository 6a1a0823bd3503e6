package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;

import im.coven.channel.ChannelEvent.Configured;
import im.coven.channel.ChannelRequest.Configure;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Stored;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides a change of the configuration, and all that follows from it at once: participants that
/// cannot stay, subscriptions that have lost their right (H64), lists that are gone with their
/// nodes (H45) as an avatar is, nicks for those who need one now. See XEP-0406 §3.2.
final class Configuration {

  private Configuration() {}

  static Decision configure(Channel channel, Configure request, RegisteredNicks registered) {
    if (channel.role(request.from()) != Role.OWNER) {
      return new Refused(FORBIDDEN.because("Only an owner can change the configuration"));
    }
    ChannelConfig before = channel.config();
    Optional<Map<ConfigField, List<String>>> changes =
        checked(request.changes(), channel.address(), Instant.parse(request.itemId()));
    if (changes.isEmpty()) {
      return new Refused(NOT_ACCEPTABLE.because("A field has a value that it cannot have"));
    }
    changes.get().put(ConfigField.LAST_CHANGE_MADE_BY, List.of(request.from().toString()));
    ChannelConfig after =
        before.with(ItemIds.next(request.itemId(), before.itemId()), changes.get());
    var events = new ArrayList<ChannelEvent>();
    events.add(new Configured(before, after));
    emptied(channel, after, events);
    var nicks = new Nicks(channel, registered.rule());
    for (Participant participant : channel.participants()) {
      settle(after, participant, nicks).ifPresent(events::add);
    }
    return new Accepted(ChannelEvent.of(events), new Stored(after.itemId()));
  }

  /// An administrator is one no more.
  static ChannelEvent demoted(Channel channel, Jid administrator) {
    ChannelConfig before = channel.config();
    List<String> left =
        before.values(ConfigField.ADMINISTRATOR).stream()
            .filter(jid -> !jid.equals(administrator.toString()))
            .toList();
    String itemId = ItemIds.next(before.itemId(), before.itemId());
    return new Configured(before, before.with(itemId, Map.of(ConfigField.ADMINISTRATOR, left)));
  }

  /// The values as they are kept; nothing where one is not acceptable. Who changed what last is not
  /// for a client to say.
  static Optional<Map<ConfigField, List<String>>> checked(
      Map<ConfigField, List<String>> given, Jid channel, Instant now) {
    Map<ConfigField, List<String>> kept = new EnumMap<>(ConfigField.class);
    for (var change : given.entrySet()) {
      ConfigField field = change.getKey();
      Optional<List<String>> values = field.values(change.getValue());
      if (values.isEmpty() || !isFit(field, values.get(), channel, now)) {
        return Optional.empty();
      }
      if (field != ConfigField.LAST_CHANGE_MADE_BY) {
        kept.put(field, values.get());
      }
    }
    return Optional.of(kept);
  }

  private static boolean isFit(ConfigField field, List<String> values, Jid channel, Instant now) {
    return switch (field.kind()) {
      case JIDS ->
          values.stream().noneMatch(jid -> isOfService(Jid.of(jid), channel))
              && (field != ConfigField.OWNER || !values.isEmpty());
      case TIME -> values.stream().map(Instant::parse).allMatch(end -> end.isAfter(now));
      default -> true;
    };
  }

  /// Nobody has an account at a MIX domain: what looks so is a channel or a participant's address.
  private static boolean isOfService(Jid jid, Jid channel) {
    return jid.domainpart().equals(channel.domainpart()) || jid.localpart() == null;
  }

  private static void emptied(Channel channel, ChannelConfig after, List<ChannelEvent> events) {
    for (Access list : Access.values()) {
      List<Jid> listed = channel.listed(list);
      if (!after.has(list.node()) && !listed.isEmpty()) {
        events.add(new ChannelEvent.Emptied(list, listed));
      }
    }
    for (MixNode node : Avatars.NODES) {
      Optional<AvatarItem> item = channel.avatar(node);
      if (!after.has(node) && item.isPresent()) {
        events.add(new ChannelEvent.AvatarSet(node, item.get().id(), null));
      }
    }
  }

  private static Optional<ChannelEvent> settle(
      ChannelConfig after, Participant before, Nicks nicks) {
    JidVisibility visibility = after.jidVisibility();
    if (!visibility.agreesWith(before.preferences())) {
      return Optional.of(new ChannelEvent.Left(before.id(), before.jid(), true));
    }
    Role role = role(after, before.jid());
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    for (MixNode node : before.nodes()) {
      if (after.has(node) && Sorting.maySubscribe(after, role, node)) {
        nodes.add(node);
      }
    }
    Participant now = before.withNodes(nodes);
    boolean shown = visibility.shows(before.preferences());
    if (before.nick() == null && (after.is(ConfigField.MANDATORY_NICKS) || !shown)) {
      Optional<Nick> nick = nicks.choose(before, shown);
      now = nick.isPresent() ? now.withNick(nick.get().display()) : now;
    }
    return now.equals(before)
        ? Optional.empty()
        : Optional.of(new ChannelEvent.Changed(before, now));
  }

  /// What a participant is to a channel so configured.
  private static Role role(ChannelConfig config, Jid participant) {
    if (config.owners().contains(participant)) {
      return Role.OWNER;
    }
    return config.administrators().contains(participant) ? Role.ADMINISTRATOR : Role.PARTICIPANT;
  }
}
