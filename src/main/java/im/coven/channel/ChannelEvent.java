package im.coven.channel;

import im.coven.jid.Jid;
import org.jspecify.annotations.Nullable;

/// Something that happened to a channel. One event is one entry of the log.
public sealed interface ChannelEvent {

  /// The channel was made.
  record Created(Founding founding) implements ChannelEvent {}

  /// Somebody takes part from now on.
  record Joined(Participant participant) implements ChannelEvent {}

  /// A participant has another nick, other nodes or another dialect.
  record Changed(Participant participant) implements ChannelEvent {}

  /// Somebody takes part no more; `evicted` when not by its own wish.
  record Left(String id, Jid jid, boolean evicted) implements ChannelEvent {}

  /// A message was sent to all. `payload` is what the message held, as XML inside `jabber:client`,
  /// forgeries taken out. `subject` is not null when it sets the subject.
  record Published(
      String participantId,
      Jid jid,
      @Nullable String nick,
      @Nullable String clientId,
      @Nullable String lang,
      @Nullable String subject,
      byte[] payload)
      implements ChannelEvent {}

  /// The information item was replaced.
  record InfoSet(ChannelInfo info) implements ChannelEvent {}

  /// A JID or domain was put on a list, or, where `access` is null, taken off.
  record AccessSet(Jid subject, @Nullable Access access) implements ChannelEvent {}

  /// The channel is no more.
  record Destroyed() implements ChannelEvent {}
}
