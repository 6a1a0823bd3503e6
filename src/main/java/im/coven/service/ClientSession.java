package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.RosterCodec.Annotation;
import im.coven.account.SessionEntry;
import im.coven.account.Wishes;
import im.coven.jid.Jid;
import im.coven.redis.ResumeStore;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stream.Checkpoint;
import im.coven.stream.StreamError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bound resource of an account. Lives on its stream's loop.
///
/// Its stanzas are taken one after the other: a stanza waits until the one before has been handed
/// on, not until it was answered. How many may wait is the door's to bound.
final class ClientSession implements Session {

  /// Whether the client copes with what MIX channels send.
  enum MixSupport {
    UNKNOWN,
    ASKED,
    CAPABLE,
    INCAPABLE
  }

  /// How far a stanza is: `next` completes when the one after it may be taken without overtaking
  /// it, `done` when Coven is responsible for it. Neither fails.
  record Progress(Future<Void> next, Future<Void> done) {

    private static final Future<Void> REACHED = Future.succeededFuture();

    /// Nothing is left to do.
    static Progress finished() {
      return new Progress(REACHED, REACHED);
    }

    /// The next stanza must wait for this one.
    static Progress inOrder(Future<Void> done) {
      return new Progress(done, done);
    }

    /// The order is kept by whoever has the stanza now.
    static Progress handedOn(Future<Void> done) {
      return new Progress(REACHED, done);
    }
  }

  /// Does what a session is told.
  interface Handler {

    /// Carries out a stanza; under a number that is not 0 it may come again.
    Progress handle(ClientSession session, Stanza stanza, long number);

    /// Clears up after the session.
    void ended(ClientSession session, List<Stanza> unacknowledged);

    /// Keeps the session so that it can be resumed.
    Resumptions resumptions();
  }

  /// What keeps sessions so that they can be resumed.
  interface Resumptions {

    int seconds();

    Optional<String> position(ClientSession session);

    Future<Void> open(ClientSession session, Checkpoint first);

    Future<Boolean> save(ClientSession session, Checkpoint.Change change);

    Future<Void> park(ClientSession session, Checkpoint last, List<String> stale);

    /// A stanza for a session that waits to be resumed, or goes on elsewhere.
    void late(ClientSession session, Stanza stanza);
  }

  private record Waiting(Stanza stanza, long number, Promise<Void> done) {}

  private final Jid address;
  private final Jid account;
  private final String id;
  private final String place;
  private final ClientStream stream;
  private final Handler handler;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Set<Jid> directed = new LinkedHashSet<>();
  private final Set<Jid> channels = new HashSet<>();
  private final Set<Jid> sharing = new HashSet<>();
  private final Map<Jid, Long> shown = new HashMap<>();
  private long presences;
  private boolean busy;
  private long rosterVersion;
  private boolean ended;
  private boolean kept;
  private boolean parked;
  private @Nullable List<Stanza> coming;
  private long resumedNanos = Long.MIN_VALUE;
  private boolean usedMix;
  private Wishes wishes;
  private volatile @Nullable BlockList blocked;
  private boolean blockedIsStale;
  private boolean readBlocked;
  private @Nullable Presence presence;
  private @Nullable Annotation interest;
  private MixSupport mixSupport = MixSupport.UNKNOWN;

  ClientSession(Jid address, SessionEntry entry, ClientStream stream, Handler handler) {
    this.address = address;
    this.account = address.bare();
    this.id = entry.id();
    this.place = entry.place();
    this.wishes = entry.wishes();
    this.stream = stream;
    this.handler = handler;
  }

  @Override
  public Jid address() {
    return address;
  }

  Jid account() {
    return account;
  }

  /// Tells the session from an earlier one of the same full JID. Safe on every loop.
  String id() {
    return id;
  }

  ClientStream stream() {
    return stream;
  }

  @Override
  public Future<Void> receive(Stanza stanza, long number) {
    if (ended) {
      return Future.succeededFuture();
    }
    if (!busy && waiting.isEmpty()) {
      Progress progress = handler.handle(this, stanza, number);
      waitFor(progress.next());
      return progress.done();
    }
    Promise<Void> done = Promise.promise();
    waiting.add(new Waiting(stanza, number, done));
    return done.future();
  }

  private void drain() {
    while (!busy && !ended && !waiting.isEmpty()) {
      Waiting first = waiting.remove();
      Progress progress = handler.handle(this, first.stanza(), first.number());
      progress.done().onComplete(first.done());
      waitFor(progress.next());
    }
  }

  private void waitFor(Future<Void> next) {
    if (!next.isComplete()) {
      busy = true;
      next.onComplete(ignored -> {
        busy = false;
        drain();
      });
    }
  }

  @Override
  public void ended(List<Stanza> unacknowledged) {
    if (!ended) {
      ended = true;
      waiting.forEach(left -> left.done().complete());
      waiting.clear();
      handler.ended(this, unacknowledged);
    }
  }

  boolean hasEnded() {
    return ended;
  }

  /// Sends a stanza to the client; its `to` stays as it is.
  void send(Stanza stanza) {
    if (parked) {
      handler.resumptions().late(this, stanza);
    } else if (coming != null) {
      coming.add(stanza);
    } else if (!ended) {
      stream.send(stanza);
    }
  }

  /* ---- resumption ---- */

  @Override
  public String resumptionId() {
    return ResumeStore.idOf(id);
  }

  @Override
  public int resumeSeconds() {
    return handler.resumptions().seconds();
  }

  @Override
  public Optional<String> position() {
    return handler.resumptions().position(this);
  }

  @Override
  public String state() {
    return SessionState.of(this).write();
  }

  @Override
  public Future<Void> open(Checkpoint first) {
    kept = true;
    return handler.resumptions().open(this, first);
  }

  @Override
  public Future<Boolean> save(Checkpoint.Change change) {
    return handler.resumptions().save(this, change);
  }

  @Override
  public Future<Void> park(Checkpoint last, List<String> stale) {
    if (ended) {
      return Future.succeededFuture();
    }
    ended = true;
    parked = true;
    waiting.forEach(left -> left.done().complete());
    waiting.clear();
    return handler.resumptions().park(this, last, stale);
  }

  /// Goes on as a session that was kept.
  void resume(SessionState state, @Nullable Presence presence) {
    this.presence = presence;
    this.interest = state.interest();
    this.rosterVersion = state.rosterVersion();
    this.mixSupport = state.mixSupport();
    this.usedMix = state.usedMix();
    this.wishes = state.wishes();
    this.readBlocked = state.readBlocked();
    directed.addAll(state.directed());
    kept = true;
    coming = new ArrayList<>();
    resumedNanos = System.nanoTime();
  }

  /// Its stream takes stanzas from now on: first those that came while it had none.
  void begin(List<Stanza> late) {
    List<Stanza> meanwhile = meanwhile();
    coming = null;
    late.forEach(this::send);
    meanwhile.forEach(this::send);
  }

  /// What came for it while it had no stream.
  List<Stanza> meanwhile() {
    return coming == null ? List.of() : List.copyOf(coming);
  }

  /// Whether it is kept so that it can be resumed.
  boolean isKept() {
    return kept;
  }

  /// How long ago it was resumed, in nanoseconds.
  long sinceResumedNanos() {
    return resumedNanos == Long.MIN_VALUE ? Long.MAX_VALUE : System.nanoTime() - resumedNanos;
  }

  /// What keeps it.
  ResumeStore.Named named() {
    return new ResumeStore.Named(address, id);
  }

  /// Ends the stream, but lets the session be resumed.
  void leave(StreamError error) {
    stream.leave(error);
  }

  /// Sends a stanza to the client under its full JID.
  void sendTo(Stanza stanza) {
    send(stanza.withTo(address));
  }

  void close(StreamError error) {
    stream.close(error);
  }

  /// What the other instances know of the session.
  SessionEntry entry() {
    return new SessionEntry(
        Objects.requireNonNull(address.resourcepart()), place, id, wishes, presence);
  }

  /// The last available presence; null while the session is not available.
  @Nullable Presence presence() {
    return presence;
  }

  void presence(@Nullable Presence presence) {
    presences++;
    this.presence = presence;
  }

  /// What it wants to be sent beside what is addressed to it.
  Wishes wishes() {
    return wishes;
  }

  void wishes(Wishes wishes) {
    this.wishes = wishes;
  }

  /// Whom the account has blocked; null until that is known. Safe on every loop.
  @Nullable BlockList blocked() {
    return blocked;
  }

  void blocked(BlockList list) {
    this.blocked = list;
  }

  /// Whether the list changed since it was last read for this session.
  boolean blockedIsStale() {
    return blockedIsStale;
  }

  void blockedIsStale(boolean stale) {
    this.blockedIsStale = stale;
  }

  /// Whether the client asked for the list, and is told of its changes.
  boolean readBlocked() {
    return readBlocked;
  }

  void readBlocked(boolean read) {
    this.readBlocked = read;
  }

  /// How roster pushes are written for the client; null until it asked for the roster.
  @Nullable Annotation interest() {
    return interest;
  }

  void interest(Annotation annotation) {
    this.interest = annotation;
  }

  /// The newest version of the roster that the client was sent.
  long rosterVersion() {
    return rosterVersion;
  }

  void rosterVersion(long version) {
    this.rosterVersion = version;
  }

  /// Whom the client sent presence to directly.
  Set<Jid> directed() {
    return directed;
  }

  /// The channels that the account takes part in, as far as the session has heard.
  Set<Jid> channels() {
    return channels;
  }

  /// Those of them that the account shares presence with.
  Set<Jid> sharing() {
    return sharing;
  }

  /// Which presence each channel was told last, by its {@link #presences}.
  Map<Jid, Long> shown() {
    return shown;
  }

  /// How many presences the session had so far.
  long presences() {
    return presences;
  }

  MixSupport mixSupport() {
    return mixSupport;
  }

  void mixSupport(MixSupport support) {
    this.mixSupport = support;
  }

  /// Whether the client itself used MIX in this session.
  boolean usedMix() {
    return usedMix;
  }

  void useMix() {
    usedMix = true;
    mixSupport = MixSupport.CAPABLE;
  }

  /// Whether channels send to it: it is available and understands them. See XEP-0405 §2.2.
  boolean takesChannels() {
    return presence != null && mixSupport == MixSupport.CAPABLE && !ended;
  }
}
