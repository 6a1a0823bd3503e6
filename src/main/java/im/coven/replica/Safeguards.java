package im.coven.replica;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import org.jspecify.annotations.Nullable;

/// What the protocol rests on, each a method, so that a test can take one away and see that it is
/// missed.
class Safeguards {

  /// The entry if it is the next one for who is at `position`; nothing if there is a gap.
  @Nullable LogEntry next(EntryId position, LogEntry entry) {
    return entry.previous().equals(position) ? entry : null;
  }

  /// What is put back into the queue in place of an append that was not answered.
  <A> Work.Carry<A> repeated(Work.Carry<A> work) {
    return work;
  }

  /// Whether the log is read after pub/sub was interrupted.
  boolean readsAfterInterruption() {
    return true;
  }

  /// What an asker is told of whom we would say `known`, had none of its appends been left
  /// unanswered.
  Reply whenUnsure(Reply known) {
    return Reply.Failed.UNSURE;
  }
}
