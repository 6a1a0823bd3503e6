package im.coven.muc;

import im.coven.channel.Access;
import im.coven.channel.Channel;
import im.coven.channel.MixNode;
import im.coven.channel.Role;
import im.coven.jid.Jid;
import java.util.Locale;

/// What a bare JID is to a room for good. See XEP-0045 §5.2.
enum Affiliation {
  OWNER,
  ADMIN,
  MEMBER,
  NONE,
  OUTCAST;

  /// Owner and administrator of a channel are the same to the room, a banned JID is an outcast, one
  /// that is allowed a member; to take part makes none. See XEP-0408 §2.
  static Affiliation of(Channel channel, Jid bare) {
    Role role = channel.role(bare);
    return switch (role) {
      case OWNER -> OWNER;
      case ADMINISTRATOR -> ADMIN;
      case BANNED -> OUTCAST;
      case PARTICIPANT, ALLOWED -> isListed(channel, bare) ? MEMBER : NONE;
      case STRANGER -> NONE;
    };
  }

  private static boolean isListed(Channel channel, Jid bare) {
    return channel.has(MixNode.ALLOWED)
        && (channel.isListed(Access.ALLOWED, bare)
            || channel.isListed(Access.ALLOWED, Jid.domain(bare.domainpart())));
  }

  /// The role in the room that comes with it. See XEP-0045 §5.1.2.
  String role() {
    return isModerator() ? "moderator" : "participant";
  }

  boolean isModerator() {
    return this == OWNER || this == ADMIN;
  }

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
