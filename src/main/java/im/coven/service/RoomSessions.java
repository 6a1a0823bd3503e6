package im.coven.service;

import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.ResumeStore;
import im.coven.redis.RoomStore;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rooms that sessions of this loop are in: they enter, leave, and leave with their end. A room
/// is where a client sent presence directly to (RFC 6121 §4.6).
final class RoomSessions {

  private record Debt(Jid room, Jid client, String owner) {}

  private final RoomService rooms;
  private final RoomStore store;
  private final Set<Debt> debts = new LinkedHashSet<>();

  RoomSessions(RoomService rooms, RoomStore store) {
    this.rooms = rooms;
    this.store = store;
  }

  /// Takes presence that a client sends to a room or an occupant; answers what it is told besides
  /// what the room itself says.
  Future<List<Stanza>> take(ClientSession session, Presence presence) {
    Jid to = Objects.requireNonNull(presence.to());
    return switch (presence.type()) {
      case AVAILABLE -> enter(session, presence, to);
      case UNAVAILABLE -> exit(session, to.bare(), presence).map(List.of());
      default -> Future.succeededFuture(List.of());
    };
  }

  private Future<List<Stanza>> enter(ClientSession session, Presence presence, Jid to) {
    boolean there = isIn(session, to.bare());
    Future<Void> noted =
        there
            ? Future.succeededFuture()
            : store.note(session.account(), owner(session.id()), to.bare());
    return noted
        .compose(_ -> {
          place(session, to);
          return rooms.enter(presence, session.stream(), owner(session.id()));
        })
        .onSuccess(answers -> {
          if (!there && !answers.isEmpty()) {
            // It was turned away.
            session.directed().removeIf(other -> other.bare().equals(to.bare()));
            var _ = store.strike(session.account(), owner(session.id()), to.bare());
          }
        });
  }

  private static void place(ClientSession session, Jid to) {
    session.directed().removeIf(other -> other.bare().equals(to.bare()));
    session.directed().add(to);
  }

  private static boolean isIn(ClientSession session, Jid room) {
    return session.directed().stream().anyMatch(to -> to.bare().equals(room));
  }

  private Future<Void> exit(ClientSession session, Jid room, @Nullable Presence last) {
    session.directed().removeIf(to -> to.bare().equals(room));
    return settle(new Debt(room, session.address(), owner(session.id())), last);
  }

  /// A session is not available any more: the rooms that it is in are told. Complete when they
  /// know, or it is owed to them.
  Future<Void> end(ClientSession session, @Nullable Presence last) {
    var told = new ArrayList<Future<Void>>();
    in(session).forEach(room -> told.add(exit(session, room, last)));
    return Future.all(told).mapEmpty();
  }

  /// A session leaves this loop: it hears nothing of its rooms here.
  void absent(ClientSession session) {
    in(session).forEach(room -> rooms.leave(room, session.address()));
  }

  private List<Jid> in(ClientSession session) {
    return session.directed().stream().filter(rooms::serves).map(Jid::bare).toList();
  }

  /// Tells what is owed, when Redis is back.
  void settleDebts() {
    List<Debt> owed = List.copyOf(debts);
    debts.clear();
    owed.forEach(debt -> {
      var _ = settle(debt, null);
    });
  }

  private Future<Void> settle(Debt debt, @Nullable Presence last) {
    return rooms
        .exit(debt.room(), debt.client(), debt.owner(), last)
        .compose(error -> {
          if (error.filter(RoomSessions::isTemporary).isPresent()) {
            debts.add(debt);
            return Future.succeededFuture();
          }
          return store.strike(debt.client().bare(), debt.owner(), debt.room()).otherwiseEmpty();
        });
  }

  /// Tells the rooms that a session of a dead instance was in that it is gone. Fails where one of
  /// them cannot be told now.
  Future<Void> bury(Jid account, SessionEntry entry) {
    String owner = owner(entry.id());
    Jid client = account.withResource(entry.resource());
    return store
        .of(account, owner)
        .compose(found -> {
          var told = new ArrayList<Future<Void>>();
          for (Jid room : found) {
            if (rooms.serves(room)) {
              rooms.catchUp(room);
              told.add(
                  rooms
                      .exit(room, client, owner, null)
                      .compose(error ->
                          error.filter(RoomSessions::isTemporary).isPresent()
                              ? Future.failedFuture("a room cannot be told now")
                              : store.strike(account, owner, room)));
            }
          }
          return Future.all(told).mapEmpty();
        });
  }

  private static boolean isTemporary(StanzaError error) {
    return error.type() == StanzaError.Type.WAIT;
  }

  /// A session that is resumed is the same.
  private static String owner(String sessionId) {
    return ResumeStore.idOf(sessionId);
  }
}
