package im.coven.channel;

import org.jspecify.annotations.Nullable;

/// An event that became part of a channel; `before` is the participant that it changed or removed,
/// as it was.
public record Applied(EntryId id, ChannelEvent event, @Nullable Participant before) {}
