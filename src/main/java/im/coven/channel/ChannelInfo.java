package im.coven.channel;

import im.coven.jid.Jid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the information node holds: its one item. See XEP-0369 §4.7.6.
///
/// `itemId` is the time of its making, an XEP-0082 date and time in UTC that only grows (H43).
public record ChannelInfo(
    String itemId, @Nullable String name, @Nullable String description, List<Jid> contacts) {

  public ChannelInfo {
    contacts = List.copyOf(contacts);
  }
}
