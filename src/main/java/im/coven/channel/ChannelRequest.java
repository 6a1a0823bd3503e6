package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something asked of a channel by a bare JID, whichever face it came by.
public sealed interface ChannelRequest {

  /// Who asks: a bare JID.
  Jid from();

  /// Take part, or take part with more nodes. `nick` is null where none is given. See XEP-0369
  /// §7.1.2.
  record Join(Jid from, @Nullable String nick, List<String> nodes, Dialect dialect)
      implements ChannelRequest {
    public Join {
      nodes = List.copyOf(nodes);
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

  /// Replace the information item; `now` is the time of asking, as an item id (H43). See XEP-0369
  /// §6.5.
  record SetInfo(Jid from, ChannelInfo info) implements ChannelRequest {}

  /// Put a JID or a domain on the allowed or the banned list. See XEP-0406 §2.3.
  record Grant(Jid from, Jid subject, Access access) implements ChannelRequest {}

  /// Take it off the list. See XEP-0406 §2.3.
  record Revoke(Jid from, Jid subject, Access access) implements ChannelRequest {}

  /// End the channel. See XEP-0369 §7.3.4.
  record Destroy(Jid from) implements ChannelRequest {}
}
