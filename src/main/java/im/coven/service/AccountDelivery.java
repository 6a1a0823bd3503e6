package im.coven.service;

import im.coven.account.Carbons;
import im.coven.account.Carbons.Direction;
import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.OfflineStore;
import im.coven.redis.SessionRegistry;
import im.coven.redis.SessionRegistry.Found;
import im.coven.service.BusNotice.Otherwise;
import im.coven.service.SessionDirectory.Held;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Brings messages, and whatever is for a full JID, to accounts of ours. See RFC 6121 §8.5.
///
/// Each method answers what goes back to the sender, if anything does.
final class AccountDelivery {

  private static final Future<Optional<Stanza>> NOTHING = Future.succeededFuture(Optional.empty());

  private static final String NS_HINTS = "urn:xmpp:hints";

  private final SessionRegistry registry;
  private final OfflineStore offline;
  private final SessionDirectory directory;
  private final InstanceBus bus;
  private final CarbonService carbons;
  private final BlockService blocking;
  private final AccountParts.Place place;
  private Consumer<Stanza> back = this::toFull;

  AccountDelivery(
      SessionRegistry registry,
      OfflineStore offline,
      InstanceBus bus,
      CarbonService carbons,
      BlockService blocking,
      AccountParts parts) {
    this.registry = registry;
    this.offline = offline;
    this.directory = parts.directory();
    this.place = parts.place();
    this.bus = bus;
    this.carbons = carbons;
    this.blocking = blocking;
  }

  /// Sets how a sender is told what became of its stanza afterwards. Once, at start.
  void onReturn(Consumer<Stanza> back) {
    this.back = back;
  }

  /// An account as a sender meets it: sessions of dead instances are left out.
  Future<Found> find(Jid account, Jid sender) {
    List<Jid> blockedBy =
        sender.bare().equals(account.bare()) ? List.of() : blocking.entries(sender);
    return registry
        .find(account.bare(), sender, blockedBy)
        .map(found -> found.only(live(found.sessions())));
  }

  List<SessionEntry> live(List<SessionEntry> entries) {
    return entries.stream().filter(bus::isLive).toList();
  }

  /// Delivers to a full JID.
  Future<Optional<Stanza>> toFull(Stanza stanza) {
    Jid receiver = Objects.requireNonNull(stanza.to());
    if (stanza instanceof Message message && Carbons.isEligible(message, Direction.RECEIVED)) {
      return find(receiver, Objects.requireNonNull(message.from()))
          .compose(found -> toFull(receiver, message, found, Copying.ON));
    }
    Held held = directory.find(receiver);
    if (held != null && held.session().blocked() != null) {
      if (blocking.isBlocked(held.session(), Objects.requireNonNull(stanza.from()))) {
        return refused(stanza);
      }
      send(held, stanza);
      return NOTHING;
    }
    return find(receiver, Objects.requireNonNull(stanza.from()))
        .compose(found -> toFull(receiver, stanza, found, Copying.OFF));
  }

  /// To somebody who has blocked the sender. Presence is dropped. See XEP-0191 §3.3.
  private static Future<Optional<Stanza>> refused(Stanza stanza) {
    return stanza instanceof Presence
        ? NOTHING
        : Refusal.now(stanza, Condition.SERVICE_UNAVAILABLE);
  }

  private void send(Held held, Stanza stanza) {
    Stanza delivered = stanza instanceof Message message ? Carbons.delivered(message) : stanza;
    held.run(place, session -> session.send(delivered));
  }

  /// Delivers a message to a bare JID.
  Future<Optional<Stanza>> toBare(Message message) {
    return toBare(message, Copying.ON);
  }

  /// Whether other clients of the account get copies.
  private enum Copying {
    ON,
    /// They have theirs: the message comes a second time.
    OFF
  }

  private Future<Optional<Stanza>> toBare(Message message, Copying copying) {
    Jid account = Objects.requireNonNull(message.to()).bare();
    return find(account, Objects.requireNonNull(message.from()))
        .compose(found ->
            found.exists() && !found.isBlocked()
                ? toAccount(message, found, copying)
                : Refusal.now(message, Condition.SERVICE_UNAVAILABLE));
  }

  /// Hands a presence to all available sessions of an account.
  void toAvailable(Jid account, List<SessionEntry> sessions, Presence presence) {
    for (SessionEntry entry : sessions) {
      if (entry.isAvailable()) {
        bus.hand(account.withResource(entry.resource()), entry, presence, Otherwise.DROP);
      }
    }
  }

  /// Takes what another instance found a session of ours for.
  void arrived(BusNotice.Delivery delivery) {
    Held held = directory.find(delivery.receiver());
    if (held != null) {
      held.run(place, session -> session.send(delivery.stanza()));
    } else if (delivery.otherwise() == Otherwise.REROUTE) {
      missed(delivery.stanza());
    } else {
      follow(delivery);
    }
  }

  /// Brings a stanza to a session that has just moved on, or waits to be resumed.
  void follow(BusNotice.Delivery delivery) {
    Jid receiver = delivery.receiver();
    registry
        .find(receiver.bare(), receiver)
        .onSuccess(found ->
            found.sessions().stream()
                .filter(entry -> entry.resource().equals(receiver.resourcepart()))
                .findFirst()
                .ifPresent(entry -> {
                  var _ = bus.hand(receiver, entry, delivery.stanza(), delivery.otherwise());
                }));
  }

  /// Handles a stanza whose receiver went away before it arrived.
  void missed(Stanza stanza) {
    Jid sender = stanza.from();
    Jid to = stanza.to();
    // A copy was for that client only: what was copied is not lost with it.
    boolean copy = stanza instanceof Message message && Carbons.isCopy(message);
    if (sender == null || to == null || copy) {
      return;
    }
    Future<Optional<Stanza>> answer =
        stanza instanceof Message message && to.isBare()
            ? toBare(message, Copying.OFF)
            : find(to, sender).compose(found -> toFull(to, stanza, found, Copying.OFF));
    answer
        .otherwise(cause -> Refusal.of(stanza, Refusal.failure(cause)))
        .onSuccess(reply -> reply.ifPresent(back));
  }

  private Future<Optional<Stanza>> toFull(
      Jid receiver, Stanza stanza, Found found, Copying copying) {
    if (found.isBlocked()) {
      return refused(stanza);
    }
    Held held = directory.find(receiver);
    if (held != null) {
      send(held, stanza);
      return copied(stanza, found, Set.of(held.session().id()), copying);
    }
    for (SessionEntry entry : found.sessions()) {
      if (entry.resource().equals(receiver.resourcepart())) {
        Stanza delivered = stanza instanceof Message message ? Carbons.delivered(message) : stanza;
        return bus.hand(receiver, entry, delivered, Otherwise.REROUTE)
            .compose(there ->
                there
                    ? copied(stanza, found, Set.of(entry.id()), copying)
                    : unmatched(stanza, found, copying));
      }
    }
    return unmatched(stanza, found, copying);
  }

  /// Copies what was delivered to the sessions with the ids `had`.
  private Future<Optional<Stanza>> copied(
      Stanza stanza, Found found, Set<String> had, Copying copying) {
    return stanza instanceof Message message && copying == Copying.ON
        ? carbons.received(message, found, had).map(Optional.empty())
        : NOTHING;
  }

  /// There is no such resource. See RFC 6121 §8.5.3.2.
  private Future<Optional<Stanza>> unmatched(Stanza stanza, Found found, Copying copying) {
    return switch (stanza) {
      case Message message ->
          switch (message.type()) {
            case CHAT ->
                found.exists()
                    ? toAccount(message, found, copying)
                    : Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
            case NORMAL, GROUPCHAT -> Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
            case HEADLINE ->
                found.exists() ? NOTHING : Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
            case ERROR -> NOTHING;
          };
      case Iq iq -> Refusal.now(iq, Condition.SERVICE_UNAVAILABLE);
      case Presence ignored -> NOTHING;
    };
  }

  /// A message to the account itself. See RFC 6121 §8.5.2.
  private Future<Optional<Stanza>> toAccount(Message message, Found found, Copying copying) {
    List<SessionEntry> takers =
        found.sessions().stream().filter(SessionEntry::takesBareMessages).toList();
    return switch (message.type()) {
      case GROUPCHAT -> Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
      case ERROR -> NOTHING;
      case HEADLINE -> {
        handToAll(message, takers);
        yield NOTHING;
      }
      case CHAT, NORMAL ->
          handToAll(message, takers)
              .compose(taken ->
                  taken ? copied(message, found, ids(takers), copying) : keep(message, found));
    };
  }

  private static Set<String> ids(List<SessionEntry> entries) {
    return entries.stream().map(SessionEntry::id).collect(Collectors.toSet());
  }

  private Future<Boolean> handToAll(Message message, List<SessionEntry> takers) {
    Message delivered = Carbons.delivered(message);
    Jid account = Objects.requireNonNull(message.to()).bare();
    Otherwise otherwise = takers.size() == 1 ? Otherwise.REROUTE : Otherwise.DROP;
    var handed = new ArrayList<Future<Boolean>>();
    for (SessionEntry entry : takers) {
      handed.add(bus.hand(account.withResource(entry.resource()), entry, delivered, otherwise));
    }
    return Future.all(handed).map(all -> handed.stream().anyMatch(taken -> taken.result()));
  }

  /// Keeps a message for later; one that only says what somebody is doing is worth nothing then,
  /// and one that is not to be stored is gone (XEP-0334 §4.2).
  private Future<Optional<Stanza>> keep(Message message, Found found) {
    boolean says = message.child("body", Stanza.NS).isPresent();
    boolean transientOnly = message.child("no-store", NS_HINTS).isPresent();
    if (transientOnly || (message.type() == Message.Type.CHAT && !says)) {
      return NOTHING;
    }
    return offline
        .add(Objects.requireNonNull(message.to()).bare(), message, found.takers())
        .compose(how ->
            switch (how) {
              case KEPT -> NOTHING;
              case FULL -> Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
              case TAKER -> toBare(message);
            });
  }
}
