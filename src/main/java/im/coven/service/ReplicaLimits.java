package im.coven.service;

/// Bounds of a channel's replica.
///
/// @param waitingMax requests that wait for their turn in one channel (default 10 000); beyond that
///   the asker is told to wait
/// @param appendsMax appends of one channel on their way to Redis at a time (default 512)
/// @param gapMs how long a hole in the log may be filled by pub/sub before it is read, in
///   milliseconds (default 20)
/// @param retryMs pause before Redis is asked again after it failed, in milliseconds (default 100)
/// @param answerMs how long an asker waits while Redis is away, in milliseconds (default 10 000)
/// @param idleMs how long a channel that nobody needs stays in memory, in milliseconds (default 60
///   000)
/// @param presenceWaitMs how long the presence of clients is gathered for one entry of the log, in
///   milliseconds (default 100)
/// @param archive what its archives keep
public record ReplicaLimits(
    int waitingMax,
    int appendsMax,
    long gapMs,
    long retryMs,
    long answerMs,
    long idleMs,
    long presenceWaitMs,
    ArchiveRules archive) {

  public static final ReplicaLimits DEFAULT =
      new ReplicaLimits(10_000, 512, 20, 100, 10_000, 60_000, 100, ArchiveRules.DEFAULT);
}
