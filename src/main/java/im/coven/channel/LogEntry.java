package im.coven.channel;

/// One event in a channel's log, with its position and that of the entry before it.
///
/// `epoch` names the log: a log that was made anew has another. `version` is the version of the
/// channel's state after this entry; messages do not change it. `appendId` was chosen by the
/// instance that appended it and is the same when an append is repeated. `event` is opaque here.
public record LogEntry(
    String epoch, EntryId id, EntryId previous, long version, String appendId, byte[] event) {}
