package im.coven.service;

import im.coven.jid.Jid;

/// Hears what becomes of accounts of ours in channels, where they did not ask for it themselves.
public interface ParticipationListener {

  /// Nobody hears.
  ParticipationListener NOBODY =
      new ParticipationListener() {
        @Override
        public void ended(Jid channel, Jid account) {}

        @Override
        public void unobserved(Jid channel, Jid account) {}
      };

  /// An account does not take part any more: it was removed, or the channel destroyed.
  void ended(Jid channel, Jid account);

  /// An account that takes no part is subscribed to nothing of the channel any more.
  void unobserved(Jid channel, Jid account);
}
