package im.coven.service;

import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.RemovalStore;
import im.coven.redis.RemovalStore.Removal;
import im.coven.redis.SessionRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes accounts. See XEP-0077 §3.2 and XEP-0405 §2.9.
///
/// First the account ends for everybody, so that nothing new begins for it; then it leaves its
/// channels and contacts, and its streams are closed; what is kept for it goes last, because until
/// then it tells what is left to do. Each step may be repeated, and is by another instance when
/// this one dies over it.
final class AccountRemoval {

  private static final Logger LOG = LoggerFactory.getLogger(AccountRemoval.class);

  private final RemovalStore removals;
  private final SessionRegistry registry;
  private final InstanceBus bus;
  private final PamService pam;
  private final SubscriptionService subscriptions;

  AccountRemoval(
      RemovalStore removals,
      SessionRegistry registry,
      InstanceBus bus,
      PamService pam,
      SubscriptionService subscriptions) {
    this.removals = removals;
    this.registry = registry;
    this.bus = bus;
    this.pam = pam;
    this.subscriptions = subscriptions;
  }

  /// Removes an account; answers whether there was one. The session that asked, if one did, is left
  /// for the caller to close. What cannot be done now is done later: it is removed all the same.
  Future<Boolean> remove(Jid account, @Nullable ClientSession asker) {
    return removals
        .begin(account)
        .compose(begun ->
            begun.isEmpty()
                ? Future.succeededFuture(false)
                : carryOut(begun.get(), asker)
                    .recover(cause -> unfinished(account, cause))
                    .map(true));
  }

  /// Goes on with removals that nobody has in hand.
  Future<Void> takeUp() {
    return removals
        .due()
        .compose(accounts -> {
          var taken = new ArrayList<Future<Void>>();
          for (Jid account : accounts) {
            taken.add(takeUp(account).recover(cause -> unfinished(account, cause)));
          }
          return Future.all(taken).mapEmpty();
        });
  }

  private Future<Void> takeUp(Jid account) {
    return removals
        .find(account)
        .compose(
            found -> found.isPresent() ? carryOut(found.get(), null) : removals.forget(account));
  }

  private static Future<Void> unfinished(Jid account, Throwable cause) {
    LOG.warn("the removal of {} will be tried again: {}", account, cause.getMessage());
    return Future.succeededFuture();
  }

  private Future<Void> carryOut(Removal removal, @Nullable ClientSession asker) {
    Jid account = removal.account();
    return pam.leaveAll(account)
        .compose(left -> subscriptions.endAll(account))
        .compose(ended -> closeAll(account, asker))
        .compose(closed -> pam.forget(account))
        .compose(closed -> removals.finish(removal));
  }

  private Future<Void> closeAll(Jid account, @Nullable ClientSession asker) {
    return registry
        .find(account, account)
        .compose(found -> {
          var told = new ArrayList<Future<Void>>();
          for (SessionEntry entry : found.sessions()) {
            if (asker == null || !entry.id().equals(asker.id())) {
              Jid full = account.withResource(entry.resource());
              told.add(bus.end(full, entry, BusNotice.Reason.REMOVED));
            }
          }
          return Future.all(told).mapEmpty();
        });
  }
}
