package im.coven.service;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decision;
import im.coven.redis.RedisUnavailable;
import java.util.function.Consumer;

/// Something that a replica is asked to do, in the order of asking.
///
/// `deadlineMs` is when the asker is told to wait instead, on the loop's clock.
sealed interface Work {

  long deadlineMs();

  /// The replica cannot do it: there is no such channel, or Redis does not answer.
  void fail(Reply.Failed reply);

  /// Decide a request and append what was decided. `appendId` stays the same when it is repeated.
  record Carry(ChannelRequest request, String appendId, long deadlineMs, Consumer<Reply> asker)
      implements Work {
    @Override
    public void fail(Reply.Failed reply) {
      asker.accept(reply);
    }
  }

  /// Look at the channel.
  record Look(Consumer<Channel> reader, Consumer<Reply.Failed> otherwise, long deadlineMs)
      implements Work {
    @Override
    public void fail(Reply.Failed reply) {
      otherwise.accept(reply);
    }
  }

  /// What became of a request.
  sealed interface Reply {

    /// It happened, or had already.
    record Granted(Decision.Answer answer) implements Reply {}

    /// The channel refused it.
    record Refused(Decision.Refused refusal) implements Reply {}

    /// It could not be decided.
    enum Failed implements Reply {
      /// There is no such channel.
      NO_CHANNEL,
      /// Redis could not take it in time: it did not happen.
      UNAVAILABLE,
      /// Redis did not answer in time: whether it happened is unknown.
      UNSURE,
      /// Too much is waiting already.
      OVERLOADED;

      /// What a command to Redis failed with.
      static Failed of(Throwable cause) {
        return cause instanceof RedisUnavailable away && away.isNotDone() ? UNAVAILABLE : UNSURE;
      }
    }
  }
}
