package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.INTERNAL_SERVER_ERROR;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.JID_MALFORMED;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.Registered;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.jid.Jid;
import im.coven.muc.Muc;
import im.coven.muc.MucDisco;
import im.coven.muc.RoomHistory;
import im.coven.muc.RoomView;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.Node;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MUC service, whose rooms are the channels, as everybody else on this loop asks it. One per
/// event loop. See XEP-0045, XEP-0408 §2.
final class RoomService {

  private static final Logger LOG = LoggerFactory.getLogger(RoomService.class);

  private final MixService mix;
  private final DomainEndpoint domain;
  private final MucConfig config;
  private final InstantSource clock;
  private final RoomOwnerEndpoint owners;

  RoomService(MixService mix, DomainEndpoint domain, MucConfig config, InstantSource clock) {
    this.mix = mix;
    this.domain = domain;
    this.config = config;
    this.clock = clock;
    this.owners = new RoomOwnerEndpoint(mix, clock);
  }

  /// Whether the address is a MUC domain of ours, a room or an occupant.
  boolean serves(Jid address) {
    return config.serves(address);
  }

  /// The service's lines in the server's list.
  List<DiscoItems.Item> items() {
    return config.faces().stream()
        .map(face -> new DiscoItems.Item(face.muc(), null, config.name()))
        .toList();
  }

  /// Carries out a request or message of a client; answers what goes back to it, in this order.
  /// Never fails.
  Future<List<Stanza>> handle(Stanza stanza, @Nullable String appendId) {
    Future<List<Stanza>> answers =
        switch (stanza) {
          case Iq.Request iq -> request(iq).map(List::of);
          case Message message -> message(message, appendId);
          case Iq.Result _, Iq.Error _, Presence _ -> Future.succeededFuture(List.of());
        };
    return answers.otherwise(cause -> {
      LOG.error("to={} could not be served", stanza.to(), cause);
      return refusal(stanza, INTERNAL_SERVER_ERROR.error());
    });
  }

  /* ---- in and out ---- */

  /// Has a client enter a room, be present in it otherwise, or take another nick; answers what it
  /// is told besides what the room itself says. Never fails.
  Future<List<Stanza>> enter(Presence presence, ClientStream stream, String owner) {
    Jid to = Objects.requireNonNull(presence.to());
    if (to.resourcepart() == null || to.localpart() == null) {
      return refuse(presence, JID_MALFORMED.because("Say under which nick"));
    }
    return enter(presence, stream, owner, false)
        .otherwise(cause -> {
          LOG.error("to={} could not be entered", to, cause);
          return refusal(presence, INTERNAL_SERVER_ERROR.error());
        });
  }

  private Future<List<Stanza>> enter(
      Presence presence, ClientStream stream, String owner, boolean created) {
    Jid to = Objects.requireNonNull(presence.to());
    Jid client = Objects.requireNonNull(presence.from());
    Jid channel = config.channel(to.bare());
    String nick = Objects.requireNonNull(to.resourcepart());
    Optional<Element> x = presence.child("x", Muc.NS);
    Instant now = clock.instant();
    var request =
        new ChannelRequest.Enter(client, nick, owner, presence, x.isPresent(), Registered.NONE);
    if (x.isPresent()) {
      mix.seats().take(channel, client, stream, false);
    }
    var wish = RoomHistory.Wish.in(x.orElse(null), config.historyMax(), now);
    var expected = mix.seats().expected(new RoomView.Entrance(nick, created), wish);
    return mix.on(channel, endpoint -> endpoint.enter(channel, request, expected))
        .compose(reply -> {
          if (!(reply instanceof Reply.Granted)) {
            mix.seats().leave(channel, client, true);
          }
          return switch (reply) {
            case Reply.Granted _ -> Future.succeededFuture(List.of());
            case Reply.Refused(var refused) when isGhost(x, refused.error()) ->
                Future.succeededFuture(List.of(ghost(to, client)));
            case Reply.Refused(var refused) -> refuse(presence, refused.error());
            case Reply.Failed failed
                when failed == Reply.Failed.NO_CHANNEL && x.isPresent() && !created ->
                create(presence, stream, owner, channel);
            case Reply.Failed failed -> refuse(presence, ChannelEndpoint.error(failed));
          };
        });
  }

  /// Who enters a room that is not there makes it. See XEP-0045 §10.1.
  private Future<List<Stanza>> create(
      Presence presence, ClientStream stream, String owner, Jid channel) {
    Jid maker = Objects.requireNonNull(presence.from()).bare();
    return domain
        .room(channel, maker)
        .compose(made ->
            switch (made) {
              case DomainEndpoint.Made() -> enter(presence, stream, owner, true);
              case DomainEndpoint.Taken() -> enter(presence, stream, owner, true);
              case DomainEndpoint.Unmade(var error) -> refuse(presence, error);
            });
  }

  private static boolean isGhost(Optional<Element> x, StanzaError error) {
    return x.isEmpty() && error.condition() == NOT_ACCEPTABLE;
  }

  /// What a client is told that is not in the room, but takes itself to be. See XEP-0045 §7.2.1.
  private static Presence ghost(Jid occupant, Jid client) {
    Element item =
        Element.builder("item", Muc.NS_USER)
            .attr("affiliation", "none")
            .attr("role", "none")
            .build();
    var x = Element.builder("x", Muc.NS_USER).add(item);
    for (int code : List.of(110, 307, 333)) {
      x.add(Element.builder("status", Muc.NS_USER).attr("code", code).build());
    }
    return new Presence(
        occupant, client, null, Presence.Type.UNAVAILABLE, null, List.of(x.build()));
  }

  /// Has a client leave a room; where `owner` is not null, only if that is who entered. Answers why
  /// that cannot be now, if so. Never fails.
  Future<Optional<StanzaError>> exit(
      Jid room, Jid client, @Nullable String owner, @Nullable Presence last) {
    return mix.carry(config.channel(room), new ChannelRequest.Exit(client, owner, last))
        .map(reply ->
            switch (reply) {
              case Reply.Granted _ -> Optional.<StanzaError>empty();
              case Reply.Refused(var refused) -> Optional.of(refused.error());
              case Reply.Failed failed -> Optional.of(ChannelEndpoint.error(failed));
            })
        .otherwise(Optional.of(ChannelEndpoint.error(Reply.Failed.UNAVAILABLE)));
  }

  /// A stream does not hear of a room any more.
  void leave(Jid room, Jid client) {
    mix.seats().leave(config.channel(room), client, false);
  }

  /// Has what is asked of a room next be decided on all that its log has by now.
  void catchUp(Jid room) {
    mix.catchUp(config.channel(room));
  }

  /* ---- messages ---- */

  private Future<List<Stanza>> message(Message message, @Nullable String appendId) {
    Jid to = Objects.requireNonNull(message.to());
    Jid from = Objects.requireNonNull(message.from());
    if (message.type() == Message.Type.ERROR) {
      return Future.succeededFuture(List.of());
    }
    if (to.localpart() == null) {
      return refuse(message, SERVICE_UNAVAILABLE.error());
    }
    boolean all = message.type() == Message.Type.GROUPCHAT;
    if (!to.isBare()) {
      return refuse(
          message,
          all
              ? BAD_REQUEST.because("Messages to all go to the room itself")
              : FEATURE_NOT_IMPLEMENTED.because("Private messages are not relayed yet"));
    }
    Jid channel = config.channel(to.bare());
    return all
        ? mix.on(channel, endpoint -> endpoint.say(message, channel, from, appendId))
        : refuse(message, BAD_REQUEST.because("A room takes messages to all"));
  }

  /* ---- requests ---- */

  private Future<Stanza> request(Iq.Request iq) {
    Jid to = Objects.requireNonNull(iq.to());
    if (to.localpart() == null) {
      return domain(iq, to);
    }
    if (to.resourcepart() != null) {
      return occupant(iq, to);
    }
    Jid channel = config.channel(to);
    Jid asker = Objects.requireNonNull(iq.from()).bare();
    return switch (iq.payload().ns()) {
      case DiscoInfo.NS -> look(iq, found -> MucDisco.info(iq, found, asker, config.historyMax()));
      case DiscoItems.NS -> look(iq, _ -> MucDisco.items(iq));
      case Muc.NS_OWNER -> owners.answer(iq, channel, asker);
      case Muc.NS_PING -> look(iq, _ -> iq.result(null));
      default -> look(iq, _ -> iq.error(SERVICE_UNAVAILABLE.error()));
    };
  }

  private Future<Stanza> domain(Iq.Request iq, Jid to) {
    Jid channels = config.channel(to);
    boolean plain = iq instanceof Iq.Get && iq.payload().attr("node") == null;
    return switch (iq.payload().ns()) {
      case DiscoInfo.NS ->
          Future.succeededFuture(
              plain
                  ? iq.result(MucDisco.service(config.name(), channels).toElement(null))
                  : iq.error(ITEM_NOT_FOUND.error()));
      case DiscoItems.NS ->
          plain
              ? domain.rooms(iq, channels, to)
              : Future.succeededFuture(iq.error(ITEM_NOT_FOUND.error()));
      case Muc.NS_PING -> Future.succeededFuture(iq.result(null));
      default -> Future.succeededFuture(iq.error(SERVICE_UNAVAILABLE.error()));
    };
  }

  /// A client asks whether it is in the room by asking itself there. See XEP-0410.
  private Future<Stanza> occupant(Iq.Request iq, Jid to) {
    Jid from = Objects.requireNonNull(iq.from());
    Jid room = to.bare();
    return mix.look(
        config.channel(room),
        found -> {
          if (Decider.isHidden(found, from.bare())) {
            return iq.error(ITEM_NOT_FOUND.error().by(room));
          }
          if (found.occupants().of(from).isEmpty()) {
            boolean disco = iq.payload().ns().startsWith("http://jabber.org/protocol/disco#");
            return iq.error(
                (disco ? BAD_REQUEST.error() : NOT_ACCEPTABLE.error().as(StanzaError.Type.CANCEL))
                    .by(room));
          }
          boolean self =
              found
                  .participant(from.bare())
                  .filter(who -> who.name().equals(to.resourcepart()))
                  .isPresent();
          if (self && iq.payload().is("ping", Muc.NS_PING)) {
            return iq.result(null);
          }
          boolean known =
              found.participants().stream().anyMatch(one -> one.name().equals(to.resourcepart()));
          return iq.error((known ? SERVICE_UNAVAILABLE : ITEM_NOT_FOUND).error().by(room));
        },
        failed ->
            iq.error(
                (failed == Reply.Failed.NO_CHANNEL
                        ? NOT_ACCEPTABLE.error().as(StanzaError.Type.CANCEL)
                        : StanzaError.Condition.REMOTE_SERVER_TIMEOUT.error())
                    .by(room)));
  }

  private Future<Stanza> look(Iq.Request iq, Function<Channel, Iq> answer) {
    Jid asker = Objects.requireNonNull(iq.from()).bare();
    return mix.look(
        config.channel(Objects.requireNonNull(iq.to())),
        found ->
            Decider.isHidden(found, asker) ? iq.error(ITEM_NOT_FOUND.error()) : answer.apply(found),
        failed -> iq.error(ChannelEndpoint.error(failed)));
  }

  /* ---- refusals ---- */

  private static Future<List<Stanza>> refuse(Stanza stanza, StanzaError error) {
    return Future.succeededFuture(refusal(stanza, error));
  }

  /// The room says that it is the one who refuses, and repeats what it was entered with (XEP-0045
  /// §7.2).
  private static List<Stanza> refusal(Stanza stanza, StanzaError error) {
    Jid room = Objects.requireNonNull(stanza.to()).bare();
    StanzaError by = error.by(room);
    Stanza answer =
        switch (stanza) {
          case Iq.Request iq -> iq.error(by);
          case Message message -> message.error(by);
          case Presence presence -> repeated(presence, by);
          case Iq.Result _, Iq.Error _ -> null;
        };
    return answer == null ? List.of() : List.of(answer);
  }

  private static @Nullable Presence repeated(Presence presence, StanzaError error) {
    Presence answer = presence.error(error);
    if (answer == null || presence.child("x", Muc.NS).isEmpty()) {
      return answer;
    }
    var nodes = new ArrayList<Node>(List.of(Element.of("x", Muc.NS)));
    nodes.addAll(answer.nodes());
    return new Presence(
        answer.from(), answer.to(), answer.id(), answer.type(), answer.lang(), nodes);
  }
}
