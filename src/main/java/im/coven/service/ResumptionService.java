package im.coven.service;

import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
import im.coven.account.StoredText;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import im.coven.redis.ResumeStore;
import im.coven.redis.ResumeStore.Named;
import im.coven.redis.ResumeStore.Taken;
import im.coven.redis.SessionRegistry;
import im.coven.service.AccountServer.Resumption;
import im.coven.service.BusNotice.Otherwise;
import im.coven.service.BusNotice.Reason;
import im.coven.service.SessionDirectory.Held;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stream.Acknowledgements;
import im.coven.stream.Checkpoint;
import im.coven.stream.Checkpoint.Inbound;
import im.coven.stream.Replay;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions that go on after their connection: kept in Redis, let go of, taken, expired (XEP-0198
/// §5).
///
/// A session without a connection lives in Redis alone. Whoever has it lets go of it when its
/// connection is lost, when it stops, or when a client resumes it somewhere else; of one that died,
/// who buries it does. Then the first who asks takes it, be it the same instance or another.
final class ResumptionService implements ClientSession.Resumptions {

  private static final Logger LOG = LoggerFactory.getLogger(ResumptionService.class);
  private static final long POLL_MS = 50;
  private static final long ASK_MS = 1000;
  private static final long FOLLOW_MS = 5000;

  /// A session that was resumed a moment ago stays: two streams that resume it at once must not
  /// both get it.
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// Unless its connection turns out to be lost within this time: then it is the same client again.
  private static final long NOTICE_MS = 800;

  /// There is no such session.
  private static final Resumption GONE = new AccountServer.NotResumed(-1);

  /// What the service stands on.
  record Services(
      AccountParts parts,
      ResumeStore store,
      SessionRegistry registry,
      InstanceBus bus,
      AccountDelivery delivery,
      RosterService roster,
      PresenceService presences,
      PamService pam,
      BlockService blocking) {}

  private final Services services;
  private final AccountParts parts;
  private final ResumeStore store;
  private final AccountSettings.Resuming settings;
  private final ClientSession.Handler handler;
  private final List<Attempt> attempts = new ArrayList<>();

  ResumptionService(
      Services services, AccountSettings.Resuming settings, ClientSession.Handler handler) {
    this.services = services;
    this.parts = services.parts();
    this.store = services.store();
    this.settings = settings;
    this.handler = handler;
  }

  /* ---- keeping ---- */

  @Override
  public int seconds() {
    return settings.seconds();
  }

  @Override
  public Optional<String> position(ClientSession session) {
    return parts.mix().cursors(session.address()).map(Cursor::write);
  }

  @Override
  public Future<Void> open(ClientSession session, Checkpoint first) {
    var all = new Checkpoint.Change(first.fields(), List.of());
    return store.open(session.named(), parts.place().toString(), all);
  }

  @Override
  public Future<Boolean> save(ClientSession session, Checkpoint.Change change) {
    return store.save(session.named(), change);
  }

  @Override
  public Future<Void> park(ClientSession session, Checkpoint last, List<String> stale) {
    parts.directory().remove(session);
    services.pam().absent(session);
    services.presences().absent(session);
    if (parts.directory().of(session.account(), parts.place()).isEmpty()) {
      var _ =
          services
              .registry()
              .delist(parts.place().instance(), parts.place().loop(), session.account());
    }
    services.roster().forget(session.account());
    return store(session, new Checkpoint.Change(last.fields(), stale));
  }

  private Future<Void> store(ClientSession session, Checkpoint.Change last) {
    return store
        .park(session.named(), last, settings.seconds())
        .onFailure(cause -> {
          LOG.warn("{} does not wait to be resumed yet", session.address(), cause);
          services.presences().later(() -> store(session, last));
        })
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  @Override
  public void late(ClientSession session, Stanza stanza) {
    services.delivery().follow(new BusNotice.Delivery(session.address(), Otherwise.DROP, stanza));
  }

  /// Forgets a session that has ended.
  void ended(ClientSession session) {
    if (session.isKept()) {
      store
          .close(session.named())
          .onFailure(cause -> services.presences().later(() -> ended(session)));
    }
  }

  /// Hands the sessions of this loop what was kept for them while they could not be reached.
  void catchUp(ClientSession session) {
    if (session.isKept()) {
      store.late(session.named()).onSuccess(late -> late.forEach(session::send));
    }
  }

  /* ---- resuming ---- */

  /// One client that resumes.
  private static final class Attempt {
    private final Jid account;
    private final String id;
    private final long h;
    private final ClientStream stream;
    private final long deadlineNanos;
    private final Promise<Resumption> promise = Promise.promise();
    private @Nullable String generation;
    private long askedNanos = Long.MIN_VALUE;

    private Attempt(Jid account, String id, long h, ClientStream stream, long patienceMs) {
      this.account = account;
      this.id = id;
      this.h = h;
      this.stream = stream;
      this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
    }

    private boolean asks(long now) {
      boolean due =
          askedNanos == Long.MIN_VALUE || now - askedNanos > TimeUnit.MILLISECONDS.toNanos(ASK_MS);
      askedNanos = due ? now : askedNanos;
      return due;
    }
  }

  /// Goes on with a session of which the client has `h` stanzas, on this loop.
  Future<Resumption> resume(Jid account, String id, long h, ClientStream stream) {
    var attempt = new Attempt(account, id, h, stream, settings.patienceMs());
    attempts.add(attempt);
    attempt.promise.future().onComplete(done -> attempts.remove(attempt));
    proceed(attempt);
    return attempt.promise.future();
  }

  private void proceed(Attempt attempt) {
    if (attempt.promise.future().isComplete()) {
      return;
    }
    store
        .take(attempt.account, attempt.id, parts.place().toString())
        .onSuccess(take -> {
          switch (take) {
            case ResumeStore.Gone() -> attempt.promise.tryComplete(GONE);
            case ResumeStore.Late(var inbound) ->
                attempt.promise.tryComplete(
                    new AccountServer.NotResumed(
                        Acknowledgements.wire(Inbound.read(inbound).all())));
            case ResumeStore.Held held -> await(attempt, held);
            case Taken taken -> install(attempt, taken);
          }
        })
        .onFailure(attempt.promise::tryFail);
  }

  /// Another has the session: it is asked to let go of it. Once it changed hands meanwhile, another
  /// was faster.
  private void await(Attempt attempt, ResumeStore.Held held) {
    long now = System.nanoTime();
    if (attempt.generation == null) {
      attempt.generation = held.generation();
    }
    if (!attempt.generation.equals(held.generation()) || now > attempt.deadlineNanos) {
      attempt.promise.tryComplete(GONE);
      return;
    }
    if (attempt.asks(now)) {
      var wanted = new BusNotice.Wanted(attempt.account, attempt.id, parts.place().toString());
      var _ = services.bus().tell(held.place(), wanted);
    }
    parts.context().owner().setTimer(POLL_MS, tick -> proceed(attempt));
  }

  /// Another place wants a session of this one.
  void wanted(BusNotice.Wanted wanted) {
    for (ClientSession session : parts.directory().of(wanted.account(), parts.place())) {
      if (session.isKept() && session.resumptionId().equals(wanted.id())) {
        if (session.sinceResumedNanos() < FRESH_NANOS) {
          parts.context().owner().setTimer(NOTICE_MS, tick -> keep(session, wanted));
        } else {
          session.leave(Reason.RESUMED.error());
        }
      }
    }
  }

  private void keep(ClientSession session, BusNotice.Wanted wanted) {
    if (parts.directory().of(wanted.account(), parts.place()).contains(session)) {
      var kept = new BusNotice.Kept(wanted.account(), wanted.id());
      var _ = services.bus().tell(wanted.asker(), kept);
    }
  }

  /// What was wanted is not let go of.
  void kept(BusNotice.Kept kept) {
    for (Attempt attempt : List.copyOf(attempts)) {
      if (attempt.account.equals(kept.account()) && attempt.id.equals(kept.id())) {
        attempt.promise.tryComplete(GONE);
      }
    }
  }

  private void install(Attempt attempt, Taken taken) {
    Checkpoint checkpoint = Checkpoint.read(taken.fields());
    Presence presence =
        taken.presence().isEmpty() ? null : (Presence) StoredText.stanza(taken.presence());
    SessionState state = SessionState.read(checkpoint.state());
    String resource = String.valueOf(taken.full().resourcepart());
    var entry = new SessionEntry(resource, parts.place().toString(), taken.entryId(), presence);
    var session = new ClientSession(taken.full(), entry, attempt.stream, handler);
    session.resume(state, presence);
    parts.directory().put(new Held(session, parts.place(), parts.context()));
    var _ =
        services
            .registry()
            .enlist(parts.place().instance(), parts.place().loop(), session.account());
    var coming = new Coming(attempt, taken, checkpoint, session);
    coming
        .follow()
        .onSuccess(done -> attempt.promise.tryComplete(coming.resumed()))
        .onFailure(cause -> {
          LOG.info("{} is not resumed: {}", session.address(), cause.getMessage());
          coming.abandon();
          attempt.promise.tryComplete(GONE);
        });
  }

  /// A session that was taken and is not with its stream yet.
  private final class Coming implements AccountServer.Return {
    private final Attempt attempt;
    private final Taken taken;
    private final Checkpoint checkpoint;
    private final ClientSession session;
    private List<Relay> relays = List.of();
    private List<RosterItem> roster = List.of();

    private Coming(Attempt attempt, Taken taken, Checkpoint checkpoint, ClientSession session) {
      this.attempt = attempt;
      this.taken = taken;
      this.checkpoint = checkpoint;
      this.session = session;
    }

    /// Finds out what its channels and its roster have for it.
    private Future<Void> follow() {
      var followed = new ArrayList<Future<Relay>>();
      for (Cursor cursor : cursors()) {
        followed.add(parts.mix().follow(cursor, session.address(), settings.waitingMax()));
      }
      long version = session.rosterVersion();
      var rosterNow = services.roster().state(session.account());
      return Future.all(rosterNow, Future.all(followed), services.blocking().load(session))
          .timeout(FOLLOW_MS, TimeUnit.MILLISECONDS)
          .compose(all -> {
            if (session.interest() != null && rosterNow.result().version() != version) {
              return Future.failedFuture("the roster has changed");
            }
            relays = followed.stream().map(Future::result).toList();
            roster = rosterNow.result().items();
            return Future.succeededFuture();
          });
    }

    private List<Cursor> cursors() {
      return Cursor.read(checkpoint.position());
    }

    private Resumption resumed() {
      return new AccountServer.Resumed(session, checkpoint, this);
    }

    @Override
    public Optional<AccountServer.Rest> begin() {
      Optional<AccountServer.Rest> rest = rest(attempt.h, checkpoint, relays);
      if (rest.isEmpty()) {
        LOG.info("{} is not resumed: what its client has is not certain", session.address());
        abandon();
        return rest;
      }
      for (Relay relay : relays) {
        parts.mix().resume(relay.cursor(), session.address(), attempt.stream);
      }
      services.pam().resumed(session, roster);
      return rest;
    }

    @Override
    public List<String> deliver() {
      session.begin(late(taken.fields()));
      services.presences().returned(session);
      return taken.fields().keySet().stream().filter(name -> name.startsWith("l")).toList();
    }

    @Override
    public void giveBack() {
      release();
      parts.directory().remove(session);
      var _ = store.park(session.named(), Checkpoint.Change.none(), settings.seconds());
      session.meanwhile().forEach(stanza -> late(session, stanza));
    }

    private void abandon() {
      release();
      List<Stanza> owed = unacknowledged(taken.full(), taken.fields());
      owed.addAll(session.meanwhile());
      session.ended(owed);
    }

    private void release() {
      cursors().forEach(cursor -> parts.mix().release(cursor, session.address()));
    }
  }

  /// What the client has not got, as far as that is certain.
  private static Optional<AccountServer.Rest> rest(
      long h, Checkpoint checkpoint, List<Relay> relays) {
    var kept = new TreeMap<Long, SentStanza>();
    checkpoint.kept().forEach((number, stanza) -> kept.put(number, SentStanza.of(stanza)));
    long handled = Acknowledgements.unwrapped(checkpoint.acknowledged(), h);
    boolean certain = relays.stream().allMatch(Relay::isCertain);
    if (!checkpoint.settled() || (handled > checkpoint.base() && !certain)) {
      return Optional.empty();
    }
    var logs = new ArrayList<List<SentStanza>>();
    for (Relay relay : relays) {
      var log = new ArrayList<SentStanza>();
      for (Rendering rendering : relay.end()) {
        log.add(new SentStanza.Spliced(rendering.head(), rendering.tail()));
      }
      logs.add(log);
    }
    return Replay.of(checkpoint.base(), kept, handled, logs)
        .map(stanzas -> new AccountServer.Rest(handled, stanzas));
  }

  /* ---- the end ---- */

  /// Another session has the resource of one that may wait to be resumed.
  void replaced(Jid full, SessionEntry older) {
    store
        .end(new Named(full, older.id()))
        .onSuccess(fields -> fields.ifPresent(kept -> missed(full, kept)));
    if (!services.bus().isLive(older)) {
      var _ = release(full.bare(), older);
    }
  }

  /// Lets the session of a dead instance be resumed; answers whether it can be.
  Future<Boolean> release(Jid account, SessionEntry entry) {
    return store.release(new Named(account.withResource(entry.resource()), entry.id()), seconds());
  }

  /// Ends the sessions whose time is over.
  Future<Void> expire() {
    return store
        .due()
        .compose(due -> {
          var ended = new ArrayList<Future<Void>>();
          due.forEach(one -> ended.add(expire(one)));
          return Future.all(ended).mapEmpty();
        });
  }

  private Future<Void> expire(ResumeStore.Due due) {
    Jid full = due.session().full();
    return services
        .registry()
        .find(full, full)
        .compose(found ->
            store
                .expire(due.session())
                .compose(fields ->
                    fields.isEmpty()
                        ? Future.<Void>succeededFuture()
                        : expired(due.session(), found, fields.get())))
        .compose(done -> store.forget(due));
  }

  private Future<Void> expired(
      Named session, SessionRegistry.Found found, Map<String, String> fields) {
    Jid full = session.full();
    Optional<SessionEntry> entry =
        found.sessions().stream()
            .filter(one -> ResumeStore.idOf(one.id()).equals(session.id()))
            .findFirst();
    Future<Void> gone =
        entry.isEmpty()
            ? Future.succeededFuture()
            : services.presences().bury(full.bare(), entry.get());
    return gone.onSuccess(done -> missed(full, fields));
  }

  private void missed(Jid full, Map<String, String> fields) {
    unacknowledged(full, fields).forEach(services.delivery()::missed);
  }

  /// What the client of a kept session has not acknowledged and nobody else has, and what came
  /// later.
  private static List<Stanza> unacknowledged(Jid full, Map<String, String> fields) {
    Checkpoint checkpoint = Checkpoint.read(fields);
    List<SentStanza> sent =
        checkpoint.kept().tailMap(checkpoint.acknowledged() + 1).values().stream()
            .map(SentStanza::of)
            .toList();
    var all = new ArrayList<>(SentStanza.owed(sent, full));
    all.addAll(late(fields));
    return all;
  }

  private static List<Stanza> late(Map<String, String> fields) {
    var late = new ArrayList<Stanza>();
    for (int i = 1; i <= Integer.parseInt(fields.getOrDefault("l", "0")); i++) {
      String text = fields.get("l" + i);
      if (text != null) {
        late.add(StoredText.stanza(text));
      }
    }
    return late;
  }
}
