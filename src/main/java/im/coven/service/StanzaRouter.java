package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.Carbons;
import im.coven.account.PamCodec;
import im.coven.channel.EncodedJid;
import im.coven.jid.Jid;
import im.coven.mam.MamQuery;
import im.coven.mix.MixPubsub;
import im.coven.service.ClientSession.Progress;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Where a client's stanzas go: to its account, to the server, to another account, to a channel, or
/// nowhere. See RFC 6120 §10 and RFC 6121 §8.
final class StanzaRouter {

  private static final String NS_MUC = "http://jabber.org/protocol/muc";
  private static final Future<Optional<Stanza>> NOTHING = Future.succeededFuture(Optional.empty());

  private final AccountSettings settings;
  private final MixService mix;
  private final RoomSessions rooms;
  private final AccountIqs iqs;
  private final AccountDelivery delivery;
  private final PresenceService presences;
  private final SubscriptionService subscriptions;
  private final PamService pam;
  private final CapsService caps;
  private final UserArchive archive;
  private final CarbonService carbons;
  private final BlockService blocking;
  private final QueryGate queries;

  /// The services that the router hands stanzas to.
  record Services(
      MixService mix,
      RoomSessions rooms,
      AccountIqs iqs,
      AccountDelivery delivery,
      PresenceService presences,
      SubscriptionService subscriptions,
      PamService pam,
      CapsService caps,
      UserArchive archive,
      CarbonService carbons,
      BlockService blocking) {}

  StanzaRouter(AccountSettings settings, Services services) {
    this.settings = settings;
    this.mix = services.mix();
    this.rooms = services.rooms();
    this.iqs = services.iqs();
    this.delivery = services.delivery();
    this.presences = services.presences();
    this.subscriptions = services.subscriptions();
    this.pam = services.pam();
    this.caps = services.caps();
    this.archive = services.archive();
    this.carbons = services.carbons();
    this.blocking = services.blocking();
    this.queries =
        new QueryGate(settings.archive().queriesMax(), settings.archive().queriesWaitingMax());
    delivery.onReturn(this::giveBack);
  }

  /// Carries out a stanza of a client; under a number that is not 0 it may come again.
  Progress route(ClientSession session, Stanza stanza, long number) {
    if (stanza instanceof Message message && Carbons.isCopy(message)) {
      return refuse(
          session, message, Condition.BAD_REQUEST.because("Only a server makes carbon copies"));
    }
    if (session.blocked() != null) {
      return pass(session, stanza, number);
    }
    Future<Progress> loaded =
        blocking
            .load(session)
            .map(_ -> pass(session, stanza, number))
            .otherwise(cause -> refuse(session, stanza, Refusal.failure(cause)));
    return new Progress(loaded.compose(Progress::next), loaded.compose(Progress::done));
  }

  private static Progress refuse(ClientSession session, Stanza stanza, StanzaError error) {
    Refusal.of(stanza, error).ifPresent(session::sendTo);
    return Progress.finished();
  }

  private Progress pass(ClientSession session, Stanza stanza, long number) {
    Jid to = stanza.to();
    if (to != null && blocking.isBlocked(session, to)) {
      return refuse(session, stanza, BlockList.refusal());
    }
    if (to != null && mix.serves(to)) {
      return channel(session, stanza, number);
    }
    if (to != null && mix.rooms().serves(to)) {
      return room(session, stanza, number);
    }
    if (stanza instanceof Iq.Request query
        && query.payload().ns().equals(MamQuery.NS)
        && archive.isKept()
        && (to == null || to.equals(session.account()))) {
      return archive(session, query);
    }
    Future<Optional<Stanza>> answer;
    try {
      answer = handle(session, stanza);
    } catch (RuntimeException fault) {
      answer = Future.failedFuture(fault);
    }
    return Progress.inOrder(
        answer
            .otherwise(cause -> Refusal.of(stanza, Refusal.failure(cause)))
            .compose(reply -> answer(session, stanza, reply)));
  }

  /// Sends a client the answer, if there is one; of a message its other clients have a copy.
  private Future<Void> answer(ClientSession session, Stanza stanza, Optional<Stanza> reply) {
    reply.ifPresent(session::sendTo);
    return stanza instanceof Message message && reply.orElse(null) instanceof Message answer
        ? carbons.answered(session, message, answer)
        : Future.succeededFuture();
  }

  /// Has a message archived, copied for the other clients of its sender, and delivered.
  private Future<Optional<Stanza>> say(
      ClientSession session,
      Message message,
      Function<Message, Future<Optional<Stanza>>> delivery) {
    return archive.through(message, kept -> carbons.sent(session, kept), delivery);
  }

  /// A query does not hold up what the client sends next.
  private Progress archive(ClientSession session, Iq.Request query) {
    Future<List<Stanza>> answers =
        queries.pass(
            session.account(),
            () -> archive.answer(session, query.withTo(session.account())),
            error -> List.of(query.error(error)));
    return Progress.handedOn(
        answers
            .otherwise(cause -> List.of(query.error(Refusal.failure(cause))))
            .map(all -> {
              all.forEach(session::sendTo);
              return null;
            }));
  }

  /// The MIX service keeps the order of what goes to one channel, so nothing has to wait for its
  /// answer; but what follows a change of the channels there are may be meant for a new one.
  private Progress channel(ClientSession session, Stanza stanza, long number) {
    if (EncodedJid.read(Objects.requireNonNull(stanza.to())).isPresent()) {
      return Progress.inOrder(
          (stanza instanceof Message message ? say(session, message, this::relay) : relay(stanza))
              .otherwise(cause -> Refusal.of(stanza, Refusal.failure(cause)))
              .compose(reply -> answer(session, stanza, reply)));
    }
    if (stanza instanceof Presence presence && isOwn(presence)) {
      return Progress.handedOn(
          pam.directed(session, Objects.requireNonNull(presence.to()), presence)
              .map(error -> {
                error.flatMap(why -> Refusal.of(presence, why)).ifPresent(session::sendTo);
                return null;
              }));
    }
    if (stanza instanceof Iq.Request request && PamCodec.isMix(request.payload())) {
      pam.uses(session);
    }
    boolean subscribes = stanza instanceof Iq.Set set && MixPubsub.isSubscription(set.payload());
    Future<List<Stanza>> answers;
    try {
      String appendId = number == 0 ? null : AppendIds.of(session, stanza, number);
      answers =
          stanza instanceof Iq.Set query && query.payload().is("query", MamQuery.NS)
              ? queries.pass(
                  session.account(), () -> mix.handle(query), error -> List.of(query.error(error)))
              : subscribes
                  ? pam.subscription(session, (Iq.Set) stanza)
                  : mix.handle(stanza, appendId);
    } catch (RuntimeException fault) {
      answers = Future.failedFuture(fault);
    }
    Future<Void> done =
        answers
            .otherwise(
                cause -> Refusal.of(stanza, Refusal.failure(cause)).map(List::of).orElse(List.of()))
            .map(all -> {
              all.forEach(answer -> pam.passing(session, stanza, answer));
              all.forEach(session::sendTo);
              return null;
            });
    boolean changesChannels = stanza instanceof Iq.Set set && isDomain(set);
    return changesChannels || subscribes ? Progress.inOrder(done) : Progress.handedOn(done);
  }

  /// What follows presence to a room may rest on that; all else keeps its order there.
  private Progress room(ClientSession session, Stanza stanza, long number) {
    Future<List<Stanza>> answers;
    try {
      answers =
          stanza instanceof Presence presence
              ? rooms.take(session, presence)
              : mix.rooms()
                  .handle(stanza, number == 0 ? null : AppendIds.of(session, stanza, number));
    } catch (RuntimeException fault) {
      answers = Future.failedFuture(fault);
    }
    Future<Void> done =
        answers
            .otherwise(
                cause -> Refusal.of(stanza, Refusal.failure(cause)).map(List::of).orElse(List.of()))
            .map(all -> {
              all.forEach(session::sendTo);
              return null;
            });
    return stanza instanceof Presence ? Progress.inOrder(done) : Progress.handedOn(done);
  }

  /// Whether a client tells a channel of its own presence. One that takes the channel for a room is
  /// told so by the channel.
  private static boolean isOwn(Presence presence) {
    Jid to = Objects.requireNonNull(presence.to());
    boolean channel = to.isBare() && to.localpart() != null && EncodedJid.read(to).isEmpty();
    return channel
        && switch (presence.type()) {
          case AVAILABLE -> presence.child("x", NS_MUC).isEmpty();
          case UNAVAILABLE -> true;
          default -> false;
        };
  }

  /* ---- from one participant to another ---- */

  /// Has a channel relay a stanza to one of its participants; answers what its sender is told at
  /// once: the channel's refusal, or what the account of the participant answers, which comes from
  /// where the stanza went.
  private Future<Optional<Stanza>> relay(Stanza stanza) {
    return mix.relay(stanza)
        .compose(relayed ->
            relayed.onward().isEmpty()
                ? Future.succeededFuture(relayed.refusal())
                : bring(relayed.onward().get())
                    .otherwise(cause -> Refusal.of(relayed.onward().get(), Refusal.failure(cause)))
                    .compose(answer ->
                        answer.isEmpty()
                            ? NOTHING
                            : mix.relay(answer.get()).map(RelayEndpoint.Relayed::onward)));
  }

  private Future<Optional<Stanza>> bring(Stanza stanza) {
    Jid to = Objects.requireNonNull(stanza.to());
    if (!settings.domains().contains(to.domainpart())) {
      return Refusal.now(stanza, Condition.REMOTE_SERVER_NOT_FOUND);
    }
    if (!to.isBare()) {
      return stanza instanceof Message message
          ? receive(message, delivery::toFull)
          : delivery.toFull(stanza);
    }
    return switch (stanza) {
      case Message message -> receive(message, delivery::toBare);
      case Iq.Request request -> iqs.other(request).map(Optional::of);
      default -> NOTHING;
    };
  }

  /// What a participant is told in private is archived by both accounts, under the addresses that
  /// each of them knows. See XEP-0404 §3.2.
  private Future<Optional<Stanza>> receive(
      Message message, Function<Message, Future<Optional<Stanza>>> delivery) {
    return archive.through(message, _ -> Future.succeededFuture(), delivery);
  }

  /// Tells a sender later what became of its stanza.
  private void giveBack(Stanza answer) {
    Jid to = answer.to();
    if (to != null && mix.serves(to)) {
      var _ = relay(answer);
    } else {
      var _ = delivery.toFull(answer);
    }
  }

  private static boolean isDomain(Iq.Set set) {
    return set.to() != null && set.to().isDomain();
  }

  private Future<Optional<Stanza>> handle(ClientSession session, Stanza stanza) {
    Jid to = stanza.to();
    if (to == null || to.equals(session.account())) {
      return own(session, stanza);
    }
    if (settings.domains().contains(to.domainpart())) {
      return to.localpart() == null ? server(stanza) : account(session, stanza);
    }
    return stanza instanceof Presence presence && presence.type() != Presence.Type.AVAILABLE
        ? NOTHING
        : Refusal.now(stanza, Condition.REMOTE_SERVER_NOT_FOUND);
  }

  /// To the own account, or to nobody in particular.
  private Future<Optional<Stanza>> own(ClientSession session, Stanza stanza) {
    return switch (stanza) {
      case Iq.Request request -> iqs.own(session, request).map(Optional::of);
      case Iq answer -> {
        yield caps.answered(session, answer).map(Optional.empty());
      }
      case Message message -> say(session, message.withTo(session.account()), delivery::toBare);
      case Presence presence when presence.to() == null -> presences.broadcast(session, presence);
      case Presence presence when presence.type() == Presence.Type.AVAILABLE ->
          presences.deliverDirected(presence);
      case Presence ignored -> NOTHING;
    };
  }

  private Future<Optional<Stanza>> server(Stanza stanza) {
    return switch (stanza) {
      case Iq.Request request -> Future.succeededFuture(Optional.of(iqs.server(request)));
      case Message message -> Refusal.now(message, Condition.SERVICE_UNAVAILABLE);
      case Iq ignored -> NOTHING;
      case Presence ignored -> NOTHING;
    };
  }

  private Future<Optional<Stanza>> account(ClientSession session, Stanza stanza) {
    Jid to = Objects.requireNonNull(stanza.to());
    if (stanza instanceof Presence presence) {
      return presence(session, presence);
    }
    if (stanza instanceof Message message) {
      return say(session, message, to.isBare() ? delivery::toBare : delivery::toFull);
    }
    if (!to.isBare()) {
      return delivery.toFull(stanza);
    }
    return switch (stanza) {
      case Iq.Request request -> iqs.other(request).map(Optional::of);
      default -> NOTHING;
    };
  }

  private Future<Optional<Stanza>> presence(ClientSession session, Presence presence) {
    return switch (presence.type()) {
      case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED ->
          subscriptions.sent(session, presence);
      case PROBE ->
          presences
              .probe(session.address(), Objects.requireNonNull(presence.to()))
              .map(found -> {
                found.forEach(session::send);
                return Optional.empty();
              });
      case AVAILABLE, UNAVAILABLE -> {
        presences.directed(session, presence);
        yield presences.deliverDirected(presence);
      }
      case ERROR -> delivery.toFull(presence);
    };
  }
}
