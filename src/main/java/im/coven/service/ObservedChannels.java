package im.coven.service;

import im.coven.account.RosterItem;
import im.coven.channel.Channel;
import im.coven.channel.ConfigField;
import im.coven.jid.Jid;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Channels that an account has to do with without taking part: it is subscribed to nodes of them,
/// or present there. They stand in its roster, where no client sees them, so that all its sessions
/// are sent what there is, and a dead one is not forgotten. See XEP-0369 §7.1.2 and H27.
final class ObservedChannels {

  private final MixService mix;
  private final RosterService roster;

  ObservedChannels(MixService mix, RosterService roster) {
    this.mix = mix;
    this.roster = roster;
  }

  /// Has a channel change a subscription by XEP-0060. The account's sessions are attached before,
  /// so that nothing is missed.
  Future<List<Stanza>> subscription(Jid account, Iq.Set iq) {
    Jid channel = Objects.requireNonNull(iq.to());
    return note(account, channel, _ -> true)
        .compose(noted ->
            mix.handle(iq)
                .compose(answers ->
                    noted
                        ? tidy(account, channel).otherwiseEmpty().map(answers)
                        : Future.succeededFuture(answers)));
  }

  /// Notes a channel that an account is about to be present in, if that may be.
  Future<Void> visiting(Jid account, Jid channel) {
    return note(account, channel, found -> found.config().is(ConfigField.OPEN_PRESENCE)).mapEmpty();
  }

  /// Forgets a channel that an account has nothing to do with any more.
  Future<Void> tidy(Jid account, Jid channel) {
    return mix.look(
            channel,
            found ->
                found.receiver(account).isEmpty()
                    && found.presence().of(found.ids().participantId(account)).isEmpty(),
            failed -> failed == Reply.Failed.NO_CHANNEL)
        .compose(over ->
            over
                ? roster
                    .change(
                        account,
                        channel,
                        item -> item.isObserved() ? RosterItem.unknown(channel) : item)
                    .mapEmpty()
                : Future.succeededFuture());
  }

  /// Answers whether the account takes no part in the channel; then it is noted, if `wanted`.
  private Future<Boolean> note(Jid account, Jid channel, Predicate<Channel> wanted) {
    return mix.look(
            channel,
            found ->
                found.participant(account).isEmpty() && wanted.test(found)
                    ? Optional.of(found.ids().participantId(account))
                    : Optional.<String>empty(),
            _ -> Optional.<String>empty())
        .compose(id ->
            id.isEmpty()
                ? Future.succeededFuture(false)
                : roster
                    .change(account, channel, item -> item.observing(id.get()))
                    .map(changed -> true));
  }
}
