package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.ChannelRequest.Invite;
import im.coven.channel.ChannelRequest.Join;
import im.coven.channel.Decision.Invited;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.jid.Jid;
import java.time.Instant;

/// Decides who may invite, and whom an invitation lets in. Nothing is kept of an invitation: it
/// proves itself, and its inviter's right is asked for again when it is used (H48). See XEP-0407
/// §6.
///
/// Refusals in order of precedence: there are no invitations, `service-unavailable`; the asker may
/// not invite, `forbidden`; the invitee is banned, `not-allowed`.
final class Invitations {

  private final MiscRules rules;

  Invitations(MiscRules rules) {
    this.rules = rules;
  }

  Decision invite(Channel channel, Invite invite) {
    if (rules.invitation().isZero()) {
      return new Refused(SERVICE_UNAVAILABLE.because("There are no invitations here"));
    }
    if (!mayInvite(channel, invite.from())) {
      return new Refused(FORBIDDEN.because("You may not invite to this channel"));
    }
    if (channel.role(invite.invitee()) == Role.BANNED) {
      return new Refused(NOT_ALLOWED.because("Whom you invite is banned"));
    }
    Instant end = invite.now().plus(rules.invitation());
    String token = channel.ids().invitation(invite.from(), invite.invitee(), end);
    return new Settled(
        new Invited(new Invitation(invite.from(), invite.invitee(), channel.address(), token)));
  }

  /// Whether a join shows an invitation that lets in who has no other right to it. A ban is
  /// stronger.
  boolean admit(Channel channel, Join join) {
    Invitation.Shown shown = join.invitation();
    if (shown == null || channel.role(join.from()) != Role.STRANGER) {
      return false;
    }
    Invitation invitation = shown.invitation();
    return !rules.invitation().isZero()
        && invitation.invitee().equals(join.from())
        && invitation.channel().equals(channel.address())
        && mayInvite(channel, invitation.inviter())
        && channel.ids().isGenuine(invitation, shown.at());
  }

  private static boolean mayInvite(Channel channel, Jid inviter) {
    Role role = channel.role(inviter);
    return role.isAtLeast(Role.ADMINISTRATOR)
        || (role == Role.PARTICIPANT
            && channel.config().is(ConfigField.INVITATION_BY_PARTICIPANTS));
  }
}
