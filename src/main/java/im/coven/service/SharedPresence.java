package im.coven.service;

import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
import im.coven.channel.PresenceRequest.Hide;
import im.coven.channel.PresenceRequest.Show;
import im.coven.jid.Jid;
import im.coven.redis.ResumeStore;
import im.coven.stanza.Presence;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells channels how present the sessions of this loop are, and that those are gone which nobody
/// speaks for any more. See XEP-0405 §2.9.
///
/// A session is in the registry until its channels know that it is gone: where its instance dies
/// before that, whoever buries it tells them.
final class SharedPresence {

  private record Debt(Jid channel, Hide hide) {}

  private final MixService mix;
  private final BlockService blocking;
  private final Set<Debt> debts = new LinkedHashSet<>();

  SharedPresence(MixService mix, BlockService blocking) {
    this.mix = mix;
    this.blocking = blocking;
  }

  /// Tells the channels that the account shares presence with, if the session takes channels, and
  /// as far as they were not told. With `again` they may have been, before this session was here.
  void settle(ClientSession session, boolean again) {
    Presence presence = session.presence();
    if (presence == null || !session.takesChannels()) {
      var _ = end(session);
      return;
    }
    for (Jid channel : session.sharing()) {
      Long told = session.shown().get(channel);
      if (blocking.isBlocked(session, channel)) {
        var _ = told == null ? Future.succeededFuture() : hide(session, channel);
      } else if (mix.serves(channel) && (told == null || told != session.presences())) {
        var _ = show(session, channel, presence, again);
      }
    }
  }

  /// Tells one channel; answers why it does not take that, if so.
  Future<Optional<StanzaError>> show(
      ClientSession session, Jid channel, Presence presence, boolean again) {
    long number = session.presences();
    session.shown().put(channel, number);
    return mix.present(channel, new Show(session.address(), owner(session.id()), presence, again))
        .onSuccess(error -> {
          if (error.isPresent()) {
            // It is told when there is something else to tell, or Redis is back.
            session.shown().remove(channel, number);
          }
        });
  }

  /// Tells one channel that a session is gone; complete when it is known, or owed.
  Future<Void> hide(ClientSession session, Jid channel) {
    session.shown().remove(channel);
    return hide(new Debt(channel, new Hide(session.address(), owner(session.id()))));
  }

  /// Tells all channels that know of a session that it is gone; complete when they know, or it is
  /// owed to them.
  Future<Void> end(ClientSession session) {
    if (session.shown().isEmpty()) {
      return Future.succeededFuture();
    }
    var told = new ArrayList<Future<Void>>();
    List.copyOf(session.shown().keySet()).forEach(channel -> told.add(hide(session, channel)));
    return Future.all(told).mapEmpty();
  }

  private Future<Void> hide(Debt debt) {
    return mix.present(debt.channel(), debt.hide())
        .map(error -> {
          if (error.filter(SharedPresence::isTemporary).isPresent()) {
            debts.add(debt);
          }
          return null;
        });
  }

  /// Tells what is owed, when Redis is back.
  void settleDebts() {
    List<Debt> owed = List.copyOf(debts);
    debts.clear();
    owed.forEach(debt -> {
      var _ = hide(debt);
    });
  }

  /// Tells an account's channels that a session of a dead instance is gone. Fails where one of them
  /// cannot be told now.
  Future<Void> bury(Jid account, SessionEntry entry, List<RosterItem> roster) {
    var hide = new Hide(account.withResource(entry.resource()), owner(entry.id()));
    var told = new ArrayList<Future<Void>>();
    for (RosterItem item : roster) {
      if (item.isChannel() && mix.serves(item.jid())) {
        mix.catchUp(item.jid());
        told.add(
            mix.present(item.jid(), hide)
                .compose(error ->
                    error.filter(SharedPresence::isTemporary).isPresent()
                        ? Future.failedFuture("a channel cannot be told now")
                        : Future.<Void>succeededFuture()));
      }
    }
    return Future.all(told).mapEmpty();
  }

  private static boolean isTemporary(StanzaError error) {
    return error.type() == StanzaError.Type.WAIT;
  }

  /// A session that is resumed is the same.
  private static String owner(String sessionId) {
    return ResumeStore.idOf(sessionId);
  }
}
