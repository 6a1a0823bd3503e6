package im.coven.service;

import im.coven.jid.Jid;
import im.coven.sasl.Credentials;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The server of Coven's own accounts, as the doors ask it. One per event loop.
public final class AccountServer {

  /// How a registration ended.
  public enum Registration {
    DONE,
    TAKEN
  }

  /// How a resource binding ended.
  public sealed interface Binding {}

  /// The resource is bound.
  public record Bound(Session session) implements Binding {}

  /// It is not. See RFC 6120 §7.7.2.2.
  public record Unbound(StanzaError error) implements Binding {}

  /// What is kept of the account's password, or nothing when there is no such account.
  public Future<Optional<Credentials>> credentials(Jid account) {
    throw new UnsupportedOperationException();
  }

  /// Makes an account (XEP-0077).
  public Future<Registration> register(Jid account, Credentials credentials) {
    throw new UnsupportedOperationException();
  }

  /// Replaces the password; answers whether there is such an account.
  public Future<Boolean> changePassword(Jid account, Credentials credentials) {
    throw new UnsupportedOperationException();
  }

  /// Binds a resource to a stream: the one asked for, or one made here. Where another session has
  /// it, that one's stream is closed with `conflict`, on whichever instance it is.
  public Future<Binding> bind(Jid account, @Nullable String resource, ClientStream stream) {
    throw new UnsupportedOperationException();
  }
}
