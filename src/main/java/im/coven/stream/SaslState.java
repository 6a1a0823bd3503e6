package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.ScramExchange;
import im.coven.sasl.ScramMechanism;
import org.jspecify.annotations.Nullable;

/// Where an authentication stands. See {@link SaslMachine} for the transitions.
public sealed interface SaslState {

  /// The mechanism is chosen, SCRAM where it is not null and else PLAIN; its first message is still
  /// to come.
  record Waiting(@Nullable ScramMechanism scram) implements SaslState {}

  /// The keys of the account are being looked up.
  record Finding(Jid account, ScramExchange.Begun begun) implements SaslState {}

  /// The client has the challenge.
  record Proving(Jid account, ScramExchange.Challenged challenged) implements SaslState {}

  /// A password is being checked.
  record Checking(Jid account) implements SaslState {}

  /// Whether an answer of ours is awaited, not one of the client.
  default boolean isBusy() {
    return switch (this) {
      case Finding _, Checking _ -> true;
      case Waiting _, Proving _ -> false;
    };
  }
}
