package im.coven.replica;

import im.coven.channel.ChannelRequest;

/// Something that a replica is asked to do, in the order of asking.
///
/// `asker` is whom {@link Effect.Answer} names; each gets one answer. `deadlineMs` is when the
/// asker is told to wait instead, on the clock of {@link ReplicaMachine#expire}.
public sealed interface Work<A> {

  A asker();

  long deadlineMs();

  /// Decide a request and append what was decided. `appendId` stays the same when it is repeated.
  record Carry<A>(ChannelRequest request, String appendId, long deadlineMs, A asker)
      implements Work<A> {}

  /// Look at the channel.
  record Look<A>(A asker, long deadlineMs) implements Work<A> {}
}
