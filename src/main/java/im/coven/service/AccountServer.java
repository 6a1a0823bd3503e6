package im.coven.service;

import im.coven.account.SessionEntry;
import im.coven.disco.DiscoItems;
import im.coven.jid.Jid;
import im.coven.redis.AccountStore;
import im.coven.redis.BlockStore;
import im.coven.redis.OfflineStore;
import im.coven.redis.PepStore;
import im.coven.redis.RedisLink;
import im.coven.redis.RemovalStore;
import im.coven.redis.ResumeStore;
import im.coven.redis.RoomStore;
import im.coven.redis.RosterStore;
import im.coven.redis.SessionRegistry;
import im.coven.redis.VcardStore;
import im.coven.sasl.Credentials;
import im.coven.service.AccountParts.Place;
import im.coven.service.BusNotice.Reason;
import im.coven.service.SessionDirectory.Held;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.stream.Checkpoint;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server of Coven's own accounts, as the doors ask it. One per event loop.
public final class AccountServer {

  /// How a registration ended.
  public enum Registration {
    DONE,
    TAKEN
  }

  /// How a resource binding ended.
  public sealed interface Binding {}

  /// The resource is bound.
  public record Bound(Session session) implements Binding {}

  /// It is not. See RFC 6120 §7.7.2.2.
  public record Unbound(StanzaError error) implements Binding {}

  /// How a resumption ended.
  public sealed interface Resumption {}

  /// The session is here; it goes on with {@link Return#begin} or is given back.
  public record Resumed(Session session, Checkpoint checkpoint, Return back)
      implements Resumption {}

  /// How a session comes back. One of `begin` and `giveBack` is called, once.
  public interface Return {

    /// What the client has not got. From this turn of the loop on the stream is sent what is new.
    /// Nothing when it is not certain: then the session has ended.
    Optional<Rest> begin();

    /// What the client has not got was sent: the session sends what came for it meanwhile. Answers
    /// the fields in which that was kept.
    List<String> deliver();

    /// The stream is over already: the session waits on.
    void giveBack();
  }

  /// What the client has not got after the first `handled` stanzas, in the order of their sending.
  public record Rest(long handled, List<SentStanza> stanzas) {}

  /// There is no such session; `h` is as far as an expired one came, -1 where that is not known.
  public record NotResumed(long h) implements Resumption {}

  /// As hard to guess as 128 random bits.
  private static final int RANDOM_BYTES = 16;

  private static final Logger LOG = LoggerFactory.getLogger(AccountServer.class);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final AccountSettings settings;
  private final AccountParts parts;
  private final AccountStore accounts;
  private final SessionRegistry registry;
  private final InstanceBus bus;
  private final AccountDelivery delivery;
  private final RosterService roster;
  private final BlockService blocking;
  private final PresenceService presences;
  private final PamService pam;
  private final SubscriptionService subscriptions;
  private final AccountRemoval removal;
  private final StanzaRouter router;
  private final Handler handler = new Handler();
  private final ResumptionService resumptions;

  public AccountServer(AccountSettings settings, AccountParts parts) {
    this.settings = settings;
    this.parts = parts;
    RedisLink link = parts.link();
    this.accounts = new AccountStore(link);
    this.registry = new SessionRegistry(link);
    var offline = new OfflineStore(link, settings.offlineMessagesMax());
    var resumptions = new ResumeStore(link);
    this.bus = new InstanceBus(parts, resumptions, settings.resuming().waitingMax());
    String notices = InstanceBus.noticeTopic(link);
    this.roster =
        new RosterService(new RosterStore(link, notices, settings.rosterItemsMax()), parts);
    this.blocking =
        new BlockService(
            new BlockStore(link, notices, settings.personal().blockedMax()), roster, parts);
    var carbons = new CarbonService(registry, bus);
    this.delivery = new AccountDelivery(registry, offline, bus, carbons, blocking, parts);
    var caps = new CapsService();
    var archive = new UserArchive(parts, settings.archive());
    this.pam =
        new PamService(parts, roster, caps, blocking, archive, settings.personal().joinSeconds());
    var rooms = new RoomSessions(parts.mix().rooms(), new RoomStore(link));
    this.presences = new PresenceService(registry, offline, delivery, pam, rooms, settings);
    this.subscriptions = new SubscriptionService(roster, presences, delivery, settings);
    this.resumptions =
        new ResumptionService(
            new ResumptionService.Services(
                parts, resumptions, registry, bus, delivery, roster, presences, pam, blocking),
            settings.resuming(),
            handler);
    var nodes = new PepStore(link, settings.personal().nodesMax());
    var news = new PepNews(nodes, registry, delivery, roster, blocking, bus, settings.domains());
    caps.onWished(news::wished);
    var pep = new PepService(nodes, news, settings.personal());
    var disco = new ServerDisco(this::services, archive.isKept());
    this.removal = new AccountRemoval(new RemovalStore(link), registry, bus, pam, subscriptions);
    var registration = new RegistrationService(parts, accounts, removal);
    var iqs =
        new AccountIqs(
            new AccountIqs.Services(
                roster,
                subscriptions,
                pam,
                delivery,
                disco,
                registration,
                new VcardService(new VcardStore(link), settings.vcardBytesMax()),
                carbons,
                blocking,
                pep,
                new PrivateStorage(nodes, pep, settings.personal())));
    this.router =
        new StanzaRouter(
            settings,
            new StanzaRouter.Services(
                parts.mix(),
                rooms,
                iqs,
                delivery,
                presences,
                subscriptions,
                pam,
                caps,
                archive,
                carbons,
                blocking));
    blocking.onChange(consequences());
  }

  /// What follows from blocking somebody.
  private BlockService.Consequences consequences() {
    return new BlockService.Consequences() {
      @Override
      public void changed(ClientSession session) {
        pam.blocked(session);
      }

      @Override
      public Future<Void> changed(Jid account, Jid contact, boolean isBlocked) {
        return isBlocked
            ? presences.hide(account, contact)
            : presences.show(account, contact).compose(_ -> presences.show(contact, account));
      }
    };
  }

  /// Starts to hear what other instances have for the sessions here. Before the first bind.
  public Future<Void> start() {
    parts.link().onReconnected(this::catchUp);
    return bus.listen(this::heard, this::catchUp);
  }

  /// What is kept of the account's password, or nothing when there is no such account.
  public Future<Optional<Credentials>> credentials(Jid account) {
    return accounts.credentials(account);
  }

  /// Makes an account (XEP-0077).
  public Future<Registration> register(Jid account, Credentials credentials) {
    return accounts
        .create(account, credentials)
        .map(made -> made ? Registration.DONE : Registration.TAKEN);
  }

  /// Replaces the password; answers whether there is such an account.
  public Future<Boolean> changePassword(Jid account, Credentials credentials) {
    return accounts.replace(account, credentials);
  }

  /// Binds a resource to a stream: the one asked for, or one made here. Where another session has
  /// it, that one's stream is closed with `conflict`, on whichever instance it is.
  public Future<Binding> bind(Jid account, @Nullable String resource, ClientStream stream) {
    Jid full = account.withResource(resource == null ? random() : resource);
    var entry =
        new SessionEntry(
            Objects.requireNonNull(full.resourcepart()),
            parts.place().toString(),
            random() + ".0",
            null);
    return registry
        .enter(account, entry, settings.sessionsMax())
        .compose(entered ->
            entered instanceof SessionRegistry.TooMany
                ? sweep(account)
                    .compose(done -> registry.enter(account, entry, settings.sessionsMax()))
                : Future.succeededFuture(entered))
        .map(entered -> bound(entered, full, entry, stream));
  }

  private Binding bound(
      SessionRegistry.Entered entered, Jid full, SessionEntry entry, ClientStream stream) {
    return switch (entered) {
      case SessionRegistry.NoAccount none ->
          new Unbound(Condition.NOT_ALLOWED.because("There is no such account"));
      case SessionRegistry.TooMany many ->
          new Unbound(
              Condition.RESOURCE_CONSTRAINT.because("The account has too many sessions open"));
      case SessionRegistry.Done(var older) -> {
        var session = new ClientSession(full, entry, stream, handler);
        Held here = parts.directory().put(new Held(session, parts.place(), parts.context()));
        if (here != null) {
          here.run(parts.place(), replaced -> replaced.close(Reason.REPLACED.error()));
        } else if (older != null) {
          bus.end(full, older, Reason.REPLACED)
              .onFailure(cause -> LOG.warn("an older session could not be told to end", cause));
          resumptions.replaced(full, older);
        }
        registry.enlist(parts.place().instance(), parts.place().loop(), full.bare());
        yield new Bound(session);
      }
    };
  }

  /// Goes on with a session of an account that waits to be resumed, or is let go of within a
  /// bounded time by whoever has it; `h` is how many of its stanzas the client has, as it stands on
  /// the wire.
  public Future<Resumption> resume(Jid account, String id, long h, ClientStream stream) {
    return resumptions.resume(account, id, h, stream);
  }

  /// Ends the sessions that waited too long to be resumed.
  public Future<Void> expire() {
    return resumptions.expire();
  }

  /// Ends the sessions that a dead instance left behind, but for those that can be resumed. For
  /// whoever buried it; may be repeated.
  public Future<Void> bury(String instance) {
    return registry
        .listed(instance)
        .compose(accounts -> {
          var swept = new ArrayList<Future<Void>>();
          accounts.forEach(account -> swept.add(bury(account, instance)));
          return Future.all(swept);
        })
        .compose(done -> registry.forget(instance));
  }

  private Future<Void> bury(Jid account, String instance) {
    return registry
        .find(account, account)
        .compose(found -> {
          var gone = new ArrayList<Future<Void>>();
          for (SessionEntry entry : found.sessions()) {
            if (Place.instanceOf(entry.place()).equals(instance)) {
              gone.add(
                  resumptions
                      .release(account, entry)
                      .compose(waits ->
                          waits ? Future.succeededFuture() : presences.bury(account, entry)));
            }
          }
          return Future.all(gone).mapEmpty();
        });
  }

  /// Removes an account: it leaves its channels and contacts, its streams are closed, and nothing
  /// of it is kept. Answers whether there was one.
  public Future<Boolean> remove(Jid account) {
    return removal.remove(account, null);
  }

  /// Goes on with removals that nobody has in hand: those of a command, or of an instance that died
  /// over them.
  Future<Void> takeUpRemovals() {
    return removal.takeUp();
  }

  /// Removes entries that dead instances left behind.
  private Future<Void> sweep(Jid account) {
    return registry
        .find(account, account)
        .compose(found -> {
          var removals = new ArrayList<Future<?>>();
          for (SessionEntry entry : found.sessions()) {
            if (!bus.isLive(entry)) {
              removals.add(registry.leave(account, entry));
            }
          }
          return Future.all(removals).mapEmpty();
        });
  }

  private void heard(BusNotice notice) {
    switch (notice) {
      case BusNotice.Delivery stanza -> delivery.arrived(stanza);
      case BusNotice.Eviction(var full, var id, var reason) -> bus.endHere(full, id, reason);
      case BusNotice.Wanted wanted -> resumptions.wanted(wanted);
      case BusNotice.Kept kept -> resumptions.kept(kept);
      case BusNotice.RosterChange(var account, var version, var item) ->
          roster.changed(account, version, item);
      case BusNotice.BlockChange(var account, var version, var change) ->
          blocking.changed(account, version, change);
    }
  }

  /// Notices were missed, maybe state was lost: the sessions here are entered again, and learn what
  /// their rosters have become.
  private void catchUp() {
    presences.resume();
    for (Jid account : parts.directory().accounts()) {
      for (ClientSession session : parts.directory().of(account, parts.place())) {
        registry.present(account, session.entry(), 0);
        resumptions.catchUp(session);
      }
      blocking.refresh(account);
      roster
          .refresh(account)
          .onFailure(cause -> LOG.warn("the roster of {} may be stale", account, cause));
    }
  }

  private List<DiscoItems.Item> services() {
    String name = parts.mix().name();
    return Stream.concat(
            parts.mix().domains().stream().map(domain -> new DiscoItems.Item(domain, null, name)),
            parts.mix().rooms().items().stream())
        .toList();
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Does what the sessions of this loop are told.
  private final class Handler implements ClientSession.Handler {

    @Override
    public ClientSession.Progress handle(ClientSession session, Stanza stanza, long number) {
      return router.route(session, stanza, number);
    }

    @Override
    public ClientSession.Resumptions resumptions() {
      return resumptions;
    }

    @Override
    public void ended(ClientSession session, List<Stanza> unacknowledged) {
      parts.directory().remove(session);
      resumptions.ended(session);
      Place place = parts.place();
      if (parts.directory().of(session.account(), place).isEmpty()) {
        registry.delist(place.instance(), place.loop(), session.account());
      }
      presences
          .ended(session)
          .onFailure(cause -> LOG.warn("the end of {} is not known", session.address(), cause))
          .onComplete(done -> {
            roster.forget(session.account());
            unacknowledged.forEach(delivery::missed);
          });
    }
  }
}
