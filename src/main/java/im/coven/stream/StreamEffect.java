package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.SaslFailure;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a step wants done, in this order. {@link StreamXml} knows how the written ones look.
public sealed interface StreamEffect {

  /// Write our stream header, under a fresh unguessable id.
  record Open(String domain, @Nullable Jid to) implements StreamEffect {}

  /// Write the stream features.
  record Features(List<Element> features) implements StreamEffect {
    public Features {
      features = List.copyOf(features);
    }
  }

  /// Write an element that is no stanza.
  record Send(Element element) implements StreamEffect {}

  /// Tell the client that its authentication failed, and why.
  record RefuseLogin(SaslFailure failure) implements StreamEffect {}

  /// Write a stanza.
  record Reply(Stanza stanza) implements StreamEffect {}

  /// Write `<proceed/>` and start TLS, unless more was received already; then {@link
  /// StreamInput.Secured}.
  record StartTls() implements StreamEffect {}

  /// Read what follows as a new stream.
  record Restart() implements StreamEffect {}

  /// Look up an account's keys; then {@link StreamInput.Found}.
  record FindCredentials(Jid account) implements StreamEffect {}

  /// Check a prepared password; then {@link StreamInput.PasswordChecked}.
  record CheckPassword(Jid account, String password) implements StreamEffect {
    @Override
    public String toString() {
      return "CheckPassword[account=" + account + "]";
    }
  }

  /// Make an account with a prepared password; then {@link StreamInput.Registered}.
  record Register(Jid account, String password) implements StreamEffect {
    @Override
    public String toString() {
      return "Register[account=" + account + "]";
    }
  }

  /// Bind a resource, the one asked for where it is not null; then {@link
  /// StreamInput.ResourceBound} or {@link StreamInput.BindRefused}.
  record Bind(Jid account, @Nullable String resource) implements StreamEffect {}

  /// Hand a stanza to the session; its `from` is the full JID.
  record Deliver(Stanza stanza) implements StreamEffect {}

  /// Count stanzas from here on, in both directions (XEP-0198), and say so, with what is needed to
  /// resume the session where the client asks for that.
  record EnableAcks(Resumption wanted) implements StreamEffect {}

  /// Whether a client wants to be able to resume its session.
  enum Resumption {
    WANTED,
    UNWANTED
  }

  /// Go on with the session `id` of an account, of which the client has `h` stanzas; then {@link
  /// StreamInput.Resumed} or {@link StreamInput.NotResumed}.
  record Resume(Jid account, String id, long h) implements StreamEffect {}

  /// Send what the client of a resumed session has not got, then what is new.
  record Continue() implements StreamEffect {}

  /// Tell the client how many of its stanzas are taken care of.
  record AnswerAck() implements StreamEffect {}

  /// The client says how many of ours it took.
  record TakeAck(long h) implements StreamEffect {}

  /// Write the error where there is one, then the end of the stream, and close the connection.
  record Finish(@Nullable StreamError error) implements StreamEffect {}
}
