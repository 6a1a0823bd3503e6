package im.coven.service;

import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import io.vertx.core.Future;
import java.util.List;

/// A bound resource as its door sees it. Called on the stream's loop only.
public interface Session {

  /// The full JID.
  Jid address();

  /// Takes a stanza of the client, in the order of their arrival; its `from` is the full JID.
  ///
  /// The future completes once Coven is responsible for the stanza: it is routed, stored or
  /// answered. It never fails. Until then the stanza is not acknowledged (XEP-0198), and a client
  /// with too many of them waiting is not read from.
  Future<Void> receive(Stanza stanza);

  /// The stream is over. `unacknowledged` are the stanzas that the client did not acknowledge
  /// (XEP-0198), oldest first; empty where the client did not enable that.
  void ended(List<Stanza> unacknowledged);
}
