package im.coven.service;

import im.coven.account.RosterItem;
import im.coven.account.Subscription;
import im.coven.jid.Jid;
import im.coven.redis.SessionRegistry.Found;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;

/// Subscriptions between accounts: both rosters, and what each side is told. See RFC 6121 §3.
final class SubscriptionService {

  private final RosterService roster;
  private final PresenceService presences;
  private final AccountDelivery delivery;
  private final AccountSettings settings;

  SubscriptionService(
      RosterService roster,
      PresenceService presences,
      AccountDelivery delivery,
      AccountSettings settings) {
    this.roster = roster;
    this.presences = presences;
    this.delivery = delivery;
    this.settings = settings;
  }

  /// Takes a subscription stanza of a client.
  Future<Optional<Stanza>> sent(ClientSession session, Presence presence) {
    Jid account = session.account();
    Jid contact = Objects.requireNonNull(presence.to()).bare();
    Presence stamped = presence.withFrom(account).withTo(contact);
    if (contact.equals(account)) {
      return Future.succeededFuture(Optional.empty());
    }
    return roster
        .outbound(account, stamped)
        .compose(done -> {
          if (done.isEmpty() || !done.get().step().passes()) {
            return Future.succeededFuture();
          }
          return pass(stamped)
              .compose(passed -> follow(account, contact, presence.type(), done.get()));
        })
        .map(Optional.<Stanza>empty());
  }

  /// Presence follows a subscription that began or ended.
  private Future<Void> follow(
      Jid account, Jid contact, Presence.Type type, RosterService.Subscribed done) {
    boolean saw = done.before().subscription().isSeen();
    return switch (type) {
      case SUBSCRIBED -> presences.show(account, contact);
      case UNSUBSCRIBED -> saw ? presences.hide(account, contact) : Future.succeededFuture();
      default -> Future.succeededFuture();
    };
  }

  /// Ends whatever subscriptions there are with a contact and removes it from the roster.
  Future<Void> end(Jid account, RosterItem item) {
    Jid contact = item.jid();
    Subscription was = item.subscription();
    return roster
        .change(account, contact, old -> RosterItem.unknown(contact))
        .compose(done ->
            was.sees() || item.ask()
                ? pass(Presence.bare(account, contact, Presence.Type.UNSUBSCRIBE))
                : Future.succeededFuture())
        .compose(done ->
            was.isSeen()
                ? pass(Presence.bare(account, contact, Presence.Type.UNSUBSCRIBED))
                    .compose(passed -> presences.hide(account, contact))
                : Future.succeededFuture());
  }

  /// Ends the subscriptions with all contacts.
  Future<Void> endAll(Jid account) {
    return roster
        .items(account)
        .compose(items -> {
          Future<Void> all = Future.succeededFuture();
          for (RosterItem item : items) {
            all = all.compose(done -> end(account, item));
          }
          return all;
        });
  }

  /// Brings a subscription stanza to the contact's side, where that is ours.
  private Future<Void> pass(Presence stanza) {
    Jid contact = Objects.requireNonNull(stanza.to());
    return settings.domains().contains(contact.domainpart())
        ? received(stanza)
        : Future.succeededFuture();
  }

  /// Takes a subscription stanza for an account of ours. An unknown account says nothing.
  private Future<Void> received(Presence stanza) {
    Jid account = Objects.requireNonNull(stanza.to());
    Jid sender = Objects.requireNonNull(stanza.from());
    return delivery
        .find(account, sender)
        .compose(found ->
            found.exists() && !found.isBlocked()
                ? roster
                    .inbound(account, stanza)
                    .compose(done ->
                        done.isPresent()
                            ? conclude(stanza, found, done.get())
                            : Future.succeededFuture())
                : Future.succeededFuture());
  }

  private Future<Void> conclude(Presence stanza, Found found, RosterService.Subscribed done) {
    Jid account = Objects.requireNonNull(stanza.to());
    Jid sender = Objects.requireNonNull(stanza.from());
    if (done.step().passes()) {
      delivery.toAvailable(account, found.sessions(), stanza);
    }
    if (done.step().granted()) {
      return pass(Presence.bare(account, sender, Presence.Type.SUBSCRIBED))
          .compose(passed -> presences.show(account, sender));
    }
    boolean lost =
        stanza.type() == Presence.Type.UNSUBSCRIBE && done.before().subscription().isSeen();
    return lost ? presences.hide(account, sender) : Future.succeededFuture();
  }
}
