package im.coven.service;

import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.OfflineStore;
import im.coven.redis.SessionRegistry;
import im.coven.redis.SessionRegistry.Left;
import im.coven.redis.SessionRegistry.Surroundings;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Presence of accounts' sessions: broadcast, probes, directed presence, the end of a session, and
/// what waits for an account to come online. See RFC 6121 §4.
final class PresenceService {

  private static final int PRIORITY_MIN = -128;
  private static final int PRIORITY_MAX = 127;

  private final SessionRegistry registry;
  private final OfflineStore offline;
  private final AccountDelivery delivery;
  private final PamService pam;
  private final RoomSessions rooms;
  private final AccountSettings settings;
  private final List<Runnable> unfinished = new ArrayList<>();

  PresenceService(
      SessionRegistry registry,
      OfflineStore offline,
      AccountDelivery delivery,
      PamService pam,
      RoomSessions rooms,
      AccountSettings settings) {
    this.registry = registry;
    this.offline = offline;
    this.delivery = delivery;
    this.pam = pam;
    this.rooms = rooms;
    this.settings = settings;
  }

  /// Takes a session's presence without `to`; answers what the client is told.
  Future<Optional<Stanza>> broadcast(ClientSession session, Presence presence) {
    return switch (presence.type()) {
      case AVAILABLE ->
          isPriorityValid(presence)
              ? available(session, presence)
              : Refusal.now(presence, Condition.BAD_REQUEST);
      case UNAVAILABLE -> unavailable(session, presence);
      case ERROR, PROBE -> Future.succeededFuture(Optional.empty());
      default -> Refusal.now(presence, Condition.BAD_REQUEST);
    };
  }

  private Future<Optional<Stanza>> available(ClientSession session, Presence presence) {
    Presence before = session.presence();
    boolean opens = presence.priority() >= 0 && (before == null || before.priority() < 0);
    session.presence(presence);
    int messages = opens ? settings.offlineMessagesMax() : 0;
    return registry
        .present(session.account(), session.entry(), messages)
        .map(found -> {
          if (found.isPresent() && !session.hasEnded()) {
            announce(session.account(), presence, found.get());
            if (before == null) {
              greet(session, found.get());
            }
            hand(session, found.get().offline());
            pam.present(session, presence, found.get().roster());
          }
          return Optional.<Stanza>empty();
        })
        .onFailure(cause -> session.presence(before));
  }

  private Future<Optional<Stanza>> unavailable(ClientSession session, Presence presence) {
    var _ = rooms.end(session, presence);
    if (session.presence() == null) {
      leaveDirected(session, presence, Set.of());
      return Future.succeededFuture(Optional.empty());
    }
    var _ = pam.gone(session);
    session.presence(null);
    return registry
        .present(session.account(), session.entry(), 0)
        .map(found -> {
          found.ifPresent(around -> farewell(session, presence, around));
          return Optional.empty();
        });
  }

  /// Ends a session's presence with its stream. While the registry cannot be told, the session
  /// stays on a list for [#resume].
  Future<Void> ended(ClientSession session) {
    SessionEntry entry = session.entry();
    rooms.absent(session);
    Future<?> told = Future.all(pam.gone(session), rooms.end(session, null));
    session.presence(null);
    return told.compose(_ -> leave(session, entry));
  }

  private Future<Void> leave(ClientSession session, SessionEntry entry) {
    return registry
        .leave(session.account(), entry)
        .<Void>map(left -> {
          depart(session, entry.isAvailable(), left);
          return null;
        })
        .onFailure(cause -> unfinished.add(() -> leave(session, entry)));
  }

  /// A session leaves this loop, and the rooms that it is in are not left by that.
  void absent(ClientSession session) {
    rooms.absent(session);
  }

  /// Does something again when Redis is back.
  void later(Runnable again) {
    unfinished.add(again);
  }

  /// A session goes on that was nowhere for a while: it gets what was kept for its account.
  void returned(ClientSession session) {
    Presence presence = session.presence();
    if (presence != null && presence.priority() >= 0) {
      registry
          .present(session.account(), session.entry(), settings.offlineMessagesMax())
          .onSuccess(found -> found.ifPresent(around -> hand(session, around.offline())));
    }
  }

  /// Ends the sessions that could not be ended while Redis was away.
  void resume() {
    List<Runnable> again = List.copyOf(unfinished);
    unfinished.clear();
    again.forEach(Runnable::run);
    pam.resume();
    rooms.settleDebts();
  }

  private void depart(ClientSession session, boolean wasAvailable, Left left) {
    Presence gone =
        new Presence(session.address(), null, null, Presence.Type.UNAVAILABLE, null, List.of());
    if (left.surroundings().isPresent() && wasAvailable) {
      farewell(session, gone, left.surroundings().get());
    } else {
      leaveDirected(session, gone, Set.of());
    }
  }

  /// Tells everybody who saw a session of a dead instance that it is gone.
  Future<Void> bury(Jid account, SessionEntry entry) {
    return Future.all(pam.bury(account, entry), rooms.bury(account, entry))
        .compose(_ -> registry.leave(account, entry))
        .map(left -> {
          Jid full = account.withResource(entry.resource());
          Presence gone =
              new Presence(full, null, null, Presence.Type.UNAVAILABLE, null, List.of());
          if (entry.isAvailable()) {
            left.surroundings().ifPresent(around -> announce(account, gone, around));
          }
          return null;
        });
  }

  private void farewell(ClientSession session, Presence presence, Surroundings around) {
    Set<Jid> told = announce(session.account(), presence, around);
    leaveDirected(session, presence, told);
  }

  /// Sends presence to own sessions and to the contacts that may see it; answers those.
  private Set<Jid> announce(Jid account, Presence presence, Surroundings around) {
    delivery.toAvailable(account, delivery.live(around.sessions()), presence.withTo(account));
    var told = new HashSet<Jid>();
    for (RosterItem item : around.roster()) {
      boolean blocked = around.blocked().covers(item.jid(), List.of());
      if (item.subscription().isSeen() && !item.isChannel() && !blocked) {
        told.add(item.jid());
        toContact(presence.withTo(item.jid()));
      }
    }
    return told;
  }

  /// Sends a broadcast presence to one contact, whose server drops what nobody subscribed to.
  void toContact(Presence presence) {
    Jid contact = Objects.requireNonNull(presence.to()).bare();
    if (settings.domains().contains(contact.domainpart())) {
      delivery
          .find(contact, Objects.requireNonNull(presence.from()))
          .onSuccess(found -> {
            boolean sees = found.item().map(item -> item.subscription().sees()).orElse(false);
            if (sees && !found.isBlocked()) {
              delivery.toAvailable(contact, found.sessions(), presence);
            }
          });
    }
  }

  /// Tells a contact that just got to see an account how present that account is.
  Future<Void> show(Jid account, Jid contact) {
    return delivery
        .find(account, contact)
        .map(found -> {
          for (SessionEntry entry : found.sessions()) {
            if (entry.presence() != null) {
              toContact(entry.presence().withTo(contact));
            }
          }
          return null;
        });
  }

  /// Tells a contact that lost its subscription that the account is gone.
  Future<Void> hide(Jid account, Jid contact) {
    return delivery
        .find(account, contact)
        .compose(found ->
            delivery
                .find(contact, account)
                .map(other -> {
                  for (SessionEntry entry : found.sessions()) {
                    if (entry.isAvailable()) {
                      Jid full = account.withResource(entry.resource());
                      delivery.toAvailable(
                          contact,
                          other.sessions(),
                          Presence.bare(full, contact, Presence.Type.UNAVAILABLE));
                    }
                  }
                  return null;
                }));
  }

  /// A session comes online: it learns who else is, and who asked to subscribe.
  private void greet(ClientSession session, Surroundings around) {
    for (SessionEntry entry : delivery.live(around.sessions())) {
      if (entry.presence() != null && !entry.id().equals(session.id())) {
        session.sendTo(entry.presence());
      }
    }
    for (RosterItem item : around.roster()) {
      if (item.request() != null) {
        session.send(item.request());
      }
      boolean ours = settings.domains().contains(item.jid().domainpart());
      boolean blocked = around.blocked().covers(item.jid(), List.of());
      if (item.subscription().sees() && ours && !item.isChannel() && !blocked) {
        probe(session.address(), item.jid()).onSuccess(found -> found.forEach(session::sendTo));
      }
    }
  }

  /// The presences of an account that someone may see. See RFC 6121 §4.3.2.
  Future<List<Presence>> probe(Jid asker, Jid contact) {
    return delivery
        .find(contact, asker)
        .map(found -> {
          boolean entitled =
              contact.bare().equals(asker.bare())
                  || found.item().map(item -> item.subscription().isSeen()).orElse(false);
          var presences = new ArrayList<Presence>();
          for (SessionEntry entry : found.sessions()) {
            if (entitled && !found.isBlocked() && entry.presence() != null) {
              presences.add(entry.presence().withTo(asker));
            }
          }
          return presences;
        });
  }

  /// Remembers whom a client sent presence to directly. See RFC 6121 §4.6.3.
  void directed(ClientSession session, Presence presence) {
    Jid to = Objects.requireNonNull(presence.to());
    if (presence.type() == Presence.Type.UNAVAILABLE) {
      session.directed().remove(to);
    } else if (presence.type() == Presence.Type.AVAILABLE) {
      if (!settings.domains().contains(to.domainpart())) {
        // Another nick in the same room: it is one place where the client is present.
        session.directed().removeIf(old -> old.bare().equals(to.bare()));
      }
      session.directed().add(to);
    }
  }

  private void leaveDirected(ClientSession session, Presence presence, Set<Jid> told) {
    for (Jid to : session.directed()) {
      boolean ours = settings.domains().contains(to.domainpart());
      if (ours && !told.contains(to.bare())) {
        deliverDirected(presence.withTo(to));
      }
    }
    session.directed().clear();
  }

  /// Delivers directed presence to an account of ours.
  Future<Optional<Stanza>> deliverDirected(Presence presence) {
    Jid to = Objects.requireNonNull(presence.to());
    if (!to.isBare()) {
      return delivery.toFull(presence);
    }
    return delivery
        .find(to, Objects.requireNonNull(presence.from()))
        .map(found -> {
          if (!found.isBlocked()) {
            delivery.toAvailable(to, found.sessions(), presence);
          }
          return Optional.empty();
        });
  }

  private void hand(ClientSession session, List<OfflineStore.Kept> messages) {
    if (messages.isEmpty()) {
      return;
    }
    for (OfflineStore.Kept kept : messages) {
      Instant stamp = Instant.ofEpochMilli(kept.id().ms());
      session.send(SentStanza.delayed(kept.message(), session.address(), stamp));
    }
    offline.remove(session.account(), messages);
  }

  private static boolean isPriorityValid(Presence presence) {
    return presence
        .child("priority", Stanza.NS)
        .map(Element::text)
        .map(String::strip)
        .map(text -> {
          boolean number = text.matches("[+-]?\\d{1,3}");
          return number
              && Integer.parseInt(text) >= PRIORITY_MIN
              && Integer.parseInt(text) <= PRIORITY_MAX;
        })
        .orElse(true);
  }
}
