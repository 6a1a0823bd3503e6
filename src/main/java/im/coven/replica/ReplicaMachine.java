package im.coven.replica;

import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Decider;
import im.coven.channel.Decision;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.LogEntry;
import im.coven.channel.StateChange;
import im.coven.channel.StateCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The protocol between one channel on one instance and the channel's log: decides requests, has
/// appended what was decided, applies what the log says. `A` is what an asker is to the shell.
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
/// replica caught up; so nothing happens twice. Each append names the one sent before it, if that
/// is not answered yet, and is stale without it; so nothing overtakes. What waits is in the {@link
/// WaitingWork}.
///
/// **Truth.** What is published is only the bell. An entry is applied when it follows the last one
/// applied; one that does not is held while the replica reads the gap from the log. An entry of our
/// own is applied when its append was answered: only then is it as safe as was asked for.
///
/// **Healing.** Where the log ends before what was applied, what is missing there is put back from
/// the {@link Recent} entries, before anything else is appended.
///
/// Every method is an input. What is to be done goes to the constructor's `effects` at once, one by
/// one; who carries an effect out must not call the machine before the input that it belongs to is
/// done with.
public final class ReplicaMachine<A> {

  /// How many entries one reading of the log brings at most.
  private static final int CATCH_UP_ENTRIES = 500;

  private final Decider decider;
  private final Bounds bounds;
  private final Consumer<Effect<A>> effects;
  private final Safeguards safeguards;
  private final WaitingWork<A> waiting = new WaitingWork<>();
  private final Deque<Effect.Append<A>> sent = new ArrayDeque<>();
  private final Set<String> underway = new HashSet<>();
  private final Map<EntryId, Effect.Append<A>> stored = new HashMap<>();
  private final TreeMap<EntryId, LogEntry> held = new TreeMap<>();
  private final List<LogEntry> early = new ArrayList<>();
  private final Recent recent = new Recent();
  private Phase phase = Phase.LOADING;
  private boolean following;
  private boolean recovering;
  private boolean outdated;
  private boolean changing;
  private @Nullable Channel channel;

  public ReplicaMachine(Decider decider, Bounds bounds, Consumer<Effect<A>> effects) {
    this(decider, bounds, effects, new Safeguards());
  }

  ReplicaMachine(
      Decider decider, Bounds bounds, Consumer<Effect<A>> effects, Safeguards safeguards) {
    this.decider = decider;
    this.bounds = bounds;
    this.effects = effects;
    this.safeguards = safeguards;
  }

  /// Starts following the log and loads the state. The first input.
  public void open() {
    recovering = true;
    if (following) {
      load();
    } else {
      effects.accept(new Effect.Follow<>());
    }
  }

  /// Takes a piece of work. It is done after all that the same JID asked before.
  public void take(Work<A> work) {
    if (phase == Phase.CLOSED) {
      answer(work, Reply.Failed.NO_CHANNEL);
    } else if (waiting.size() >= bounds.waitingMax()) {
      answer(work, Reply.Failed.OVERLOADED);
    } else {
      waiting.add(work);
      pump();
    }
  }

  /// The channel as it is, which it is from {@link #loaded} on.
  public Channel channel() {
    return Optional.ofNullable(channel).orElseThrow(() -> new IllegalStateException("not loaded"));
  }

  /// Whether something is under way.
  public boolean isBusy() {
    return waiting.size() > 0 || !sent.isEmpty() || !stored.isEmpty() || recovering;
  }

  /// Whether it is at an end, and another has to be opened for the channel.
  public boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /// Ends it because nobody needs it. The last input, when it is not busy.
  public void release() {
    phase = Phase.CLOSED;
  }

  /// Tells the askers to wait whose time is over, and those to be patient of whose appends nothing
  /// is known.
  public void expire(long nowMs) {
    recent.expire(nowMs);
    waiting.late(nowMs).forEach(work -> giveUp(work, Reply.Failed.UNAVAILABLE));
  }

  /// What is given up may have been appended without our knowing; that is then all there is to say.
  private void giveUp(Work<A> work, Reply why) {
    answer(work, waiting.isUnsure(work) ? safeguards.whenUnsure(why) : why);
  }

  private void answer(Work<A> work, Reply reply) {
    effects.accept(new Effect.Answer<>(work.asker(), reply));
  }

  /* ---- deciding and appending ---- */

  private void pump() {
    while (phase == Phase.LIVE && !changing && sent.size() < bounds.appendsMax()) {
      Work<A> work = waiting.poll();
      if (work == null) {
        return;
      }
      switch (work) {
        case Work.Look<A> look -> effects.accept(new Effect.Show<>(look.asker()));
        case Work.Carry<A> carry -> carry(carry);
      }
    }
  }

  private void carry(Work.Carry<A> work) {
    switch (decider.decide(channel(), work.request())) {
      case Decision.Refused refused ->
          // It may stand in the log already, and be refused now for what came after it.
          giveUp(work, new Reply.Refused(refused));
      case Decision.Settled(var answer) -> {
        waiting.know(work.appendId());
        answer(work, new Reply.Granted(answer));
      }
      case Decision.Accepted(var event, var answer) -> append(work, event, answer);
    }
  }

  private void append(Work.Carry<A> work, ChannelEvent event, Decision.Answer answer) {
    List<StateChange> changes = StateCodec.changes(event);
    Channel now = channel();
    var next =
        new Effect.Append<>(
            work,
            event,
            EventCodec.write(event),
            changes,
            now.epoch(),
            now.version(),
            sent.isEmpty() ? null : sent.getLast().work().appendId(),
            answer);
    changing = next.isEnd() || StateChange.makeVersion(changes);
    sent.add(next);
    underway.add(work.appendId());
    effects.accept(next);
  }

  /// An append is in the log.
  public void stored(Effect.Append<A> done, EntryId id, EntryId previous, long version) {
    sent.remove(done);
    String appendId = done.work().appendId();
    underway.remove(appendId);
    waiting.know(appendId);
    if (phase == Phase.CLOSED) {
      answer(done.work(), new Reply.Granted(done.answer()));
      return;
    }
    stored.put(id, done);
    offer(new LogEntry(channel().epoch(), id, previous, version, appendId, done.bytes()));
    settle(id);
    proceed();
  }

  /// An append was not done: the state is at another version, or the log is another one.
  public void stale(Effect.Append<A> refused) {
    waiting.know(refused.work().appendId());
    notDone(refused);
  }

  /// An append was not done, and will not be.
  public void notDone(Effect.Append<A> failed) {
    sent.remove(failed);
    underway.remove(failed.work().appendId());
    if (phase == Phase.CLOSED) {
      giveUp(failed.work(), Reply.Failed.NO_CHANNEL);
      return;
    }
    waiting.again(safeguards.repeated(failed.work()));
    fallBehind();
    proceed();
  }

  /// Whether an append was done, or will be, is unknown: it is repeated under the same id, which
  /// answers with the first result if it was.
  public void unsure(Effect.Append<A> lost) {
    waiting.doubt(lost);
    notDone(lost);
  }

  /// Answers a request whose append was not answered, and whose entry was found in the log.
  private void found(String appendId) {
    waiting
        .found(appendId)
        .ifPresent(lost -> answer(lost.work(), new Reply.Granted(lost.answer())));
  }

  /// Answers a request whose entry was applied.
  private void settle(EntryId id) {
    if (channel != null && id.isAfter(channel.position())) {
      return;
    }
    Effect.Append<A> done = stored.remove(id);
    if (done != null) {
      answer(done.work(), new Reply.Granted(done.answer()));
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

  /// An entry was published.
  public void heard(LogEntry entry) {
    // The end of a channel is published only: there is no log left in which it could stand.
    if (bounds.trust() == Bounds.Trust.READ
        && !(EventCodec.read(entry.event()) instanceof ChannelEvent.Destroyed)) {
      ring(entry);
      return;
    }
    switch (phase) {
      case LOADING -> early.add(entry);
      case LIVE, BEHIND -> {
        offer(entry);
        proceed();
      }
      case CLOSED -> {}
    }
  }

  /// There is something to read, unless it is our own and about to be answered.
  private void ring(LogEntry entry) {
    boolean known = channel != null && !entry.id().isAfter(channel.position());
    if (!known && !underway.contains(entry.appendId())) {
      missed();
    }
  }

  /// What was published was not heard for a time.
  public void missed() {
    if (phase != Phase.CLOSED && safeguards.readsAfterInterruption()) {
      outdated = true;
      fallBehind();
      proceed();
    }
  }

  private void offer(LogEntry entry) {
    if (!entry.epoch().equals(channel().epoch())) {
      outdated = true;
      fallBehind();
      return;
    }
    held.put(entry.id(), entry);
    applyHeld();
    awaitGap();
  }

  private void awaitGap() {
    if (!held.isEmpty() && phase == Phase.LIVE) {
      effects.accept(new Effect.AwaitGap<>());
    }
  }

  /// A hole in the log had its time to be filled.
  public void gapOver() {
    boolean ours = !held.isEmpty() && underway.contains(held.firstEntry().getValue().appendId());
    if (phase == Phase.LIVE && !held.isEmpty() && !ours) {
      fallBehind();
      proceed();
    }
  }

  private void applyHeld() {
    while (!held.isEmpty() && phase != Phase.CLOSED) {
      LogEntry first = held.firstEntry().getValue();
      EntryId position = channel().position();
      if (!first.id().isAfter(position)) {
        held.pollFirstEntry();
        continue;
      }
      LogEntry next = safeguards.next(position, first);
      if (next == null || underway.contains(next.appendId())) {
        return;
      }
      held.pollFirstEntry();
      apply(next);
    }
  }

  private void apply(LogEntry entry) {
    Effect.Append<A> own = stored.get(entry.id());
    ChannelEvent event = own == null ? EventCodec.read(entry.event()) : own.event();
    effects.accept(new Effect.Deliver<>(channel().apply(entry, event)));
    recent.add(entry);
    settle(entry.id());
    found(entry.appendId());
    if (event instanceof ChannelEvent.Destroyed) {
      close();
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
    waiting.putBack();
    readOn();
  }

  /// What is held is in the log by now and is read with the rest of it; what is not, Redis has
  /// lost.
  private void readOn() {
    outdated = false;
    held.clear();
    Channel now = channel();
    effects.accept(new Effect.Read<>(now.epoch(), now.position(), CATCH_UP_ENTRIES));
  }

  /// The log was read: the entries that follow, without a hole; `last` is the log's last id, so
  /// there is more to read if it is not that of the last of these.
  public void read(List<LogEntry> entries, EntryId last) {
    if (phase == Phase.CLOSED) {
      return;
    }
    entries.forEach(entry -> held.put(entry.id(), entry));
    applyHeld();
    if (phase == Phase.CLOSED) {
      return;
    }
    if (outdated || last.isAfter(channel().position())) {
      readOn();
    } else {
      recovering = false;
      phase = Phase.LIVE;
      giveUpLost();
      awaitGap();
      pump();
    }
  }

  /// Nothing was on its way when the log or the state was asked for: what was stored by then and is
  /// not there, Redis has lost.
  private void giveUpLost() {
    stored.values().forEach(lost -> answer(lost.work(), Reply.Failed.UNSURE));
    stored.clear();
  }

  /// The log was read and ends with `last`, before what was applied.
  public void endsEarly(EntryId last) {
    List<LogEntry> missing = recent.after(last);
    if (missing.isEmpty()) {
      effects.accept(new Effect.Lost<>(last));
      broken();
    } else {
      effects.accept(new Effect.Heal<>(channel().epoch(), last, missing));
    }
  }

  /// The log does not lead on from what was applied, or is no more: the replica starts anew from
  /// the state.
  public void broken() {
    if (phase != Phase.CLOSED) {
      phase = Phase.LOADING;
      held.clear();
      open();
    }
  }

  /// What is published is heard from now on.
  public void followed() {
    following = true;
    load();
  }

  /// What was heard is in the state by now; what is not, Redis has lost.
  private void load() {
    outdated = false;
    early.clear();
    effects.accept(new Effect.Load<>());
  }

  /// The state was loaded.
  public void loaded(Channel found) {
    recovering = false;
    boolean anew = channel != null;
    channel = found;
    recent.clear();
    phase = Phase.LIVE;
    if (anew) {
      effects.accept(new Effect.Reloaded<>());
    }
    List.copyOf(stored.keySet()).forEach(this::settle);
    giveUpLost();
    if (outdated) {
      fallBehind();
    }
    early.forEach(this::offer);
    early.clear();
    proceed();
  }

  /// There is no such channel.
  public void absent() {
    recovering = false;
    close();
  }

  /// Redis could not be asked.
  public void unread() {
    effects.accept(new Effect.AwaitRetry<>());
  }

  /// Redis may be asked again; or what was missing is in the log again, or somebody else has
  /// changed where that ends.
  public void retryOver() {
    recovering = false;
    if (phase == Phase.LOADING) {
      open();
    } else if (phase == Phase.BEHIND) {
      recover();
    }
  }

  private void close() {
    phase = Phase.CLOSED;
    effects.accept(new Effect.Closed<>());
    stored.values().forEach(done -> answer(done.work(), new Reply.Granted(done.answer())));
    stored.clear();
    waiting.all().forEach(work -> giveUp(work, Reply.Failed.NO_CHANNEL));
  }
}
