package im.coven.service;

import im.coven.account.RosterCodec;
import im.coven.account.RosterCodec.Annotation;
import im.coven.account.RosterCodec.Change;
import im.coven.account.RosterItem;
import im.coven.account.Subscriptions;
import im.coven.jid.Jid;
import im.coven.redis.RosterStore;
import im.coven.redis.RosterStore.Changed;
import im.coven.redis.RosterStore.Roster;
import im.coven.stanza.Iq;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Rosters of accounts: queries, changes, and pushes to the sessions of this loop.
///
/// Pushes follow the notices of the script that makes the changes, which reach every loop in the
/// order of the versions. See RFC 6121 §2.
final class RosterService {

  /// How long an answer waits for its own push to come round. Longer only when pub/sub is broken,
  /// and then [#refresh] pushes what was missed.
  private static final long PUSH_WAIT_MS = 2000;

  /// Hears of changes of items before the clients do.
  interface Listener {
    void changed(Jid account, RosterItem item);
  }

  private record Waiter(long version, Promise<Void> promise) {}

  private final RosterStore store;
  private final SessionDirectory directory;
  private final AccountParts.Place place;
  private final Map<Jid, Map<Jid, RosterItem>> known = new HashMap<>();
  private final Map<Jid, List<Waiter>> waiters = new HashMap<>();
  private final Map<Jid, Long> heard = new HashMap<>();
  private Listener listener = (account, item) -> {};
  private long pushes;

  RosterService(RosterStore store, AccountParts parts) {
    this.store = store;
    this.directory = parts.directory();
    this.place = parts.place();
  }

  void listener(Listener listener) {
    this.listener = listener;
  }

  /// Answers a roster get and makes the session interested.
  Future<Stanza> get(ClientSession session, Iq.Get iq) {
    var query = RosterCodec.query(iq.payload());
    session.interest(query.annotation());
    return store
        .read(session.account())
        .compose(roster -> {
          if (session.rosterVersion() > roster.version()) {
            // A push overtook what was read: the client must not get the older state last.
            return get(session, iq);
          }
          session.rosterVersion(roster.version());
          if (!session.hasEnded()) {
            known.put(session.account(), listed(roster.items()));
          }
          return Future.succeededFuture(answer(iq, query, roster));
        });
  }

  private static Stanza answer(Iq.Get iq, RosterCodec.Query query, Roster roster) {
    String current = RosterCodec.versionText(roster.version(), query.annotation());
    return current.equals(query.version())
        ? iq.result(null)
        : iq.result(RosterCodec.roster(roster.items(), roster.version(), query.annotation()));
  }

  /// Carries out a roster set that names or adds somebody.
  Future<Stanza> put(ClientSession session, Iq.Set iq, Change.Put put) {
    return change(session.account(), put.contact(), item -> item.named(put.name(), put.groups()))
        .map(changed ->
            changed.isPresent()
                ? iq.result(null)
                : iq.error(Condition.NOT_ALLOWED.because("The roster is full")));
  }

  /// Changes an item; complete when the sessions of this loop have the push. Nothing when the
  /// roster is full.
  Future<Optional<Changed>> change(Jid account, Jid contact, UnaryOperator<RosterItem> decide) {
    return store
        .change(account, contact, decide)
        .compose(changed -> {
          if (changed.isEmpty() || !changed.get().after().differsFor(changed.get().before())) {
            return Future.succeededFuture(changed);
          }
          return heard(account, changed.get().version()).map(changed);
        });
  }

  /// Reads what the account has in its roster.
  Future<List<RosterItem>> items(Jid account) {
    return store.read(account).map(Roster::items);
  }

  /// Reads the account's roster with its version.
  Future<Roster> state(Jid account) {
    return store.read(account);
  }

  /// Applies a subscription stanza that the user sends.
  Future<Optional<Subscribed>> outbound(Jid account, Presence stanza) {
    return subscribe(
        account, contact(stanza.to()), item -> Subscriptions.outbound(item, stanza.type()));
  }

  /// Applies a subscription stanza that comes from a contact.
  Future<Optional<Subscribed>> inbound(Jid account, Presence stanza) {
    return subscribe(account, contact(stanza.from()), item -> Subscriptions.inbound(item, stanza));
  }

  /// What a subscription stanza did.
  record Subscribed(Subscriptions.Step step, RosterItem before) {}

  private interface Decision {
    Subscriptions.Step decide(RosterItem item);
  }

  private Future<Optional<Subscribed>> subscribe(Jid account, Jid contact, Decision decision) {
    return change(account, contact, item -> decision.decide(item).item())
        .map(changed ->
            changed.map(done -> new Subscribed(decision.decide(done.before()), done.before())));
  }

  /// Takes notice of a change, of whatever instance, and pushes it.
  void changed(Jid account, long version, RosterItem item) {
    List<ClientSession> sessions = sessions(account);
    if (!sessions.isEmpty()) {
      heard.merge(account, version, Math::max);
      Map<Jid, RosterItem> items = known.get(account);
      boolean seen = item.listed() || items == null || items.containsKey(item.jid());
      if (items != null) {
        remember(items, item);
      }
      listener.changed(account, item);
      if (seen) {
        sessions.forEach(session -> push(session, version, item));
      }
    }
    release(account, version);
  }

  /// Pushes what an account's roster has become while nothing could be heard.
  Future<Void> refresh(Jid account) {
    return store
        .read(account)
        .map(roster -> {
          Map<Jid, RosterItem> gone = new HashMap<>(known.getOrDefault(account, Map.of()));
          var news = new ArrayList<RosterItem>();
          for (RosterItem item : roster.items()) {
            RosterItem old = gone.remove(item.jid());
            boolean differs = old == null || item.differsFor(old);
            if (item.isObserved() || (item.listed() && differs)) {
              news.add(item);
            }
          }
          gone.keySet().forEach(jid -> news.add(RosterItem.unknown(jid)));
          for (RosterItem item : news) {
            sessions(account).forEach(session -> session.rosterVersion(roster.version() - 1));
            changed(account, roster.version(), item);
          }
          return null;
        });
  }

  /// Forgets an account without sessions on this loop.
  void forget(Jid account) {
    if (sessions(account).isEmpty()) {
      known.remove(account);
      heard.remove(account);
    }
  }

  private List<ClientSession> sessions(Jid account) {
    return directory.of(account, place);
  }

  private static Map<Jid, RosterItem> listed(List<RosterItem> items) {
    var byJid = new HashMap<Jid, RosterItem>();
    items.stream().filter(RosterItem::listed).forEach(item -> byJid.put(item.jid(), item));
    return byJid;
  }

  private static void remember(Map<Jid, RosterItem> items, RosterItem item) {
    if (item.listed()) {
      items.put(item.jid(), item);
    } else {
      items.remove(item.jid());
    }
  }

  private void push(ClientSession session, long version, RosterItem item) {
    Annotation annotation = session.interest();
    if (annotation != null && session.rosterVersion() < version) {
      session.rosterVersion(version);
      pushes++;
      Element query = RosterCodec.push(item, version, annotation);
      session.send(new Iq.Set(session.account(), session.address(), "push-" + pushes, query));
    }
  }

  private Future<Void> heard(Jid account, long version) {
    if (heard.getOrDefault(account, 0L) >= version || sessions(account).isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> promise = Promise.promise();
    waiters.computeIfAbsent(account, a -> new ArrayList<>()).add(new Waiter(version, promise));
    return promise
        .future()
        .timeout(PUSH_WAIT_MS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onComplete(ignored -> release(account, version));
  }

  private void release(Jid account, long version) {
    List<Waiter> waiting = waiters.get(account);
    if (waiting == null) {
      return;
    }
    var ready = new ArrayList<Waiter>();
    for (Iterator<Waiter> all = waiting.iterator(); all.hasNext(); ) {
      Waiter waiter = all.next();
      if (waiter.version() <= version) {
        all.remove();
        ready.add(waiter);
      }
    }
    if (waiting.isEmpty()) {
      waiters.remove(account);
    }
    ready.forEach(waiter -> waiter.promise().tryComplete());
  }

  private static Jid contact(@Nullable Jid jid) {
    return Objects.requireNonNull(jid).bare();
  }
}
