package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;
import static im.coven.stanza.StanzaError.Condition.REMOTE_SERVER_TIMEOUT;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.Extension;
import im.coven.channel.ItemIds;
import im.coven.channel.MixNode;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.jid.Jid;
import im.coven.mam.MamQuery;
import im.coven.mix.MixAnswers;
import im.coven.mix.MixDisco;
import im.coven.mix.MixPubsub;
import im.coven.mix.MixRequests;
import im.coven.mix.MixRetractions;
import im.coven.muc.MucDisco;
import im.coven.muc.RoomForgeries;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stanzas that are addressed to the bare JID of a channel. On the channel's loop.
final class ChannelEndpoint {

  private static final StanzaError TOO_MANY =
      POLICY_VIOLATION.because("Too many messages").as(StanzaError.Type.WAIT);

  private final ChannelHost host;
  private final MixConfig config;
  private final InstantSource clock;

  ChannelEndpoint(ChannelHost host, MixConfig config, InstantSource clock) {
    this.host = host;
    this.config = config;
    this.clock = clock;
  }

  /// Answers a request.
  Future<List<Stanza>> handle(Iq.Request iq, Jid channel, Jid from) {
    String ns = iq.payload().ns();
    if (MixRequests.isCommand(ns)) {
      return command(iq, channel, from);
    }
    return switch (ns) {
      case MixPubsub.NS, MixPubsub.NS_OWNER -> pubsub(iq, channel, from.bare());
      case DiscoInfo.NS -> {
        var mirror = config.muc().room(channel).map(MucDisco::mirrored);
        var besides = new MixDisco.Besides(features(), mirror);
        yield look(iq, channel, found -> MixDisco.info(iq, found, from.bare(), besides));
      }
      case DiscoItems.NS -> look(iq, channel, found -> MixDisco.items(iq, found, from.bare()));
      case MixRetractions.NS -> moderation(iq, channel, from.bare());
      case MamQuery.NS -> archive(iq, channel, from.bare());
      default -> look(iq, channel, _ -> iq.error(SERVICE_UNAVAILABLE.error()));
    };
  }

  /// Takes a message to all; answers the error where it is refused. See XEP-0369 §7.1.6.
  Future<List<Stanza>> publish(Message message, Jid channel, Jid from, @Nullable String appendId) {
    Jid sender = from.bare();
    if (!host.rates().admits(channel, sender)) {
      return Future.succeededFuture(errors(message, TOO_MANY));
    }
    Message said = genuine(message, channel);
    Optional<MixRetractions.Attempt> retraction = MixRetractions.of(said);
    if (retraction.isPresent()) {
      return retraction(said, channel, sender, retraction.get().target())
          .compose(request -> publish(said, channel, request, appendId))
          .otherwise(_ -> errors(said, error(Reply.Failed.UNAVAILABLE)));
    }
    return publish(said, channel, new ChannelRequest.Publish(sender, said), appendId);
  }

  /// Has a client enter the room, or be present in it otherwise.
  Future<Reply> enter(Jid channel, ChannelRequest.Enter request, RoomReplica.Expected expected) {
    return NickRegistry.informed(
            host.store().nicks(), host.decider().misc().nicks(), channel, request)
        .compose(known -> host.enter(channel, (ChannelRequest.Enter) known, expected))
        .otherwise(Reply.Failed.UNAVAILABLE);
  }

  /// Takes a message of a client that is in the room; answers the error where it is refused. See
  /// XEP-0045 §7.4.
  Future<List<Stanza>> say(Message message, Jid channel, Jid from, @Nullable String appendId) {
    if (!host.rates().admits(channel, from.bare())) {
      return Future.succeededFuture(errors(message, TOO_MANY));
    }
    Message said = genuine(message, channel);
    return publish(message, channel, new ChannelRequest.Say(from, said), appendId);
  }

  /// A message without what only the room says.
  private Message genuine(Message message, Jid channel) {
    return config
        .muc()
        .room(channel)
        .map(room -> RoomForgeries.strip(message, room))
        .orElse(message);
  }

  private Future<List<Stanza>> publish(
      Message message, Jid channel, ChannelRequest request, @Nullable String appendId) {
    return (appendId == null
            ? host.carry(channel, request)
            : host.carry(channel, request, appendId))
        .map(reply ->
            switch (reply) {
              case Reply.Granted _ -> {
                host.rates().count(channel, request.from());
                yield List.of();
              }
              case Reply.Refused(var refusal) -> errors(message, refusal.error());
              case Reply.Failed failed -> errors(message, error(failed));
            });
  }

  /// The request to retract a message, with what the archive has of that: one reading more.
  private Future<ChannelRequest> retraction(
      Message message, Jid channel, Jid asker, @Nullable String target) {
    Instant now = clock.instant();
    return found(channel, target)
        .map(found -> new ChannelRequest.Retract(asker, message, target, found.orElse(null), now));
  }

  /// Retracts a message for who may retract any. See XEP-0425 §4.
  private Future<List<Stanza>> moderation(Iq.Request iq, Jid channel, Jid asker) {
    Optional<MixRetractions.Moderation> asked = MixRetractions.moderation(iq.payload());
    if (!(iq instanceof Iq.Set) || asked.isEmpty()) {
      return look(iq, channel, _ -> iq.error(BAD_REQUEST.error()));
    }
    String target = asked.get().target();
    Instant now = clock.instant();
    return found(channel, target)
        .compose(found ->
            host.carry(
                channel,
                new ChannelRequest.Moderate(
                    asker, target, asked.get().reason(), found.orElse(null), now)))
        .otherwise(Reply.Failed.UNAVAILABLE)
        .map(reply ->
            switch (reply) {
              case Reply.Granted _ -> List.of(iq.result(null));
              case Reply.Refused(var refusal) -> List.of(iq.error(refusal.error()));
              case Reply.Failed failed -> List.of(iq.error(error(failed)));
            });
  }

  private List<String> features() {
    return host.decider().misc().retraction() ? List.of(MixRetractions.NS) : List.of();
  }

  /// What the archive has under an id.
  private Future<Optional<ChannelRequest.Retract.Found>> found(
      Jid channel, @Nullable String target) {
    Function<Reply.Failed, Optional<EntryId>> otherwise = _ -> Optional.empty();
    return host.look(
            channel, found -> Optional.ofNullable(target).flatMap(found.ids()::entry), otherwise)
        .compose(entry -> entry.map(id -> author(channel, id)).orElseGet(this::nobody));
  }

  private Future<Optional<ChannelRequest.Retract.Found>> author(Jid channel, EntryId id) {
    var one = new ArchiveStore.Wanted(new ArchiveStore.Range(id, id), ArchiveStore.End.OLDEST, 1);
    return host.archives()
        .page(channel, MixNode.MESSAGES, one)
        .map(page ->
            page.entries().stream()
                .map(entry -> EventCodec.read(entry.event()))
                .filter(ChannelEvent.Published.class::isInstance)
                .map(event -> ((ChannelEvent.Published) event).participantId())
                .map(author -> new ChannelRequest.Retract.Found(id, author))
                .findFirst());
  }

  private Future<Optional<ChannelRequest.Retract.Found>> nobody() {
    return Future.succeededFuture(Optional.empty());
  }

  /// The error for a request that could not be decided.
  static StanzaError error(Reply.Failed failed) {
    return switch (failed) {
      case NO_CHANNEL -> ITEM_NOT_FOUND.error();
      case UNAVAILABLE -> RESOURCE_CONSTRAINT.because("The service cannot store this now");
      case UNSURE ->
          REMOTE_SERVER_TIMEOUT.because("It is not known whether the service has stored this");
      case OVERLOADED -> RESOURCE_CONSTRAINT.because("The channel is too busy now");
    };
  }

  private Future<List<Stanza>> command(Iq.Request iq, Jid channel, Jid from) {
    return switch (MixRequests.read(iq, from, clock.instant())) {
      case MixRequests.Malformed(var error) -> look(iq, channel, _ -> iq.error(error));
      case MixRequests.Questions() when !host.decider().extensions().contains(Extension.ANON) ->
          look(iq, channel, _ -> iq.error(SERVICE_UNAVAILABLE.error()));
      case MixRequests.Questions() ->
          look(iq, channel, found -> MixRequests.questions(iq, found, from.bare()));
      case MixRequests.Command(var request) ->
          NickRegistry.informed(
                  host.store().nicks(), host.decider().misc().nicks(), channel, request)
              .compose(informed -> host.carry(channel, informed))
              .otherwise(Reply.Failed.UNAVAILABLE)
              .map(reply ->
                  switch (reply) {
                    case Reply.Granted(var answer) ->
                        List.of(MixAnswers.result(iq, channel, answer));
                    case Reply.Refused(var refusal) -> List.of(MixAnswers.error(iq, refusal));
                    case Reply.Failed failed -> List.of(iq.error(error(failed)));
                  });
    };
  }

  private Future<List<Stanza>> pubsub(Iq.Request iq, Jid channel, Jid asker) {
    return switch (MixPubsub.read(iq, asker, ItemIds.at(clock.instant()))) {
      case MixPubsub.Refusal(var error) -> look(iq, channel, _ -> iq.error(error));
      case MixPubsub.Items items ->
          look(iq, channel, found -> MixPubsub.items(iq, found, asker, items));
      case MixPubsub.Change change ->
          change(change.request(), channel)
              .map(reply ->
                  switch (reply) {
                    case Reply.Granted(var answer) -> List.of(MixPubsub.done(iq, change, answer));
                    case Reply.Refused(var refusal) -> List.of(iq.error(refusal.error()));
                    case Reply.Failed failed -> List.of(iq.error(error(failed)));
                  });
    };
  }

  /// A time at which the channel shall end is noted before it says so itself.
  private Future<Reply> change(ChannelRequest request, Jid channel) {
    if (request instanceof ChannelRequest.Configure configure) {
      return host.ends()
          .note(channel, configure.endOfLife())
          .compose(_ -> host.carry(channel, request))
          .otherwise(Reply.Failed.UNAVAILABLE);
    }
    return host.carry(channel, request);
  }

  /// Reads a page of the messages for an account that took part.
  Future<ArchiveStore.Page<ArchiveReader.Seen>> archived(Jid channel, Jid account, Wanted wanted) {
    return new ChannelArchive(host, config, clock).part(channel, account, wanted);
  }

  private Future<List<Stanza>> archive(Iq.Request iq, Jid channel, Jid asker) {
    return new ChannelArchive(host, config, clock).answer(iq, channel, asker);
  }

  /* ---- looking ---- */

  /// Answers from the channel as it is, unless it is hidden from the asker.
  private Future<List<Stanza>> look(Iq.Request iq, Jid channel, Function<Channel, Iq> answer) {
    Jid asker = Objects.requireNonNull(iq.from()).bare();
    return host.look(
        channel,
        found ->
            List.of(
                Decider.isHidden(found, asker)
                    ? iq.error(ITEM_NOT_FOUND.error())
                    : answer.apply(found)),
        failed -> List.of(iq.error(error(failed))));
  }

  private static List<Stanza> errors(Message message, StanzaError error) {
    return Optional.ofNullable(message.error(error)).<List<Stanza>>map(List::of).orElse(List.of());
  }
}
