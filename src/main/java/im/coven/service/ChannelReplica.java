package im.coven.service;

import im.coven.channel.Applied;
import im.coven.channel.Archiving;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.channel.StateCodec;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.MixRenderer;
import im.coven.mix.PresenceSnapshot;
import im.coven.mix.Rendering;
import im.coven.redis.ChannelStore;
import im.coven.redis.ChannelStore.Appended;
import im.coven.redis.RedisUnavailable;
import im.coven.replica.Bounds;
import im.coven.replica.Effect;
import im.coven.replica.ReplicaMachine;
import im.coven.replica.Work;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One channel on one instance: does what its {@link ReplicaMachine} wants done, and hands what the
/// log says to the loops that have an audience. Confined to its loop.
final class ChannelReplica {

  /// Messages appended here after which the log is looked after.
  private static final int MESSAGES_UNTIL_TRIMMED = 100;

  private final Jid address;
  private final ChannelHost host;
  private final ChannelStore store;
  private final ReplicaMachine<Asker> machine;
  private final Deque<Runnable> inputs = new ArrayDeque<>();
  private final BitSet audiences = new BitSet();
  private final PresenceSnapshot presences = new PresenceSnapshot();
  private final @Nullable RoomReplica room;
  private boolean stepping;
  private int messages;
  private long usedMs;

  ChannelReplica(Jid address, ChannelHost host, ChannelStore store) {
    this.address = address;
    this.host = host;
    this.store = store;
    this.room =
        host.muc().room(address).map(face -> new RoomReplica(address, face, host)).orElse(null);
    this.usedMs = host.nowMs();
    var trust = store.isConfirmed() ? Bounds.Trust.READ : Bounds.Trust.HEARD;
    var bounds = new Bounds(host.limits().waitingMax(), host.limits().appendsMax(), trust);
    this.machine = new ReplicaMachine<>(host.decider(), bounds, this::carryOut);
  }

  /// Starts following the log and loads the state.
  void open() {
    step(machine::open);
  }

  /// Takes a piece of work. It is done after all that the same JID asked before.
  void take(Work<Asker> work) {
    usedMs = host.nowMs();
    step(() -> machine.take(work));
  }

  /// A loop has an audience, of which this account is one.
  void interest(int loop, Jid account) {
    audiences.set(loop);
    var asker =
        new Asker.Looker(
            current -> host.learn(loop, current, account),
            why -> host.missing(loop, address, account, why));
    take(new Work.Look<>(asker, Long.MAX_VALUE));
  }

  /// A loop has no audience any more.
  void disinterest(int loop) {
    audiences.clear(loop);
  }

  /* ---- the room ---- */

  /// A loop has clients in the room, or about to enter it.
  void open(int loop) {
    if (room != null) {
      var asker = new Asker.Looker(current -> room.open(loop, current), _ -> {});
      take(new Work.Look<>(asker, Long.MAX_VALUE));
    }
  }

  /// A loop has none any more.
  void close(int loop) {
    if (room != null) {
      room.close(loop);
    }
  }

  /// A client is about to enter the room.
  void expect(Jid client, RoomReplica.Expected expected) {
    if (room != null) {
      room.expect(client, expected);
    }
  }

  /// It does not, after all.
  void forget(Jid client) {
    if (room != null) {
      room.forget(client);
    }
  }

  /// Whether nobody here needs the replica since a time.
  boolean isIdleSince(long timeMs) {
    return !machine.isBusy() && audiences.isEmpty() && usedMs < timeMs;
  }

  boolean isClosed() {
    return machine.isClosed();
  }

  /// Stops following the log.
  void release() {
    step(machine::release);
    var _ = store.unfollow(address);
  }

  /// Pub/sub was interrupted: what was published meanwhile was not heard.
  void missed() {
    step(machine::missed);
  }

  /// Tells the askers to wait whose time is over.
  void expire(long nowMs) {
    step(() -> machine.expire(nowMs));
  }

  /// Gives the machine one input after the other: what an effect brings about at once, be it
  /// another request or an answer, has to wait until the input is done with that the effect is of.
  private void step(Runnable input) {
    inputs.add(input);
    if (stepping) {
      return;
    }
    stepping = true;
    try {
      for (Runnable next = inputs.poll(); next != null; next = inputs.poll()) {
        next.run();
      }
    } finally {
      stepping = false;
    }
  }

  private void carryOut(Effect<Asker> effect) {
    switch (effect) {
      case Effect.Append<Asker> append -> append(append);
      case Effect.Deliver(var applied) -> deliver(applied);
      case Effect.Answer(var asker, var reply) -> asker.told(reply);
      case Effect.Show(var asker) -> asker.shown(machine.channel());
      case Effect.AwaitGap<Asker> _ -> after(host.limits().gapMs(), machine::gapOver);
      case Effect.AwaitRetry<Asker> _ -> after(host.limits().retryMs(), machine::retryOver);
      case Effect.Follow<Asker> _ -> follow();
      case Effect.Load<Asker> _ -> load();
      case Effect.Read<Asker> read -> read(read);
      case Effect.Heal<Asker> heal -> heal(heal);
      case Effect.Lost(var last) ->
          host.lost(address, "it ends with " + last + ", and what came after that is gone");
      case Effect.Reloaded<Asker> _ -> reloaded();
      case Effect.Closed<Asker> _ -> {
        var _ = store.unfollow(address);
        host.closed(address, audiences);
      }
    }
  }

  private void after(long delayMs, Runnable input) {
    host.after(delayMs, () -> step(input));
  }

  /* ---- Redis ---- */

  private void append(Effect.Append<Asker> append) {
    var order =
        new ChannelStore.Append(
            append.work().appendId(),
            append.epoch(),
            append.version(),
            append.bytes(),
            append.changes(),
            append.after(),
            archives(append.event()));
    Future<Appended> answer =
        append.isEnd() ? store.destroy(address, order) : store.append(address, order);
    answer
        .onSuccess(how -> step(() -> appended(append, how)))
        .onFailure(cause -> step(() -> unanswered(append, cause)));
  }

  private void appended(Effect.Append<Asker> append, Appended how) {
    switch (how) {
      case ChannelStore.Stored(var id, var previous, var version) -> {
        host.appended();
        count(append.event());
        machine.stored(append, id, previous, version);
      }
      case ChannelStore.Stale _ -> machine.stale(append);
      case ChannelStore.Gone() -> machine.stale(append);
    }
  }

  private void count(ChannelEvent event) {
    if (event instanceof ChannelEvent.Published && ++messages % MESSAGES_UNTIL_TRIMMED == 0) {
      host.grown(address);
    }
  }

  private void unanswered(Effect.Append<Asker> append, Throwable cause) {
    if (isNotDone(cause)) {
      machine.notDone(append);
    } else {
      machine.unsure(append);
    }
  }

  /// Whether a command that failed so was certainly not carried out, and will not be.
  static boolean isNotDone(Throwable cause) {
    return cause instanceof RedisUnavailable away && away.isNotDone();
  }

  private void follow() {
    store
        .follow(address, this::heard, this::missed)
        .onSuccess(_ -> step(machine::followed))
        .onFailure(_ -> step(machine::unread));
  }

  private void heard(LogEntry entry) {
    step(() -> machine.heard(entry));
  }

  private void load() {
    if (store.settlingMs() > 0) {
      host.after(store.settlingMs(), this::load);
      return;
    }
    store
        .load(address)
        .map(state -> state.map(found -> StateCodec.read(address, found)))
        .onSuccess(found -> step(() -> found.ifPresentOrElse(machine::loaded, machine::absent)))
        .onFailure(_ -> step(machine::unread));
  }

  private void read(Effect.Read<Asker> read) {
    store
        .after(address, read.epoch(), read.after(), read.count())
        .onSuccess(found -> {
          if (found instanceof ChannelStore.Entries && store.settlingMs() > 0) {
            // Others may know of more.
            host.after(store.settlingMs(), () -> read(read));
          } else {
            step(() -> found(found));
          }
        })
        .onFailure(_ -> step(machine::unread));
  }

  private void heal(Effect.Heal<Asker> heal) {
    List<ChannelStore.Replay> entries =
        heal.entries().stream()
            .map(entry -> replay(entry, EventCodec.read(entry.event())))
            .toList();
    store
        .heal(address, heal.epoch(), heal.last(), entries)
        .onSuccess(how -> {
          if (how == ChannelStore.Healed.DONE) {
            host.healed(address, entries.size());
          }
          step(how == ChannelStore.Healed.GONE ? machine::broken : machine::retryOver);
        })
        .onFailure(_ -> step(machine::unread));
  }

  private ChannelStore.Replay replay(LogEntry entry, ChannelEvent event) {
    return new ChannelStore.Replay(entry, StateCodec.changes(event), archives(event));
  }

  private List<MixNode> archives(ChannelEvent event) {
    return Archiving.nodes(event, host.limits().archive().nodes());
  }

  private void found(ChannelStore.CatchUp found) {
    switch (found) {
      case ChannelStore.Entries(var entries, var last) -> machine.read(entries, last);
      case ChannelStore.Lost(var loss) -> {
        host.lost(address, "it does not continue what was read: " + loss);
        machine.broken();
      }
      case ChannelStore.EndsEarly(var last) -> machine.endsEarly(last);
      case ChannelStore.Gone() -> machine.broken();
    }
  }

  /* ---- the audience ---- */

  private void deliver(Applied applied) {
    if (audiences.isEmpty()) {
      return;
    }
    List<List<Broadcast>> broadcasts = MixRenderer.render(machine.channel(), applied);
    var parts = new ArrayList<Audience.Part>(broadcasts.size());
    int n = 0;
    for (ChannelEvent event : applied.event().each()) {
      part(event, broadcasts.get(n), parts);
      n++;
    }
    RoomReplica.Part inRoom =
        room == null ? RoomReplica.Part.NONE : room.after(machine.channel(), applied);
    if (!parts.isEmpty() || !inRoom.isEmpty()) {
      LogPosition at = LogPosition.of(machine.channel());
      host.deliver(new Audience.Delivery(address, at, parts, inRoom), audiences);
    }
    if (room != null) {
      room.recall(machine.channel(), inRoom.arrivals());
    }
    // After the delivery: who is put out hears of it before its streams are let go of.
    applied.event().each().forEach(this::end);
  }

  private void end(ChannelEvent event) {
    switch (event) {
      case ChannelEvent.Left left when left.evicted() -> host.ended(address, left.jid(), audiences);
      case ChannelEvent.Observed observed when observed.nodes().isEmpty() ->
          host.unobserved(address, observed.jid(), audiences);
      default -> {
        // Nobody's part in the channel ends.
      }
    }
  }

  private void reloaded() {
    if (room != null) {
      LogPosition at = LogPosition.of(machine.channel());
      RoomReplica.Part inRoom = room.renewed(machine.channel());
      if (!inRoom.isEmpty()) {
        host.deliver(new Audience.Delivery(address, at, List.of(), inRoom), audiences);
      }
    }
    host.refresh(address, audiences);
  }

  private void part(ChannelEvent event, List<Broadcast> broadcasts, List<Audience.Part> parts) {
    switch (event) {
      case ChannelEvent.Joined(var participant) ->
          parts.add(part(participant, listens(participant), broadcasts));
      case ChannelEvent.Changed(var before, var participant) ->
          parts.add(part(participant, listens(participant) && !listens(before), broadcasts));
      case ChannelEvent.Observed observed -> {
        boolean heard = observed.before().contains(MixNode.PRESENCE);
        boolean hears = observed.nodes().contains(MixNode.PRESENCE);
        List<Rendering> snapshot = hears && !heard ? presences.of(machine.channel()) : List.of();
        parts.add(new Audience.Part(observed.jid(), observed.receiver(), snapshot, List.of()));
      }
      case ChannelEvent.Left left when left.evicted() -> {
        // Whoever is put out hears of it, so that its server knows (H46).
        parts.add(new Audience.Part(null, null, broadcasts));
        parts.add(new Audience.Part(left.jid(), null, List.of()));
      }
      case ChannelEvent.Left left -> parts.add(new Audience.Part(left.jid(), null, broadcasts));
      default -> {
        if (!broadcasts.isEmpty()) {
          parts.add(new Audience.Part(null, null, broadcasts));
        }
      }
    }
  }

  /// Who is told of presence from an event on is told who is there. See XEP-0405 §2.9.3.
  private Audience.Part part(Participant now, boolean begins, List<Broadcast> broadcasts) {
    List<Rendering> snapshot = begins ? presences.of(machine.channel()) : List.of();
    return new Audience.Part(now.jid(), now, snapshot, broadcasts);
  }

  /// Who is present, for somebody who takes part or observes; nothing for those who are not told of
  /// it.
  List<Rendering> presences(Channel current, Jid account) {
    return current.receiver(account).filter(ChannelReplica::listens).isPresent()
        ? presences.of(current)
        : List.of();
  }

  private static boolean listens(Participant participant) {
    return participant.isSubscribedTo(MixNode.PRESENCE);
  }
}
