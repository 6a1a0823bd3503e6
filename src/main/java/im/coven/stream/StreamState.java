package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import org.jspecify.annotations.Nullable;

/// Where a client's stream stands. See {@link ClientStreamMachine} for the transitions.
public sealed interface StreamState {

  /// Waits for the client's stream header: the first, the one after TLS, or, where `account` is
  /// there, the one after authentication.
  record AwaitingHeader(Entry entry, @Nullable Jid account) implements StreamState {}

  /// Features were sent; the client chooses TLS, a mechanism, or registration.
  record Negotiating(Entry entry) implements StreamState {}

  /// `<proceed/>` is on its way; the handshake runs.
  record Securing(Entry entry) implements StreamState {}

  /// SASL is under way.
  record Authenticating(Entry entry, SaslState sasl) implements StreamState {}

  /// An account is being made.
  record Registering(Entry entry, Iq.Set request) implements StreamState {}

  /// The client has proved who it is, and has no resource yet.
  record Authenticated(Entry entry, Jid account) implements StreamState {}

  /// A resource is being bound.
  record Binding(Entry entry, Jid account, Iq.Set request) implements StreamState {}

  /// A session is being resumed.
  record Resuming(Entry entry, Jid account, String id) implements StreamState {}

  /// Stanzas flow.
  record Bound(Jid address, Acks acks) implements StreamState {}

  /// Nothing more is read or written; `error` is what the client was told, where it was.
  record Closed(Cause cause, @Nullable StreamError error) implements StreamState {}

  /// Whether acknowledgements (XEP-0198) are enabled.
  enum Acks {
    OFF,
    ON
  }

  /// Who ended the stream.
  enum Cause {
    /// The client closed it.
    PEER,
    /// The connection broke.
    LOST,
    /// We closed it.
    OURS
  }

  /// Whether the machine waits for us, so that what the client sent meanwhile has to wait too.
  default boolean isBusy() {
    return switch (this) {
      case Securing _, Registering _, Binding _, Resuming _ -> true;
      case Authenticating(_, var sasl) -> sasl.isBusy();
      default -> false;
    };
  }
}
