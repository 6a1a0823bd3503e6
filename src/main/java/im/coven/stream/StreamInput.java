package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.Credentials;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.StreamHeader;

/// What happens to a stream.
public sealed interface StreamInput {

  /// The client opened, or opened again.
  record Opened(StreamHeader header) implements StreamInput {}

  /// An element directly inside the stream came in.
  record Received(Element element) implements StreamInput {}

  /// The client sent `</stream:stream>`.
  record Ended() implements StreamInput {}

  /// The connection is gone.
  record Lost() implements StreamInput {}

  /// The stream must end: what came in cannot be read, or somebody on our side wants it so.
  record Stop(StreamError error) implements StreamInput {}

  /// Time has come to `nowMs`.
  record Tick(long nowMs) implements StreamInput {}

  /// The TLS handshake is done.
  record Secured() implements StreamInput {}

  /// The keys that were asked for, or a decoy where there is no such account; `nonce` is fresh.
  record Found(Credentials credentials, String nonce) implements StreamInput {}

  /// A password was checked.
  record PasswordChecked(Verdict verdict) implements StreamInput {}

  /// A registration ended.
  record Registered(Verdict verdict) implements StreamInput {}

  /// A resource is bound.
  record ResourceBound(Jid address) implements StreamInput {}

  /// A resource is not bound.
  record BindRefused(StanzaError error) implements StreamInput {}

  /// A session goes on here; `h` of the client's stanzas are taken care of, as it stands on the
  /// wire.
  record Resumed(Jid address, long h) implements StreamInput {}

  /// There is no such session; `h` is as far as an expired one came, -1 where that is not known.
  record NotResumed(long h) implements StreamInput {}

  /// What the machine asked for could not be done now: the store does not answer.
  record Unavailable() implements StreamInput {}

  /// Whether the answer to what was asked is yes.
  enum Verdict {
    ACCEPTED,
    REFUSED
  }
}
