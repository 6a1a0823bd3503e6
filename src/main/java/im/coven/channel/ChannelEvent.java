package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that happened to a channel. One event is one entry of the log, and says all that it
/// changes: what was, where that matters to those who are told, and what is now.
public sealed interface ChannelEvent {

  /// The channel was made.
  record Created(Founding founding) implements ChannelEvent {}

  /// Somebody takes part from now on.
  record Joined(Participant participant) implements ChannelEvent {}

  /// A participant has another nick, other nodes, another dialect or other preferences.
  record Changed(Participant before, Participant participant) implements ChannelEvent {}

  /// Somebody takes part no more; `evicted` when not by its own wish. Its presence goes with it.
  record Left(String id, Jid jid, boolean evicted) implements ChannelEvent {}

  /// Somebody who takes no part is subscribed to other nodes than `before`, or to none; `id` is the
  /// stable id that would be hers.
  record Observed(String id, Jid jid, Set<MixNode> before, Set<MixNode> nodes)
      implements ChannelEvent {
    public Observed {
      before = Set.copyOf(before);
      nodes = Set.copyOf(nodes);
    }

    /// Who is sent something from now on, or null.
    public @Nullable Participant receiver() {
      return nodes.isEmpty() ? null : Participant.outsider(id, jid, nodes);
    }
  }

  /// Clients of participants became present, or are present in another way, or are gone, in this
  /// order.
  record PresenceChanged(List<PresenceChange> changes) implements ChannelEvent {
    public PresenceChanged {
      changes = List.copyOf(changes);
    }
  }

  /// Clients entered the room, are present in it in another way, or left it, in this order.
  record OccupantsChanged(List<OccupantChange> changes) implements ChannelEvent {
    public OccupantsChanged {
      changes = List.copyOf(changes);
    }
  }

  /// The room is configured otherwise.
  record RoomSet(Room room) implements ChannelEvent {}

  /// A message was sent to all. `payload` is what the message held, as XML inside `jabber:client`,
  /// forgeries taken out. `subject` is not null when it sets the subject, `retracts` when it
  /// retracts another one.
  record Published(
      String participantId,
      Jid jid,
      Disclosure disclosure,
      @Nullable String nick,
      @Nullable String clientId,
      @Nullable String lang,
      @Nullable String subject,
      byte[] payload,
      @Nullable Target retracts)
      implements ChannelEvent {

    /// A message that does nothing but say something.
    public Published(
        String participantId,
        Jid jid,
        Disclosure disclosure,
        @Nullable String nick,
        @Nullable String clientId,
        @Nullable String lang,
        @Nullable String subject,
        byte[] payload) {
      this(participantId, jid, disclosure, nick, clientId, lang, subject, payload, null);
    }
  }

  /// The message that is retracted, and when that was asked.
  record Target(EntryId entry, Instant time) {}

  /// The information item was replaced.
  record InfoSet(ChannelInfo info) implements ChannelEvent {}

  /// The configuration was replaced.
  record Configured(ChannelConfig before, ChannelConfig config) implements ChannelEvent {}

  /// A JID or domain was put on a list, or taken off.
  record AccessSet(Access list, Jid subject, boolean listed) implements ChannelEvent {}

  /// A list was emptied of these, which were all.
  record Emptied(Access list, List<Jid> subjects) implements ChannelEvent {
    public Emptied {
      subjects = List.copyOf(subjects);
    }
  }

  /// One of the avatar nodes has another item; `payload` is null where that was removed.
  record AvatarSet(MixNode node, String itemId, @Nullable Element payload)
      implements ChannelEvent {}

  /// The channel is no more.
  record Destroyed() implements ChannelEvent {}

  /// Several things at once, in this order: what one request brought about.
  record Together(List<ChannelEvent> events) implements ChannelEvent {
    public Together {
      events = List.copyOf(events);
    }
  }

  /// The events themselves where there are several, else the one.
  default List<ChannelEvent> each() {
    return this instanceof Together(var events) ? events : List.of(this);
  }

  /// One event for all of a list that is not empty.
  static ChannelEvent of(List<ChannelEvent> events) {
    return events.size() == 1 ? events.getFirst() : new Together(events);
  }
}
