package im.coven.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who is present in a channel: the items of its presence node. Confined to the channel's loop.
public final class PresenceItems {

  private final Map<String, Map<String, PresenceItem>> items = new HashMap<>();
  private int size;

  /// The items of one participant, in the order of their first coming.
  public Collection<PresenceItem> of(String id) {
    return List.copyOf(items.getOrDefault(id, Map.of()).values());
  }

  /// The item of one client.
  public Optional<PresenceItem> of(String id, String resource) {
    return Optional.ofNullable(items.getOrDefault(id, Map.of()).get(resource));
  }

  /// The item whose face has a resource.
  Optional<PresenceItem> shownAs(String id, String face) {
    return items.getOrDefault(id, Map.of()).values().stream()
        .filter(item -> item.face().resource().equals(face))
        .findFirst();
  }

  /// All items.
  public List<PresenceItem> all() {
    return items.values().stream().flatMap(each -> each.values().stream()).toList();
  }

  /// The items of those who take no part.
  List<PresenceItem> guests() {
    return all().stream().filter(item -> item.guest() != null).toList();
  }

  /// How many clients are present.
  public int size() {
    return size;
  }

  void apply(PresenceChange change) {
    switch (change) {
      case PresenceChange.Shown(var item) -> put(item);
      case PresenceChange.Gone(var item) -> remove(item.id(), item.resource());
    }
  }

  void put(PresenceItem item) {
    var clients = items.computeIfAbsent(item.id(), _ -> new LinkedHashMap<>());
    if (clients.put(item.resource(), item) == null) {
      size++;
    }
  }

  /// Forgets a participant; answers what it had.
  List<PresenceItem> drop(String id) {
    var dropped = items.remove(id);
    if (dropped == null) {
      return List.of();
    }
    size -= dropped.size();
    return List.copyOf(dropped.values());
  }

  private void remove(String id, String resource) {
    var clients = items.get(id);
    if (clients != null && clients.remove(resource) != null) {
      size--;
      if (clients.isEmpty()) {
        items.remove(id);
      }
    }
  }
}
