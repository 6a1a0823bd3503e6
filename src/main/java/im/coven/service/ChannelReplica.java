package im.coven.service;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Decision;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.Participant;
import im.coven.channel.StateChange;
import im.coven.channel.StateCodec;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.MixRenderer;
import im.coven.redis.ChannelStore;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Appended;
import im.coven.service.Work.Carry;
import im.coven.service.Work.Look;
import im.coven.service.Work.Reply;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One channel on one instance: decides requests, appends what was decided, applies what the log
/// says and hands it to the loops that have an audience. Confined to its loop.
///
/// ```
///            load answered              append refused as stale, gap in
///  LOADING ───────────────▶ LIVE ──────── the log, Redis away ─────────▶ BEHIND
///     │                      ▲                                            │
///     │ no such channel      └──────────── caught up with the log ────────┤
///     ▼                                                                   │
///  CLOSED ◀──────────────────── destroyed, or gone ──────────────────────┘
/// ```
///
/// **Order.** Messages are appended one behind the other without waiting, as they leave the state
/// as it is. A change of the state is appended alone: what comes after it is decided only when it
/// was applied. An append that was refused as stale, or whose answer was lost, goes back to the
/// head of the queue together with all that followed it, under the same append id, after the
/// replica caught up; so nothing overtakes, and nothing happens twice.
///
/// **Truth.** What is published is only the bell. An entry is applied when it follows the last one
/// applied; one that does not is held while the replica reads the gap from the log.
final class ChannelReplica {

  private enum Phase {
    LOADING,
    LIVE,
    BEHIND,
    CLOSED
  }

  /// How many entries one reading of the log brings at most.
  private static final int CATCH_UP_ENTRIES = 500;

  private final Jid address;
  private final ChannelHost host;
  private final ChannelStore store;
  private final Deque<Work> waiting = new ArrayDeque<>();
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final Deque<Work> again = new ArrayDeque<>();
  private final Set<String> unsure = new HashSet<>();
  private final Map<EntryId, Sent> stored = new HashMap<>();
  private final TreeMap<EntryId, LogEntry> held = new TreeMap<>();
  private final List<LogEntry> early = new ArrayList<>();
  private final BitSet audiences = new BitSet();
  private Phase phase = Phase.LOADING;
  private boolean recovering;
  private boolean changing;
  private @Nullable Channel channel;
  private long usedMs;

  /// A request that is on its way to the log.
  private record Sent(Carry work, ChannelEvent event, byte[] bytes, Decision.Answer answer) {}

  ChannelReplica(Jid address, ChannelHost host, ChannelStore store) {
    this.address = address;
    this.host = host;
    this.store = store;
    this.usedMs = host.nowMs();
  }

  /// Starts following the log and loads the state.
  void open() {
    recovering = true;
    store
        .follow(address, this::heard)
        .compose(_ -> store.load(address))
        .onSuccess(state -> {
          recovering = false;
          state.ifPresentOrElse(s -> live(StateCodec.read(address, s)), this::close);
        })
        .onFailure(_ -> retryLater());
  }

  /// Takes a piece of work. It is done after all that came before.
  void take(Work work) {
    usedMs = host.nowMs();
    if (phase == Phase.CLOSED) {
      work.fail(Reply.Failed.NO_CHANNEL);
    } else if (waiting.size() >= host.limits().waitingMax()) {
      work.fail(Reply.Failed.OVERLOADED);
    } else {
      waiting.add(work);
      pump();
    }
  }

  /// A loop has an audience, of which this account is one.
  void interest(int loop, Jid account) {
    audiences.set(loop);
    take(
        new Look(
            current ->
                host.learn(loop, address, account, current.participant(account).orElse(null)),
            failed -> host.missing(loop, address, account, failed),
            Long.MAX_VALUE));
  }

  /// A loop has no audience any more.
  void disinterest(int loop) {
    audiences.clear(loop);
  }

  /// Whether nobody here needs the replica since a time.
  boolean isIdleSince(long timeMs) {
    boolean busy = !waiting.isEmpty() || !sent.isEmpty() || recovering || !audiences.isEmpty();
    return !busy && usedMs < timeMs;
  }

  boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /// Stops following the log.
  void release() {
    phase = Phase.CLOSED;
    store.unfollow(address);
  }

  /// Pub/sub was interrupted: what was published meanwhile was not heard.
  void missed() {
    if (phase == Phase.LIVE) {
      fallBehind();
      proceed();
    }
  }

  /// Tells the askers to wait whose time is over, and those to be patient of whose appends nothing
  /// is known.
  void expire(long nowMs) {
    for (Deque<Work> queue : List.of(again, waiting)) {
      var late = queue.stream().filter(work -> work.deadlineMs() <= nowMs).toList();
      queue.removeAll(late);
      late.forEach(work -> giveUp(work, Reply.Failed.UNAVAILABLE));
    }
  }

  /// What is given up may have been appended without our knowing; that is then all there is to say.
  private void giveUp(Work work, Reply.Failed why) {
    work.fail(isUnsure(work) ? Reply.Failed.UNSURE : why);
  }

  /// Whether it may have been appended without our knowing. It is not repeated any more, so this is
  /// the last time that anybody asks.
  private boolean isUnsure(Work work) {
    return work instanceof Carry carry && unsure.remove(carry.appendId());
  }

  /* ---- deciding and appending ---- */

  private void pump() {
    while (phase == Phase.LIVE && !changing && sent.size() < host.limits().appendsMax()) {
      Work work = waiting.poll();
      if (work == null) {
        return;
      }
      switch (work) {
        case Look look -> look.reader().accept(current());
        case Carry carry -> carry(carry);
      }
    }
  }

  private void carry(Carry work) {
    switch (host.decider().decide(current(), work.request())) {
      case Decision.Refused refused ->
          // It may stand in the log already, and be refused now for what came after it.
          work.asker().accept(isUnsure(work) ? Reply.Failed.UNSURE : new Reply.Refused(refused));
      case Decision.Settled(var answer) -> {
        unsure.remove(work.appendId());
        work.asker().accept(new Reply.Granted(answer));
      }
      case Decision.Accepted(var event, var answer) ->
          append(new Sent(work, event, EventCodec.write(event), answer));
    }
  }

  private void append(Sent next) {
    List<StateChange> changes = StateCodec.changes(next.event());
    boolean ends = next.event() instanceof ChannelEvent.Destroyed;
    changing = ends || !changes.isEmpty();
    sent.add(next);
    var append =
        new Append(
            next.work().appendId(), current().epoch(), current().version(), next.bytes(), changes);
    Future<Appended> answer = ends ? store.destroy(address, append) : store.append(address, append);
    answer.onSuccess(how -> answered(next, how)).onFailure(cause -> unanswered(next, cause));
  }

  private void answered(Sent done, Appended how) {
    sent.remove(done);
    unsure.remove(done.work().appendId());
    switch (how) {
      case ChannelStore.Stored(var id, var previous, var version) -> {
        stored.put(id, done);
        host.appended();
        offer(
            new LogEntry(
                current().epoch(), id, previous, version, done.work().appendId(), done.bytes()));
        settle(id);
      }
      case ChannelStore.Stale _ -> {
        again.add(done.work());
        fallBehind();
      }
      case ChannelStore.Gone() -> {
        again.add(done.work());
        fallBehind();
      }
    }
    proceed();
  }

  /// Whether it was carried out may be unknown: it is repeated under the same id, which answers
  /// with the first result if it was.
  private void unanswered(Sent lost, Throwable cause) {
    sent.remove(lost);
    if (Reply.Failed.of(cause) == Reply.Failed.UNSURE) {
      unsure.add(lost.work().appendId());
    }
    again.add(lost.work());
    fallBehind();
    proceed();
  }

  /// Answers a request whose entry was applied.
  private void settle(EntryId id) {
    if (channel != null && id.isAfter(channel.position())) {
      return;
    }
    Sent done = stored.remove(id);
    if (done != null) {
      done.work().asker().accept(new Reply.Granted(done.answer()));
    }
  }

  private void proceed() {
    if (sent.isEmpty()) {
      changing = false;
    }
    if (phase == Phase.BEHIND && sent.isEmpty()) {
      recover();
    } else {
      pump();
    }
  }

  /* ---- following the log ---- */

  private void heard(LogEntry entry) {
    switch (phase) {
      case LOADING -> early.add(entry);
      case LIVE, BEHIND -> {
        offer(entry);
        pump();
      }
      case CLOSED -> {}
    }
  }

  private void offer(LogEntry entry) {
    if (!entry.epoch().equals(current().epoch())) {
      fallBehind();
      return;
    }
    held.put(entry.id(), entry);
    applyHeld();
    if (!held.isEmpty() && phase == Phase.LIVE) {
      host.after(host.limits().gapMs(), this::closeGap);
    }
  }

  private void closeGap() {
    if (phase == Phase.LIVE && !held.isEmpty()) {
      fallBehind();
      proceed();
    }
  }

  private void applyHeld() {
    while (!held.isEmpty() && phase != Phase.CLOSED) {
      LogEntry next = held.firstEntry().getValue();
      if (!next.id().isAfter(current().position())) {
        held.pollFirstEntry();
      } else if (next.previous().equals(current().position())) {
        held.pollFirstEntry();
        apply(next);
      } else {
        return;
      }
    }
  }

  private void apply(LogEntry entry) {
    Sent own = stored.get(entry.id());
    ChannelEvent event = own == null ? EventCodec.read(entry.event()) : own.event();
    Applied applied = current().apply(entry, event);
    if (!audiences.isEmpty()) {
      distribute(applied);
    }
    settle(entry.id());
    if (event instanceof ChannelEvent.Destroyed) {
      close();
    }
  }

  private void distribute(Applied applied) {
    List<Broadcast> broadcasts = MixRenderer.render(current(), applied);
    Jid changed = null;
    Participant now = null;
    switch (applied.event()) {
      case ChannelEvent.Joined(var participant) -> {
        changed = participant.jid();
        now = participant;
      }
      case ChannelEvent.Changed(var participant) -> {
        changed = participant.jid();
        now = participant;
      }
      case ChannelEvent.Left left -> {
        changed = left.jid();
        if (left.evicted()) {
          host.ended(address, left.jid(), audiences);
        }
      }
      default -> {}
    }
    if (changed != null || !broadcasts.isEmpty()) {
      host.deliver(new Audience.Delivery(address, changed, now, broadcasts), audiences);
    }
  }

  /* ---- catching up ---- */

  private void fallBehind() {
    if (phase == Phase.LIVE) {
      phase = Phase.BEHIND;
    }
  }

  /// Reads what is missing. Only when nothing is on its way, so that all of it is known.
  private void recover() {
    if (recovering) {
      return;
    }
    recovering = true;
    while (!again.isEmpty()) {
      waiting.addFirst(again.pollLast());
    }
    readOn();
  }

  private void readOn() {
    store
        .after(address, current().epoch(), current().position(), CATCH_UP_ENTRIES)
        .onSuccess(found -> {
          switch (found) {
            case ChannelStore.Entries(var entries, var last) -> caught(entries, last);
            case ChannelStore.Lost(var loss) -> {
              host.lost(address, loss);
              reload();
            }
            case ChannelStore.Gone() -> reload();
          }
        })
        .onFailure(_ -> retryLater());
  }

  private void caught(List<LogEntry> entries, EntryId last) {
    entries.forEach(entry -> held.put(entry.id(), entry));
    applyHeld();
    if (phase == Phase.CLOSED) {
      return;
    }
    if (last.isAfter(current().position())) {
      readOn();
    } else {
      recovering = false;
      phase = Phase.LIVE;
      pump();
    }
  }

  /// The log does not lead on from what was applied: the replica starts anew from the state.
  private void reload() {
    phase = Phase.LOADING;
    held.clear();
    open();
  }

  private void live(Channel loaded) {
    boolean anew = channel != null;
    channel = loaded;
    phase = Phase.LIVE;
    if (anew) {
      host.refresh(address, audiences);
    }
    List.copyOf(stored.keySet()).forEach(this::settle);
    early.forEach(this::offer);
    early.clear();
    proceed();
  }

  private void retryLater() {
    host.after(
        host.limits().retryMs(),
        () -> {
          recovering = false;
          if (phase == Phase.LOADING) {
            open();
          } else if (phase == Phase.BEHIND) {
            recover();
          }
        });
  }

  private void close() {
    phase = Phase.CLOSED;
    store.unfollow(address);
    host.closed(address, audiences);
    for (Deque<Work> queue : List.of(again, waiting)) {
      queue.forEach(work -> giveUp(work, Reply.Failed.NO_CHANNEL));
      queue.clear();
    }
  }

  private Channel current() {
    return Optional.ofNullable(channel).orElseThrow(() -> new IllegalStateException("not loaded"));
  }
}
