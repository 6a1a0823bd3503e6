package im.coven.service;

import im.coven.jid.Jid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Where the channels are rooms: the room `NAME@muc` is the MUC face of the channel `NAME@mix` for
/// each pair of domains. See XEP-0408 §2.
///
/// @param faces the pairs; none where channels have no MUC face
/// @param name the name of the service in disco
/// @param historyMax messages that are sent to who enters a room at most (default 50)
public record MucConfig(List<Face> faces, String name, int historyMax) {

  /// A MUC domain, and the MIX domain whose channels are its rooms.
  public record Face(Jid muc, Jid mix) {}

  /// Channels are channels and nothing else.
  public static final MucConfig OFF = new MucConfig(List.of(), "", 0);

  public MucConfig {
    faces = List.copyOf(faces);
  }

  /// Whether the address is a MUC domain, a room or an occupant.
  boolean serves(Jid address) {
    return faces.stream().anyMatch(face -> isAt(address, face.muc()));
  }

  /// The room that a channel is, or the domain of a domain; nothing where it has no MUC face.
  Optional<Jid> room(Jid channel) {
    return faces.stream()
        .filter(face -> isAt(channel, face.mix()))
        .findFirst()
        .map(face -> new Jid(channel.localpart(), face.muc().domainpart(), null));
  }

  /// The channel of a room that is served, or the domain of a domain.
  Jid channel(Jid room) {
    Optional<Jid> channel =
        faces.stream()
            .filter(face -> isAt(room, face.muc()))
            .findFirst()
            .map(face -> new Jid(room.localpart(), face.mix().domainpart(), null));
    return Objects.requireNonNull(channel.orElse(null));
  }

  private static boolean isAt(Jid address, Jid domain) {
    return address.domainpart().equals(domain.domainpart());
  }
}
