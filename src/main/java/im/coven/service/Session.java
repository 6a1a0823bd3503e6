package im.coven.service;

import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.stream.Checkpoint;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// A bound resource as its door sees it. Called on the stream's loop only.
public interface Session {

  /// The full JID.
  Jid address();

  /// Takes a stanza of the client, in the order of their arrival; its `from` is the full JID.
  ///
  /// The future completes once Coven is responsible for the stanza: it is routed, stored or
  /// answered. It never fails. Until then the stanza is not acknowledged (XEP-0198), and a client
  /// with too many of them waiting is not read from.
  ///
  /// `number` says which of the client's stanzas it is where they are counted and the session can
  /// be resumed, else it is 0: one that comes again after that is carried out once.
  Future<Void> receive(Stanza stanza, long number);

  /// The stream is over. `unacknowledged` are the stanzas that the client did not acknowledge
  /// (XEP-0198) and that nobody else has, oldest first; empty where the client did not enable that.
  void ended(List<Stanza> unacknowledged);

  /* ---- resumption ---- */

  /// What a client has to name to resume the session.
  String resumptionId();

  /// For how many seconds after its connection broke the session can be resumed; 0 is not at all.
  int resumeSeconds();

  /// How far each channel was sent to the stream, as text; nothing while that is not known.
  Optional<String> position();

  /// What else the session is, as text.
  String state();

  /// Keeps the session from now on, so that it can be resumed when this instance dies.
  Future<Void> open(Checkpoint first);

  /// Writes what the kept session has become, in the order of these calls; answers false when it is
  /// another's by now.
  Future<Boolean> save(Checkpoint.Change change);

  /// The stream is over, and the session waits to be resumed, anywhere; `stale` are fields that are
  /// kept and not needed. Complete when that is kept, or cannot be for now; never fails.
  Future<Void> park(Checkpoint last, List<String> stale);
}
