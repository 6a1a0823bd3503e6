package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.GONE;
import static im.coven.stanza.StanzaError.Condition.INTERNAL_SERVER_ERROR;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.PresenceRequest;
import im.coven.jid.Jid;
import im.coven.mix.MixRetractions;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.redis.EndStore;
import im.coven.redis.RedisLink;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MIX service and its channels, as everybody else on this loop asks it. One per event loop.
///
/// Each channel has its replica on one of the instance's loops; what is asked here goes there and
/// what it answers comes back through mailboxes, so that answers and deliveries keep their order.
public final class MixService {

  private static final Logger LOG = LoggerFactory.getLogger(MixService.class);
  private static final String NS_MUC = "http://jabber.org/protocol/muc";

  private final MixConfig config;
  private final int loop;
  private final Audience audience;
  private final List<ChannelHost> hosts;
  private final List<ChannelEndpoint> channels;
  private final DomainEndpoint domain;
  private final RelayEndpoint relays;
  private final RoomService rooms;
  private final RoomSeats seats;

  /// A loop to serve on: its context, and its link to Redis.
  public record Loop(Context context, RedisLink link) {}

  /// Opens the service on all loops of an instance; answers it for each of them, in their order.
  /// `clock` gives the ids of items (H43), and is the same for all instances.
  public static Future<List<MixService>> open(
      MixConfig config, MixLimits limits, List<Loop> loops, InstantSource clock) {
    List<Audience> audiences =
        loops.stream().map(loop -> new Audience(new Mailbox(loop.context()))).toList();
    var opened = new ArrayList<Future<ChannelHost>>();
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      Mailbox mailbox = audiences.get(i).mailbox();
      Promise<ChannelHost> promise = Promise.promise();
      opened.add(promise.future());
      mailbox.post(() ->
          promise.complete(
              host(loop, mailbox, new ChannelHost.Settings(limits, config.muc()), audiences)));
    }
    return Future.all(opened)
        .map(all -> {
          List<ChannelHost> hosts = all.list();
          ChannelHost first = hosts.getFirst();
          first.mailbox().post(() -> first.watch(config.domains()));
          var services = new ArrayList<MixService>();
          for (int i = 0; i < hosts.size(); i++) {
            services.add(new MixService(config, i, audiences.get(i), hosts, clock));
          }
          return List.copyOf(services);
        });
  }

  private static ChannelHost host(
      Loop loop, Mailbox mailbox, ChannelHost.Settings settings, List<Audience> audiences) {
    var stores = ChannelHost.Stores.on(loop.link(), settings.limits());
    var host = new ChannelHost(loop.context().owner(), mailbox, stores, settings, audiences);
    loop.link().onReturned(host::missed);
    loop.link().onReconnected(host::missed);
    return host;
  }

  /// `loop` is the index of this loop; `audience` is its own, `hosts` are those of all loops.
  private MixService(
      MixConfig config, int loop, Audience audience, List<ChannelHost> hosts, InstantSource clock) {
    this.config = config;
    this.loop = loop;
    this.audience = audience;
    this.hosts = hosts;
    this.channels = hosts.stream().map(host -> new ChannelEndpoint(host, config, clock)).toList();
    ChannelHost own = hosts.get(loop);
    this.domain = new DomainEndpoint(this, own, config, clock);
    this.relays = new RelayEndpoint(this, config.relays());
    this.seats = new RoomSeats(loop, audience, this::host);
    this.rooms = new RoomService(this, domain, config.muc(), clock);
  }

  /// Whether the address is a MIX domain of ours, a channel of one, or an encoded JID
  /// (`ID#channel@domain`).
  public boolean serves(Jid address) {
    return config.domains().contains(Jid.domain(address.domainpart()));
  }

  /// The MIX domains, for disco#items.
  public List<Jid> domains() {
    return config.domains();
  }

  /// The name of the service.
  public String name() {
    return config.name();
  }

  /// Carries out a stanza that is addressed to the service; its `from` is set and genuine. Answers
  /// what goes back to the sender, in this order; empty where nothing does. Stanzas of one sender
  /// to one channel are carried out in the order of these calls. Never fails: what goes wrong is an
  /// error stanza. What a join or message brings about for attached streams of this loop has been
  /// sent to them when the future completes.
  public Future<List<Stanza>> handle(Stanza stanza) {
    return handle(stanza, null);
  }

  /// The same for a stanza that may come again under the same append id, and is then carried out
  /// once; only messages are told apart so.
  Future<List<Stanza>> handle(Stanza stanza, @Nullable String appendId) {
    Jid to = Objects.requireNonNull(stanza.to());
    Jid from = Objects.requireNonNull(stanza.from());
    Future<List<Stanza>> answers =
        switch (stanza) {
          case Iq.Request iq when to.isDomain() -> domain.handle(iq, to, from);
          case Iq.Request iq when isChannel(to) ->
              on(to, endpoint -> endpoint.handle(iq, to, from));
          case Iq.Request iq -> refuse(iq, ITEM_NOT_FOUND.error());
          case Message message -> message(message, to, from, appendId);
          case Presence presence -> presence(presence, to, from);
          case Iq.Result _, Iq.Error _ -> Future.succeededFuture(List.of());
        };
    return answers.otherwise(cause -> {
      LOG.error("to={} could not be served", to, cause);
      return refusal(stanza, INTERNAL_SERVER_ERROR.error());
    });
  }

  /// Lets a stream of this loop have what the channel sends to its account, from now on, as far as
  /// the account is subscribed; also before the account has joined (H13). `address` is the full
  /// JID. Attaching twice is once. The stream is not told who is present: see {@link #show}.
  public void attach(Jid channel, Jid address, ClientStream stream) {
    if (audience.attach(channel, address, stream)) {
      ChannelHost host = host(channel);
      host.mailbox().post(() -> host.interest(loop, channel, address.bare()));
    }
  }

  /// Reads a page of a channel's messages for an account that took part in it.
  Future<ArchiveStore.Page<ArchiveReader.Seen>> archived(Jid channel, Jid account, Wanted wanted) {
    return on(channel, endpoint -> endpoint.archived(channel, account, wanted));
  }

  /// Whether a stream is attached.
  boolean isAttached(Jid channel, Jid address) {
    return audience.isAttached(channel, address);
  }

  /// Finds the way of a stanza that is addressed to a participant's encoded JID; its `from` is a
  /// real address. Never fails.
  Future<RelayEndpoint.Relayed> relay(Stanza stanza) {
    return relays.relay(stanza);
  }

  /* ---- presence ---- */

  /// Tells an attached stream who is present, each client once, if its account is subscribed to
  /// that; from then on it is told of changes. See XEP-0405 §2.9.3.
  void show(Jid channel, Jid address) {
    audience.await(channel, address);
    ChannelHost host = host(channel);
    host.mailbox().post(() -> host.show(loop, channel, address));
  }

  /// Takes what a client, or its server, tells a channel of the client's presence; answers why the
  /// channel does not take it, if so. Never fails. What comes within a short time goes together.
  Future<Optional<StanzaError>> present(Jid channel, PresenceRequest request) {
    ChannelHost host = host(channel);
    return on(host, () -> host.present(channel, request));
  }

  /// Has what is asked of a channel next be decided on all that its log has by now.
  void catchUp(Jid channel) {
    ChannelHost host = host(channel);
    host.mailbox().post(() -> host.catchUp(channel));
  }

  private Future<List<Stanza>> presence(Presence presence, Jid to, Jid from) {
    boolean entersRoom =
        presence.type() == Presence.Type.AVAILABLE && presence.child("x", NS_MUC).isPresent();
    if (entersRoom) {
      return refuse(presence, NOT_ALLOWED.because("This is a channel, not a room"));
    }
    if (!isChannel(to)) {
      return Future.succeededFuture(List.of());
    }
    return switch (presence.type()) {
      case AVAILABLE -> {
        if (from.isBare()) {
          // A server asks for what it has lost (H29).
          audience.addresses(to, from).forEach(address -> show(to, address));
          yield Future.succeededFuture(List.of());
        }
        yield present(to, new PresenceRequest.Show(from, "", presence, false))
            .map(error -> error.map(why -> refusal(presence, why)).orElse(List.of()));
      }
      case UNAVAILABLE, ERROR ->
          presence.type() == Presence.Type.ERROR && from.isBare()
              ? Future.succeededFuture(List.of())
              : present(to, new PresenceRequest.Hide(from, null)).map(_ -> List.of());
      case SUBSCRIBE -> subscribe(presence, to, from.bare());
      case SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE -> Future.succeededFuture(List.of());
    };
  }

  /// Whoever takes part is told of presence by its nodes; who asks all the same is answered
  /// politely (H52).
  private Future<List<Stanza>> subscribe(Presence presence, Jid channel, Jid account) {
    return look(
        channel,
        found -> {
          if (Decider.isHidden(found, account)) {
            return refusal(presence, ITEM_NOT_FOUND.error());
          }
          Presence.Type answer =
              found.participant(account).isPresent()
                  ? Presence.Type.SUBSCRIBED
                  : Presence.Type.UNSUBSCRIBED;
          return List.of(Presence.bare(channel, account, answer));
        },
        failed -> refusal(presence, ChannelEndpoint.error(failed)));
  }

  /// Begins to follow a channel for a stream of this loop that was sent it elsewhere up to a
  /// cursor, as {@link #attach} does. The future completes when it is known what was missed, and
  /// fails where that cannot be found out; the stream itself is then attached by {@link Relay#end}.
  Future<Relay> follow(Cursor cursor, Jid address, int most) {
    Jid channel = cursor.channel();
    ChannelHost host = host(channel);
    Runnable further =
        () ->
            host.mailbox()
                .post(() -> {
                  host.catchUp(channel);
                  host.interest(loop, channel, address.bare());
                });
    var relay = new Relay(cursor, () -> audience.cursor(channel, address), further);
    if (cursor.attached()) {
      attach(channel, address, relay);
    }
    if (cursor.seated()) {
      seats.take(channel, address, relay, true);
    }
    relay.moved();
    return relay
        .reached()
        .compose(until -> on(host, () -> new Backlog(host, cursor, address, most).read(until)))
        .map(relay::missed);
  }

  /// Lets a stream of this loop that was followed by a [Relay] have all from now on.
  void resume(Cursor cursor, Jid address, ClientStream stream) {
    if (cursor.attached()) {
      attach(cursor.channel(), address, stream);
    }
    if (cursor.seated()) {
      seats.keep(cursor.channel(), address, stream);
    }
  }

  /// Ends what [#follow] began.
  void release(Cursor cursor, Jid address) {
    detach(cursor.channel(), address);
    seats.leave(cursor.channel(), address, false);
  }

  /* ---- rooms ---- */

  /// The rooms that the channels are.
  RoomService rooms() {
    return rooms;
  }

  /// The places of streams of this loop in them.
  RoomSeats seats() {
    return seats;
  }

  /// How far each channel was sent to a stream of this loop; nothing while that is not known of all
  /// of them.
  Optional<List<Cursor>> cursors(Jid address) {
    return audience.cursors(address);
  }

  /// Ends what {@link #attach} began.
  public void detach(Jid channel, Jid address) {
    audience.afterDelivery(() -> {
      if (audience.detach(channel, address)) {
        ChannelHost host = host(channel);
        host.mailbox().post(() -> host.disinterest(loop, channel));
      }
    });
  }

  /// The same once the channel's log says that the account takes part no more: it is known from
  /// elsewhere, and may be known earlier.
  void release(Jid channel, Jid address) {
    audience.release(channel, address, () -> detach(channel, address));
  }

  /// Sets who hears of participations that ended. Once, at start.
  public void onParticipationEnded(ParticipationListener listener) {
    audience.listener(listener);
  }

  /// Stops what runs by the clock on this loop. The log needs no goodbye.
  public void close() {
    hosts.get(loop).shutdown();
  }

  /// Channels in memory on this loop.
  public int channels() {
    return hosts.get(loop).channels();
  }

  /// Entries appended from this loop so far.
  public long appends() {
    return hosts.get(loop).appends();
  }

  /// Entries put back from this loop so far into logs that had lost them.
  public long healed() {
    return hosts.get(loop).healed();
  }

  /// Times that a log turned out, on this loop, to have lost something for good.
  public long losses() {
    return hosts.get(loop).losses();
  }

  /// Stanzas that channels sent to streams of this loop so far.
  public long deliveries() {
    return audience.deliveries();
  }

  /// Forgets what is registered for an account that is no more.
  Future<Void> forget(Jid account) {
    return Future.all(
            domains().stream()
                .map(domain -> host().store().nicks().release(domain, account))
                .toList())
        .mapEmpty();
  }

  /// What this loop has of channels.
  ChannelHost host() {
    return hosts.get(loop);
  }

  /// When channels end.
  EndStore ends() {
    return hosts.get(loop).ends();
  }

  /// Carries out a request of a channel; the future completes on this loop.
  Future<Reply> carry(Jid channel, ChannelRequest request) {
    ChannelHost host = host(channel);
    return on(host, () -> host.carry(channel, request));
  }

  /// Answers what `reader` sees in a channel; the future completes on this loop.
  <T> Future<T> look(
      Jid channel, Function<Channel, T> reader, Function<Reply.Failed, T> otherwise) {
    ChannelHost host = host(channel);
    return on(host, () -> host.look(channel, reader, otherwise));
  }

  private Future<List<Stanza>> message(
      Message message, Jid to, Jid from, @Nullable String appendId) {
    if (message.type() == Message.Type.ERROR) {
      return isChannel(to) && from.isBare() && isGone(message)
          ? carry(to, new ChannelRequest.Leave(from)).map(_ -> List.of())
          : Future.succeededFuture(List.of());
    }
    boolean retracts =
        message.type() == Message.Type.NORMAL
            && isChannel(to)
            && MixRetractions.of(message).isPresent();
    if (message.type() == Message.Type.GROUPCHAT || retracts) {
      return isChannel(to)
          ? on(to, endpoint -> endpoint.publish(message, to, from, appendId))
          : refuse(message, BAD_REQUEST.because("Messages to all go to the channel itself"));
    }
    return refuse(message, to.isDomain() ? SERVICE_UNAVAILABLE.error() : ITEM_NOT_FOUND.error());
  }

  /// Whether a server says that there is no such account (any more); who cannot be reached may be
  /// another time (H57).
  private static boolean isGone(Message bounce) {
    return bounce
        .child("error", Stanza.NS)
        .filter(error ->
            error.child(ITEM_NOT_FOUND.wire(), StanzaError.NS).isPresent()
                || error.child(GONE.wire(), StanzaError.NS).isPresent())
        .isPresent();
  }

  private static boolean isChannel(Jid to) {
    return to.isBare() && to.localpart() != null && to.localpart().indexOf('#') < 0;
  }

  private static Future<List<Stanza>> refuse(Stanza stanza, StanzaError error) {
    return Future.succeededFuture(refusal(stanza, error));
  }

  private static List<Stanza> refusal(Stanza stanza, StanzaError error) {
    Stanza answer =
        switch (stanza) {
          case Iq.Request iq -> iq.error(error);
          case Message message -> message.error(error);
          case Presence presence -> presence.error(error);
          case Iq.Result _, Iq.Error _ -> null;
        };
    return answer == null ? List.of() : List.of(answer);
  }

  /* ---- the other loops ---- */

  private ChannelHost host(Jid channel) {
    return hosts.get(index(channel));
  }

  private int index(Jid channel) {
    return Math.floorMod(channel.hashCode(), hosts.size());
  }

  /// Has the endpoint of a channel do something; the future completes on this loop.
  <T> Future<T> on(Jid channel, Function<ChannelEndpoint, Future<T>> task) {
    int index = index(channel);
    return on(hosts.get(index), () -> task.apply(channels.get(index)));
  }

  /// Runs a task on another loop and completes its future on this one.
  private <T> Future<T> on(ChannelHost host, Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    host.mailbox()
        .post(() ->
            started(task).onComplete(done -> audience.mailbox().post(() -> promise.handle(done))));
    return promise.future();
  }

  /// The one place where a fault of ours in the engine becomes an answer.
  private static <T> Future<T> started(Supplier<Future<T>> task) {
    try {
      return task.get();
    } catch (RuntimeException fault) {
      return Future.failedFuture(fault);
    }
  }
}
