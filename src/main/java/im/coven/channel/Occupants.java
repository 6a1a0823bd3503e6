package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is in the room: its clients by full JID. Confined to the channel's loop.
public final class Occupants {

  private final Map<Jid, Occupant> byClient = new HashMap<>();
  private final Map<String, Map<Jid, Occupant>> byId = new HashMap<>();

  /// A client in the room.
  public Optional<Occupant> of(Jid client) {
    return Optional.ofNullable(byClient.get(client));
  }

  /// The clients of one participant, the one that changed last at the end.
  public List<Occupant> of(String id) {
    return List.copyOf(byId.getOrDefault(id, Map.of()).values());
  }

  /// All of them.
  public Collection<Occupant> all() {
    return Collections.unmodifiableCollection(byClient.values());
  }

  /// How many clients are in the room.
  public int size() {
    return byClient.size();
  }

  void apply(OccupantChange change) {
    switch (change) {
      case OccupantChange.Present(var occupant) -> put(occupant);
      case OccupantChange.Gone gone -> remove(gone.occupant().client());
    }
  }

  void put(Occupant occupant) {
    remove(occupant.client());
    byClient.put(occupant.client(), occupant);
    byId.computeIfAbsent(occupant.id(), _ -> new LinkedHashMap<>())
        .put(occupant.client(), occupant);
  }

  private void remove(Jid client) {
    Occupant before = byClient.remove(client);
    Map<Jid, Occupant> clients = before == null ? null : byId.get(before.id());
    if (before != null && clients != null) {
      clients.remove(client);
      if (clients.isEmpty()) {
        byId.remove(before.id());
      }
    }
  }
}
