package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import org.jspecify.annotations.Nullable;

/// What a client, or its server, tells a channel of the client's presence. See XEP-0403 §4.
public sealed interface PresenceRequest {

  /// Who it is about: a full JID.
  Jid client();

  /// The client is present. `owner` is as in {@link PresenceItem}. With `again` this has been said
  /// before, and is told to nobody where the channel knows it.
  record Show(Jid client, String owner, Presence presence, boolean again)
      implements PresenceRequest {}

  /// The client is gone; where `owner` is not null, only if that is who said that it is there. A
  /// bare JID means all clients of the account.
  record Hide(Jid client, @Nullable String owner) implements PresenceRequest {}
}
