package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;

import im.coven.channel.Decision.Refused;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.Set;

/// Decides what a channel answers to a request, without changing anything.
///
/// Refusals in order of precedence: the stranger to an ad hoc channel sees none (H59); what the
/// service does without is `feature-not-implemented`; who has no right to it is refused,
/// `forbidden`; then what the request itself lacks (H65).
public final class Decider {

  private final PresenceLimits limits;
  private final Set<Extension> extensions;
  private final Participation participation;
  private final Observation observation;
  private final Publication publication;
  private final Administration administration;
  private final Avatars avatars;
  private final Occupancy occupancy;
  private final MiscRules misc;
  private final RegisteredNicks nicks;
  private final Invitations invitations;

  public Decider(ChannelLimits limits) {
    this.limits = limits.presence();
    this.extensions = limits.extensions();
    this.misc = limits.misc();
    this.nicks = new RegisteredNicks(misc);
    this.invitations = new Invitations(misc);
    this.participation = new Participation(limits);
    this.observation = new Observation(limits);
    this.publication = new Publication(limits);
    this.administration = new Administration(limits);
    this.avatars = new Avatars(misc);
    this.occupancy = new Occupancy(limits);
  }

  /// What is offered besides, and how far.
  public MiscRules misc() {
    return misc;
  }

  /// What is offered of the MIX family.
  public Set<Extension> extensions() {
    return extensions;
  }

  /// Decides a request of a bare JID.
  public Decision decide(Channel channel, ChannelRequest request) {
    Decision outside = OutsiderEffects.complete(channel, decided(channel, request));
    Decision decision = OccupantEffects.complete(channel, outside);
    return PresenceEffects.complete(channel, decision);
  }

  private Decision decided(Channel channel, ChannelRequest request) {
    return switch (request) {
      case ChannelRequest.Expire expire -> Administration.expire(channel, expire);
      case ChannelRequest.Abandon abandon -> Administration.abandon(channel, abandon);
      case ChannelRequest.ShowPresence presence ->
          PresenceDecisions.decide(channel, presence, limits);
      case ChannelRequest.Exit exit -> Occupancy.exit(channel, exit);
      case ChannelRequest any when isHidden(channel, any.from()) && !isInvited(channel, any) ->
          new Refused(ITEM_NOT_FOUND.error());
      case ChannelRequest any when !Extension.suffice(extensions, any) ->
          new Refused(FEATURE_NOT_IMPLEMENTED.because("This is not offered here"));
      case ChannelRequest.Join join -> participation.join(channel, join);
      case ChannelRequest.Leave leave -> Participation.leave(channel, leave);
      case ChannelRequest.UpdateSubscription update -> Participation.update(channel, update);
      case ChannelRequest.Observe observe -> observation.observe(channel, observe);
      case ChannelRequest.Unobserve unobserve -> Observation.unobserve(channel, unobserve);
      case ChannelRequest.SetNick setNick -> participation.setNick(channel, setNick);
      case ChannelRequest.UseNick use -> nicks.use(channel, use);
      case ChannelRequest.SetPreferences set -> Participation.setPreferences(channel, set);
      case ChannelRequest.Publish publish -> publication.publish(channel, publish);
      case ChannelRequest.Enter enter -> occupancy.enter(channel, enter);
      case ChannelRequest.Say say -> publication.say(channel, say);
      case ChannelRequest.Furnish furnish -> RoomOwnership.furnish(channel, furnish, nicks);
      case ChannelRequest.Retract retract -> publication.retract(channel, retract);
      case ChannelRequest.Moderate moderate -> publication.moderate(channel, moderate);
      case ChannelRequest.Invite invite -> invitations.invite(channel, invite);
      case ChannelRequest.SetAvatar set -> avatars.set(channel, set);
      case ChannelRequest.RemoveAvatar remove -> avatars.remove(channel, remove);
      case ChannelRequest.SetInfo setInfo -> Administration.setInfo(channel, setInfo);
      case ChannelRequest.Configure configure -> Configuration.configure(channel, configure, nicks);
      case ChannelRequest.Grant grant -> administration.grant(channel, grant);
      case ChannelRequest.Revoke revoke -> Administration.revoke(channel, revoke);
      case ChannelRequest.Purge purge -> Administration.purge(channel, purge);
      case ChannelRequest.Destroy destroy -> Administration.destroy(channel, destroy);
    };
  }

  private boolean isInvited(Channel channel, ChannelRequest request) {
    return request instanceof ChannelRequest.Join join && invitations.admit(channel, join);
  }

  /// Whether a channel does not exist for somebody: an ad hoc channel for whom it does not admit
  /// (XEP-0369 §7.3.2), a locked room for all but its maker (XEP-0045 §7.2.10).
  public static boolean isHidden(Channel channel, Jid bare) {
    boolean locked = channel.room().locked() && !channel.founding().maker().equals(bare);
    return locked || (channel.founding().adHoc() && !channel.admits(bare));
  }

  /// The refusal of a node that the asker has no right to. See XEP-0060 §6.1.3.
  public static StanzaError closedNode() {
    return NOT_ALLOWED
        .error()
        .with(Element.of("closed-node", "http://jabber.org/protocol/pubsub#errors"));
  }
}
