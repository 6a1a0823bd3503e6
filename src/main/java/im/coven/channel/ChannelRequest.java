package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something asked of a channel by a bare JID, whichever face it came by.
public sealed interface ChannelRequest {

  /// Who asks: a bare JID.
  Jid from();

  /// Take part, or take part with more nodes. `nick` is null where none is given, `preferences`
  /// where nothing was said of any, `invitation` where none is shown. See XEP-0369 §7.1.2, XEP-0404
  /// §3.1, XEP-0407 §6.
  record Join(
      Jid from,
      @Nullable String nick,
      List<String> nodes,
      Dialect dialect,
      @Nullable Map<Preference, String> preferences,
      Invitation.@Nullable Shown invitation,
      Registered registered)
      implements ChannelRequest {
    public Join {
      nodes = List.copyOf(nodes);
      preferences = preferences == null ? null : Map.copyOf(preferences);
    }

    /// A join by one's own right.
    public Join(
        Jid from,
        @Nullable String nick,
        List<String> nodes,
        Dialect dialect,
        @Nullable Map<Preference, String> preferences) {
      this(from, nick, nodes, dialect, preferences, null, Registered.NONE);
    }

    /// The same with what is known of registered nicks.
    public Join knowing(Registered known) {
      return new Join(from, nick, nodes, dialect, preferences, invitation, known);
    }
  }

  /// End taking part. See XEP-0369 §7.1.4.
  record Leave(Jid from) implements ChannelRequest {}

  /// Change the nodes subscribed to. See XEP-0369 §7.1.3.
  record UpdateSubscription(Jid from, List<String> subscribe, List<String> unsubscribe)
      implements ChannelRequest {
    public UpdateSubscription {
      subscribe = List.copyOf(subscribe);
      unsubscribe = List.copyOf(unsubscribe);
    }
  }

  /// Hear what a node distributes without taking part. See XEP-0060 §6.1, XEP-0369 §7.1.2.
  record Observe(Jid from, String node) implements ChannelRequest {}

  /// Hear it no more. See XEP-0060 §6.2.
  record Unobserve(Jid from, String node) implements ChannelRequest {}

  /// Take a nick, or have one chosen where it is null. See XEP-0369 §7.1.5.
  record SetNick(Jid from, @Nullable String nick, Registered registered) implements ChannelRequest {

    public SetNick(Jid from, @Nullable String nick) {
      this(from, nick, Registered.NONE);
    }

    /// The same with what is known of registered nicks.
    public SetNick knowing(Registered known) {
      return new SetNick(from, nick, known);
    }
  }

  /// Take up the nick that is registered now instead of the former one, as the service asks. See
  /// XEP-0407 §3.
  record UseNick(Jid from, String nick, @Nullable String former) implements ChannelRequest {}

  /// Send a message to all. See XEP-0369 §7.1.6.
  record Publish(Jid from, Message message) implements ChannelRequest {}

  /// Say how present clients are. `from` is the channel itself: its service gathers what arrives
  /// within a short time. No client is named twice. See XEP-0403 §4.
  record ShowPresence(Jid from, List<PresenceRequest> all) implements ChannelRequest {
    public ShowPresence {
      all = List.copyOf(all);
    }
  }

  /// Enter the room under a nick, or, where the client `enters` nothing but is there, be present in
  /// it otherwise or under another nick. `nick` is as the client wrote it, `owner` as in {@link
  /// PresenceItem}. See XEP-0045 §7.2, §7.6, §7.7.
  record Enter(
      Jid client,
      String nick,
      String owner,
      Presence presence,
      boolean enters,
      Registered registered)
      implements ChannelRequest {

    @Override
    public Jid from() {
      return client.bare();
    }

    /// The same with what is known of registered nicks.
    public Enter knowing(Registered known) {
      return new Enter(client, nick, owner, presence, enters, known);
    }
  }

  /// Leave the room; where `owner` is not null, only if that is who entered. `last` is what the
  /// client says at that, null where it says nothing. See XEP-0045 §7.14.
  record Exit(Jid client, @Nullable String owner, @Nullable Presence last)
      implements ChannelRequest {

    @Override
    public Jid from() {
      return client.bare();
    }
  }

  /// Say something to all in the room, as a client that is in it. See XEP-0045 §7.4, §8.1.
  record Say(Jid client, Message message) implements ChannelRequest {

    @Override
    public Jid from() {
      return client.bare();
    }
  }

  /// Configure the room, which unlocks it; what the fields say of the channel holds for both faces.
  /// `itemId` is the time of asking. See XEP-0045 §10.1, §10.2.
  record Furnish(
      Jid from,
      String itemId,
      Map<InfoField, List<String>> info,
      Map<ConfigField, List<String>> config,
      Optional<Boolean> persistent,
      Optional<Boolean> publiclyListed)
      implements ChannelRequest {
    public Furnish {
      info = Map.copyOf(info);
      config = Map.copyOf(config);
    }
  }

  /// Change some preferences. See XEP-0404 §3.1.
  record SetPreferences(Jid from, Map<Preference, String> changes) implements ChannelRequest {
    public SetPreferences {
      changes = Map.copyOf(changes);
    }
  }

  /// Change fields of the information item; a field without value is cleared. `itemId` is the time
  /// of asking (H43). See XEP-0406 §3.1.
  record SetInfo(Jid from, String itemId, Map<InfoField, List<String>> changes)
      implements ChannelRequest {
    public SetInfo {
      changes = Map.copyOf(changes);
    }
  }

  /// Change fields of the configuration; a field without value is as by default again. `itemId` is
  /// the time of asking (H43). See XEP-0406 §3.2.
  record Configure(Jid from, String itemId, Map<ConfigField, List<String>> changes)
      implements ChannelRequest {
    public Configure {
      changes = Map.copyOf(changes);
    }

    /// When the channel shall end, where this says so.
    public Optional<Instant> endOfLife() {
      return Optional.ofNullable(changes.get(ConfigField.END_OF_LIFE))
          .flatMap(ConfigField.END_OF_LIFE::values)
          .flatMap(values -> values.stream().findFirst())
          .map(Instant::parse);
    }
  }

  /// Put a JID or a domain on a list. See XEP-0406 §3.3.
  record Grant(Jid from, Jid subject, Access list) implements ChannelRequest {}

  /// Take it off a list. See XEP-0406 §3.3.
  record Revoke(Jid from, Jid subject, Access list) implements ChannelRequest {}

  /// Empty a list. See XEP-0060 §8.5.
  record Purge(Jid from, Access list) implements ChannelRequest {}

  /// Send a message that retracts another. `target` is the archive id that it names, null where the
  /// message is no proper retraction; `found` is what the archive has under it, null where that is
  /// nothing. See XEP-0407 §4.
  record Retract(
      Jid from, Message message, @Nullable String target, @Nullable Found found, Instant now)
      implements ChannelRequest {

    /// A message in the archive: its entry, and the stable participant id of its author.
    public record Found(EntryId entry, String author) {}
  }

  /// Retract a message as one who may retract those of all, and say why; `target` and `found` as in
  /// [Retract]. See XEP-0425 §4.
  record Moderate(
      Jid from,
      @Nullable String target,
      @Nullable String reason,
      Retract.@Nullable Found found,
      Instant now)
      implements ChannelRequest {}

  /// Ask for an invitation of a bare JID. See XEP-0407 §6.
  record Invite(Jid from, Jid invitee, Instant now) implements ChannelRequest {}

  /// Replace the item of one of the avatar nodes; `itemId` is empty where none is given. See
  /// XEP-0407 §2, XEP-0084.
  record SetAvatar(Jid from, MixNode node, String itemId, Element payload)
      implements ChannelRequest {}

  /// Remove the item of one of the avatar nodes.
  record RemoveAvatar(Jid from, MixNode node, String itemId) implements ChannelRequest {}

  /// End the channel. See XEP-0369 §7.3.4.
  record Destroy(Jid from) implements ChannelRequest {}

  /// End the channel if nobody takes part in it or observes it, and nothing happened in it since a
  /// time, as the service asks. See XEP-0369 §7.3.5.
  record Abandon(Jid from, Instant since) implements ChannelRequest {}

  /// End the channel if its time is over, as the service asks. See XEP-0369 §7.3.4.
  record Expire(Jid from, Instant now) implements ChannelRequest {}
}
