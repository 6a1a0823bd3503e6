package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
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
  /// where nothing was said of any. See XEP-0369 §7.1.2, XEP-0404 §3.1.
  record Join(
      Jid from,
      @Nullable String nick,
      List<String> nodes,
      Dialect dialect,
      @Nullable Map<Preference, String> preferences)
      implements ChannelRequest {
    public Join {
      nodes = List.copyOf(nodes);
      preferences = preferences == null ? null : Map.copyOf(preferences);
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

  /// Take a nick, or have one chosen where it is null. See XEP-0369 §7.1.5.
  record SetNick(Jid from, @Nullable String nick) implements ChannelRequest {}

  /// Send a message to all. See XEP-0369 §7.1.6.
  record Publish(Jid from, Message message) implements ChannelRequest {}

  /// Say how present clients are. `from` is the channel itself: its service gathers what arrives
  /// within a short time. No client is named twice. See XEP-0403 §4.
  record ShowPresence(Jid from, List<PresenceRequest> all) implements ChannelRequest {
    public ShowPresence {
      all = List.copyOf(all);
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

  /// End the channel. See XEP-0369 §7.3.4.
  record Destroy(Jid from) implements ChannelRequest {}

  /// End the channel if its time is over, as the service asks. See XEP-0369 §7.3.4.
  record Expire(Jid from, Instant now) implements ChannelRequest {}
}
