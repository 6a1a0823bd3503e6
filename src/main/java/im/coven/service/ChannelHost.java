package im.coven.service;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.Occupant;
import im.coven.channel.Participant;
import im.coven.channel.PresenceRequest;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ChannelStore;
import im.coven.redis.EndStore;
import im.coven.redis.MadeStore;
import im.coven.redis.RedisLink;
import im.coven.replica.Reply;
import im.coven.replica.Work;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replicas that live on one event loop, made when they are first needed.
///
/// A channel lives on the same loop of an instance as long as the instance runs. Confined to its
/// loop, but for {@link #mailbox}.
final class ChannelHost {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelHost.class);
  private static final long SWEEP_MS = 500;

  private final Vertx vertx;
  private final Mailbox mailbox;
  private final Stores stores;
  private final Decider decider;
  private final ReplicaLimits limits;
  private final MucConfig muc;
  private final MessageRates rates;
  private final int madeMax;
  private final List<Audience> audiences;
  private final Map<Jid, ChannelReplica> replicas = new HashMap<>();
  private final Retention retention;
  private volatile int channels;
  private final PresenceGate gate;
  private final long sweeper;
  private long watching = -1;
  private final LongAdder appends = new LongAdder();
  private final LongAdder healed = new LongAdder();
  private final LongAdder losses = new LongAdder();

  /// The bounds of channels, and where they are rooms.
  record Settings(MixLimits limits, MucConfig muc) {}

  /// Where everything of channels is kept.
  record Stores(ChannelStore channels, ArchiveStore archives, EndStore ends, MadeStore made) {

    static Stores on(RedisLink link, MixLimits limits) {
      var channels = new ChannelStore(link, limits.resumeSeconds());
      return new Stores(
          channels, new ArchiveStore(link), new EndStore(link), new MadeStore(link, channels));
    }
  }

  /// On the loop whose replicas it will hold. `audiences` are those of all loops, by their index.
  ChannelHost(
      Vertx vertx, Mailbox mailbox, Stores stores, Settings settings, List<Audience> audiences) {
    MixLimits limits = settings.limits();
    this.vertx = vertx;
    this.mailbox = mailbox;
    this.stores = stores;
    this.decider = new Decider(limits.channel());
    this.limits = limits.replica();
    this.muc = settings.muc();
    this.retention = new Retention(stores.channels(), stores.archives(), this.limits.archive());
    this.madeMax = limits.madeMax();
    this.rates = new MessageRates(limits.participantRate(), limits.channelRate());
    this.audiences = audiences;
    this.gate = new PresenceGate(this, this.limits.presenceWaitMs());
    this.sweeper = vertx.setPeriodic(SWEEP_MS, _ -> sweep());
  }

  /// The way onto this loop.
  Mailbox mailbox() {
    return mailbox;
  }

  ChannelStore store() {
    return stores.channels();
  }

  /// How many messages were accepted here of late.
  MessageRates rates() {
    return rates;
  }

  /// How many channels a user may make.
  int madeMax() {
    return madeMax;
  }

  /// When channels end.
  EndStore ends() {
    return stores.ends();
  }

  /// Who made which channels.
  MadeStore made() {
    return stores.made();
  }

  ArchiveStore archives() {
    return stores.archives();
  }

  /// Carries out a request; the future completes on this loop and never fails.
  Future<Reply> carry(Jid channel, ChannelRequest request) {
    return carry(channel, request, UUID.randomUUID().toString());
  }

  /// Carries out a request that was carried out before where an append has this id.
  Future<Reply> carry(Jid channel, ChannelRequest request, String appendId) {
    Promise<Reply> promise = Promise.promise();
    replica(channel)
        .take(new Work.Carry<>(request, appendId, nowMs() + limits.answerMs(), promise::complete));
    return promise.future();
  }

  /// Answers what `reader` sees in the channel, after all that was asked before, or `otherwise`
  /// where there is nothing to see.
  <T> Future<T> look(
      Jid channel, Function<Channel, T> reader, Function<Reply.Failed, T> otherwise) {
    Promise<T> promise = Promise.promise();
    replica(channel)
        .take(
            new Work.Look<>(
                new Asker.Looker(
                    found -> promise.complete(reader.apply(found)),
                    why -> promise.complete(otherwise.apply(why))),
                nowMs() + limits.answerMs()));
    return promise.future();
  }

  /// Takes what a client tells a channel of its presence; answers why it was refused, if it was.
  Future<Optional<StanzaError>> present(Jid channel, PresenceRequest request) {
    return gate.add(channel, request);
  }

  /// Tells a stream of a loop who is present, after all that was asked before.
  void show(int loop, Jid channel, Jid address) {
    ChannelReplica replica = replica(channel);
    Audience audience = audiences.get(loop);
    var asker =
        new Asker.Looker(
            current -> {
              List<Rendering> snapshot = replica.presences(current, address.bare());
              audience.mailbox().post(() -> audience.show(channel, address, snapshot));
            },
            _ -> audience.mailbox().post(() -> audience.show(channel, address, List.of())));
    replica.take(new Work.Look<>(asker, Long.MAX_VALUE));
  }

  /// A loop has an audience for the channel, of which this account is one.
  void interest(int loop, Jid channel, Jid account) {
    replica(channel).interest(loop, account);
  }

  /// A loop has no audience for the channel any more.
  void disinterest(int loop, Jid channel) {
    ChannelReplica replica = replicas.get(channel);
    if (replica != null) {
      replica.disinterest(loop);
    }
  }

  /// A loop has clients in the room of a channel, or about to enter it.
  void open(int loop, Jid channel) {
    replica(channel).open(loop);
  }

  /// A loop has none any more, and maybe no audience at all.
  void left(int loop, Jid channel, boolean hasAudience) {
    ChannelReplica replica = replicas.get(channel);
    if (replica != null) {
      replica.close(loop);
      if (!hasAudience) {
        replica.disinterest(loop);
      }
    }
  }

  /// Has a client enter the room of a channel.
  Future<Reply> enter(Jid channel, ChannelRequest.Enter request, RoomReplica.Expected expected) {
    ChannelReplica replica = replica(channel);
    if (request.enters()) {
      replica.expect(request.client(), expected);
    }
    return carry(channel, request)
        .onSuccess(reply -> {
          if (!(reply instanceof Reply.Granted)) {
            replica.forget(request.client());
          }
        });
  }

  /// Does something with the audience of a loop, there.
  void on(int loop, Consumer<Audience> action) {
    Audience audience = audiences.get(loop);
    audience.mailbox().post(() -> action.accept(audience));
  }

  /// Reads what the log has beyond the replica of a channel.
  void catchUp(Jid channel) {
    replica(channel).missed();
  }

  /// Pub/sub of this loop was interrupted and works again.
  void missed() {
    List.copyOf(replicas.values()).forEach(ChannelReplica::missed);
  }

  void shutdown() {
    vertx.cancelTimer(sweeper);
    vertx.cancelTimer(watching);
  }

  /// How many channels are in memory here, lately. For every thread.
  int channels() {
    return channels;
  }

  /// How many entries were appended from here. For every thread.
  long appends() {
    return appends.sum();
  }

  /// How many entries were put back into logs from here. For every thread.
  long healed() {
    return healed.sum();
  }

  /// How often a log turned out to have lost something for good. For every thread.
  long losses() {
    return losses.sum();
  }

  private ChannelReplica replica(Jid channel) {
    ChannelReplica present = replicas.get(channel);
    if (present != null && !present.isClosed()) {
      return present;
    }
    var made = new ChannelReplica(channel, this, store());
    replicas.put(channel, made);
    made.open();
    return made;
  }

  private void sweep() {
    channels = replicas.size();
    long now = nowMs();
    rates.renew(now);
    for (var held : List.copyOf(replicas.entrySet())) {
      held.getValue().expire(now);
      if (held.getValue().isIdleSince(now - limits.idleMs())) {
        replicas.remove(held.getKey());
        held.getValue().release();
      }
    }
  }

  /* ---- what replicas ask of their host ---- */

  Decider decider() {
    return decider;
  }

  MucConfig muc() {
    return muc;
  }

  ReplicaLimits limits() {
    return limits;
  }

  long nowMs() {
    return System.nanoTime() / 1_000_000;
  }

  void after(long delayMs, Runnable action) {
    vertx.setTimer(delayMs, _ -> action.run());
  }

  void appended() {
    appends.increment();
  }

  /// Some messages more are in a channel's log.
  void grown(Jid channel) {
    if (retention.isNeeded()) {
      retention
          .trim(channel)
          .onFailure(cause -> LOG.warn("channel={} keeps more than it has to", channel, cause));
    }
  }

  /// Looks after what the channels of these domains keep.
  void watch(List<Jid> domains) {
    if (retention.isNeeded()) {
      watching = retention.watch(vertx, domains);
    }
  }

  /// Something that was accepted is not in the log any more, and cannot be put back.
  void lost(Jid channel, String how) {
    losses.increment();
    LOG.error("channel={} has lost a piece of its log: {}", channel, how);
  }

  /// Entries were put back into a log that had lost them.
  void healed(Jid channel, int entries) {
    healed.add(entries);
    LOG.warn("channel={} was healed: {} entries are in its log again", channel, entries);
  }

  void learn(int loop, Channel channel, Jid account) {
    Audience audience = audiences.get(loop);
    Jid address = channel.address();
    LogPosition at = LogPosition.of(channel);
    Participant now = channel.receiver(account).orElse(null);
    Set<Jid> inRoom =
        channel.occupants().of(channel.ids().participantId(account)).stream()
            .map(Occupant::client)
            .collect(Collectors.toUnmodifiableSet());
    var standing = new Audience.Standing(account, now, inRoom);
    audience.mailbox().post(() -> audience.learn(address, standing, at));
  }

  void missing(int loop, Jid channel, Jid account, Reply.Failed why) {
    if (why == Reply.Failed.NO_CHANNEL) {
      Audience audience = audiences.get(loop);
      audience.mailbox().post(() -> audience.ended(channel, account));
    }
  }

  void deliver(Audience.Delivery delivery, BitSet loops) {
    each(loops, audience -> audience.deliver(delivery));
  }

  /// An account is subscribed to nothing of a channel in which it takes no part.
  void unobserved(Jid channel, Jid account, BitSet loops) {
    each(loops, audience -> audience.unobserved(channel, account));
  }

  void ended(Jid channel, Jid account, BitSet loops) {
    each(loops, audience -> audience.ended(channel, account));
  }

  /// What the loops know of the channel is out of date: they ask again.
  void refresh(Jid channel, BitSet loops) {
    loops.stream()
        .forEach(loop -> {
          Audience audience = audiences.get(loop);
          audience
              .mailbox()
              .post(() ->
                  audience
                      .accounts(channel)
                      .forEach(account -> mailbox.post(() -> interest(loop, channel, account))));
        });
  }

  void closed(Jid channel, BitSet loops) {
    replicas.remove(channel);
    each(loops, audience -> audience.forget(channel));
  }

  private void each(BitSet loops, Consumer<Audience> action) {
    loops.stream()
        .mapToObj(audiences::get)
        .forEach(audience -> audience.mailbox().post(() -> action.accept(audience)));
  }
}
