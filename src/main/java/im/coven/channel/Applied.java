package im.coven.channel;

/// An event that became part of a channel.
public record Applied(EntryId id, ChannelEvent event) {}
