package im.coven.replica;

import im.coven.channel.Applied;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Decision;
import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a replica wants done. `A` is what an asker is to the shell.
///
/// Carried out in the order of coming, each at once: what is shown or distributed is the channel as
/// it is then.
public sealed interface Effect<A> {

  /// Hear what is published for the channel from now on. Answered by {@link
  /// ReplicaMachine#followed} or {@link ReplicaMachine#unread}.
  record Follow<A>() implements Effect<A> {}

  /// Load the materialised state. Answered by {@link ReplicaMachine#loaded}, {@link
  /// ReplicaMachine#absent} or {@link ReplicaMachine#unread}.
  record Load<A>() implements Effect<A> {}

  /// Read at most `count` entries after `after` in the log named `epoch`. Answered by {@link
  /// ReplicaMachine#read}, {@link ReplicaMachine#broken} or {@link ReplicaMachine#unread}.
  record Read<A>(String epoch, EntryId after, int count) implements Effect<A> {}

  /// Append `bytes`, which are `event`, while the log is `epoch` and the state at `version`, and,
  /// if `after` is not null, that append was done; with it the state changes by `changes`. An
  /// `event` that ends the channel removes it. Answered by {@link ReplicaMachine#stored}, {@link
  /// ReplicaMachine#stale}, {@link ReplicaMachine#notDone} or {@link ReplicaMachine#unsure}.
  /// `answer` is what the asker is told when it was applied.
  record Append<A>(
      Work.Carry<A> work,
      ChannelEvent event,
      byte[] bytes,
      List<StateChange> changes,
      String epoch,
      long version,
      @Nullable String after,
      Decision.Answer answer)
      implements Effect<A> {

    /// Whether it removes the channel.
    public boolean isEnd() {
      return event instanceof ChannelEvent.Destroyed;
    }
  }

  /// Put these entries back, which the log named `epoch` has lost, if it ends with `last`, which is
  /// before the first of them. Answered by {@link ReplicaMachine#retryOver}, {@link
  /// ReplicaMachine#broken} or {@link ReplicaMachine#unread}.
  record Heal<A>(String epoch, EntryId last, List<LogEntry> entries) implements Effect<A> {}

  /// Tell of a loss: the log ends with `last`, and what was applied after that cannot be put back.
  record Lost<A>(EntryId last) implements Effect<A> {}

  /// Tell an asker what became of its request. It is not told anything else.
  record Answer<A>(A asker, Reply reply) implements Effect<A> {}

  /// Show an asker the channel, who is not told anything else.
  record Show<A>(A asker) implements Effect<A> {}

  /// Distribute an event that just became part of the channel.
  record Deliver<A>(Applied applied) implements Effect<A> {}

  /// Call {@link ReplicaMachine#gapOver} when a hole in the log had its time to be filled.
  record AwaitGap<A>() implements Effect<A> {}

  /// Call {@link ReplicaMachine#retryOver} when Redis may be asked again.
  record AwaitRetry<A>() implements Effect<A> {}

  /// Ask anew whatever was derived from the channel: it was loaded again, and not all that happened
  /// meanwhile was delivered.
  record Reloaded<A>() implements Effect<A> {}

  /// The channel is no more: stop hearing, forget the replica.
  record Closed<A>() implements Effect<A> {}
}
