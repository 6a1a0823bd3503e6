package im.coven.replica;

import im.coven.channel.Decision;

/// What became of a request.
public sealed interface Reply {

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
    OVERLOADED
  }
}
