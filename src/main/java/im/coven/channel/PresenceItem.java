package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How present one client of a participant is: an item of the presence node. See XEP-0403 §3.3.
///
/// `id` is the stable participant id, `resource` the client's real one, which nobody is shown where
/// the JID is hidden. `owner` names the session that said so, empty where that is not known: what
/// an earlier session of the same full JID says at its end is not about this one. `payload` is what
/// the presence held, as XML inside `jabber:client`, forgeries taken out. `guest` is the bare JID
/// of who is present without taking part (H27), null for participants.
public record PresenceItem(
    String id,
    String resource,
    String owner,
    @Nullable String lang,
    String payload,
    Face face,
    @Nullable Jid guest) {

  /// What all are shown of the client: the resource of its encoded JID, the nick, and, unless that
  /// is hidden, the full JID. Stays the same while the item is there and nothing of it changes.
  public record Face(String resource, @Nullable String nick, @Nullable Jid jid) {

    /// Nothing where a JID is hidden and the real resource is too long for that.
    static Optional<Face> of(
        ChannelIds ids, ChannelConfig config, Participant participant, String resource) {
      if (config.shows(participant)) {
        Jid jid = participant.jid().withResource(resource);
        return Optional.of(new Face(resource, participant.nick(), jid));
      }
      return ids.resource(participant.id(), resource)
          .map(hidden -> new Face(hidden, participant.nick(), null));
    }
  }

  /// The same of a participant's client under another face.
  PresenceItem with(Face face) {
    return new PresenceItem(id, resource, owner, lang, payload, face, null);
  }
}
