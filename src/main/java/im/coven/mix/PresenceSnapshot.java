package im.coven.mix;

import im.coven.channel.Channel;
import im.coven.channel.PresenceItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is present in one channel, as it is sent to those who come anew. Confined to its loop.
///
/// Items are rendered when they are first asked for, and kept for the next who asks: when hundreds
/// come online at once, each is sent all that are there.
public final class PresenceSnapshot {

  private Map<PresenceItem, Rendering> kept = new HashMap<>();

  /// All items, each as one presence.
  public List<Rendering> of(Channel channel) {
    var current = new HashMap<PresenceItem, Rendering>();
    var renderings = new ArrayList<Rendering>();
    for (PresenceItem item : channel.presence().all()) {
      Rendering known = kept.get(item);
      Rendering now = known == null ? PresenceStanzas.available(channel.address(), item) : known;
      current.put(item, now);
      renderings.add(now);
    }
    kept = current;
    return renderings;
  }
}
