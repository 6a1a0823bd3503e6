package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a channel answers to a request. Nothing has changed yet.
public sealed interface Decision {

  /// It may happen: append the event; when that is done the answer is true.
  record Accepted(ChannelEvent event, Answer answer) implements Decision {}

  /// Nothing needs to happen; the answer is true already.
  record Settled(Answer answer) implements Decision {}

  /// It must not happen. `nodes` are those requested nodes that failed for this reason (H17).
  record Refused(StanzaError error, List<String> nodes) implements Decision {
    public Refused {
      nodes = List.copyOf(nodes);
    }

    public Refused(StanzaError error) {
      this(error, List.of());
    }
  }

  /// What the asker is told of a request that was granted.
  sealed interface Answer {}

  /// Takes part: under this id and nick, with these of the requested nodes; `preferences` where
  /// some were stated.
  record Participating(
      String id, @Nullable String nick, List<MixNode> nodes, @Nullable Preferences preferences)
      implements Answer {
    public Participating {
      nodes = List.copyOf(nodes);
    }
  }

  /// Takes part no more.
  record Departed() implements Answer {}

  /// The operations that took effect.
  record Subscribed(List<MixNode> subscribed, List<String> unsubscribed) implements Answer {
    public Subscribed {
      subscribed = List.copyOf(subscribed);
      unsubscribed = List.copyOf(unsubscribed);
    }
  }

  /// The nick really assigned.
  record Named(String nick) implements Answer {}

  /// The preferences now.
  record Preferring(Preferences preferences) implements Answer {}

  /// The node's one item was replaced by one of this id.
  record Stored(String itemId) implements Answer {}

  /// Presence was taken, but for that of these clients.
  record Presented(Map<Jid, StanzaError> refused) implements Answer {
    public Presented {
      refused = Map.copyOf(refused);
    }
  }

  /// May invite.
  record Invited(Invitation invitation) implements Answer {}

  /// Done, and nothing more to say.
  record Done() implements Answer {}
}
