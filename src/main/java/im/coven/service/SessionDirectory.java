package im.coven.service;

import im.coven.jid.Jid;
import im.coven.service.AccountParts.Place;
import io.vertx.core.Context;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sessions of this process on all its loops. The one thing here that loops share.
///
/// It only finds sessions; a session itself is touched on its own loop, by {@link Held#run}.
public final class SessionDirectory {

  /// A session and the loop that owns it.
  record Held(ClientSession session, Place place, Context context) {

    /// Has something done with the session on its loop: at once when it is at `here`, which is the
    /// caller's, else after everything that the caller's loop handed over before.
    void run(Place here, Consumer<ClientSession> action) {
      if (isAt(here)) {
        action.accept(session);
      } else {
        context.runOnContext(ignored -> action.accept(session));
      }
    }

    boolean isAt(Place here) {
      return place.equals(here);
    }
  }

  private final ConcurrentHashMap<Jid, Map<String, Held>> byAccount = new ConcurrentHashMap<>();

  /// Enters a session; answers the one that had its resource in this process, or null.
  @Nullable Held put(Held held) {
    Jid address = held.session().address();
    var older = new Held[1];
    byAccount.compute(
        address.bare(),
        (account, held0) -> {
          Map<String, Held> next = held0 == null ? new HashMap<>() : new HashMap<>(held0);
          older[0] = next.put(resource(address), held);
          return Map.copyOf(next);
        });
    return older[0];
  }

  /// Removes a session unless another one has its resource by now.
  void remove(ClientSession session) {
    Jid address = session.address();
    byAccount.computeIfPresent(
        address.bare(),
        (account, held0) -> {
          Map<String, Held> next = new HashMap<>(held0);
          Held held = next.get(resource(address));
          if (held != null && held.session() == session) {
            next.remove(resource(address));
          }
          return next.isEmpty() ? null : Map.copyOf(next);
        });
  }

  /// The session that has a full JID, or null.
  @Nullable Held find(Jid full) {
    Map<String, Held> sessions = byAccount.get(full.bare());
    return sessions == null ? null : sessions.get(resource(full));
  }

  /// The account's sessions in this process.
  Collection<Held> of(Jid account) {
    Map<String, Held> sessions = byAccount.get(account.bare());
    return sessions == null ? List.of() : sessions.values();
  }

  /// The account's sessions at one place.
  List<ClientSession> of(Jid account, Place place) {
    return of(account).stream().filter(held -> held.isAt(place)).map(Held::session).toList();
  }

  /// The accounts that have a session in this process.
  Collection<Jid> accounts() {
    return List.copyOf(byAccount.keySet());
  }

  private static String resource(Jid full) {
    return Objects.requireNonNull(full.resourcepart());
  }
}
