package im.coven.account;

import im.coven.stanza.Presence;
import org.jspecify.annotations.Nullable;

/// A bound resource as every instance sees it.
///
/// `place` names the event loop that has its stream, `id` tells it from an earlier session of the
/// same resource, `presence` is its last available presence, null while it is not available.
public record SessionEntry(
    String resource, String place, String id, Wishes wishes, @Nullable Presence presence) {

  /// A session without wishes.
  public SessionEntry(String resource, String place, String id, @Nullable Presence presence) {
    this(resource, place, id, Wishes.NONE, presence);
  }

  public boolean isAvailable() {
    return presence != null;
  }

  /// Whether messages to the bare JID go to it. See RFC 6121 §8.5.2.1.
  public boolean takesBareMessages() {
    return presence != null && presence.priority() >= 0;
  }

  /// The same session with another presence.
  public SessionEntry with(@Nullable Presence presence) {
    return new SessionEntry(resource, place, id, wishes, presence);
  }
}
