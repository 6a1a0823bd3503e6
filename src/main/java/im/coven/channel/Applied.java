package im.coven.channel;

import java.util.List;

/// An event that became part of a channel. `swept` is whose presence went with a participant
/// although the event does not say so: it came between deciding and appending.
public record Applied(EntryId id, ChannelEvent event, List<PresenceItem> swept) {

  public Applied {
    swept = List.copyOf(swept);
  }

  public Applied(EntryId id, ChannelEvent event) {
    this(id, event, List.of());
  }
}
