package im.coven.service;

import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import io.vertx.core.Future;
import java.util.List;

/// The MIX service and its channels, as everybody else on this loop asks it. One per event loop.
public final class MixService {

  /// Hears that an account of ours no longer takes part in a channel although it did not leave by
  /// itself: it was removed, or the channel destroyed.
  public interface ParticipationListener {
    void ended(Jid channel, Jid account);
  }

  /// Whether the address is a MIX domain of ours, a channel of one, or an encoded JID
  /// (`ID#channel@domain`).
  public boolean serves(Jid address) {
    throw new UnsupportedOperationException();
  }

  /// The MIX domains with the name of each service, for disco#items.
  public List<Jid> domains() {
    throw new UnsupportedOperationException();
  }

  /// Carries out a stanza that is addressed to the service; its `from` is set and genuine. Answers
  /// what goes back to the sender, in this order; empty where nothing does. Stanzas of one sender
  /// to one channel are carried out in the order of these calls. Never fails: what goes wrong is an
  /// error stanza. What a join or message brings about for attached streams of this loop has been
  /// sent to them when the future completes.
  public Future<List<Stanza>> handle(Stanza stanza) {
    throw new UnsupportedOperationException();
  }

  /// Lets a stream of this loop have what the channel sends to its account, from now on, as far as
  /// the account is subscribed; also before the account has joined (H13). `address` is the full
  /// JID. Attaching twice is once.
  public void attach(Jid channel, Jid address, ClientStream stream) {
    throw new UnsupportedOperationException();
  }

  /// Ends what {@link #attach} began.
  public void detach(Jid channel, Jid address) {
    throw new UnsupportedOperationException();
  }

  /// Sets who hears of participations that ended. Once, at start.
  public void onParticipationEnded(ParticipationListener listener) {
    throw new UnsupportedOperationException();
  }
}
