package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.PamCodec;
import im.coven.account.PamCodec.Command.ClientJoin;
import im.coven.account.PamCodec.Command.ClientLeave;
import im.coven.account.PamCodec.Command.Malformed;
import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
import im.coven.account.Subscription;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// MIX-PAM: the account joins and leaves channels for its clients, keeps them in the roster, and
/// decides which sessions a channel sends to. See XEP-0405 §2.
final class PamService {

  private static final String NS_CORE = "urn:xmpp:mix:core:1";
  private static final Logger LOG = LoggerFactory.getLogger(PamService.class);

  /// A channel that is not there any more has been left whatever it answers.
  private static final Set<Condition> LEFT_ANYHOW =
      Set.of(
          Condition.ITEM_NOT_FOUND,
          Condition.GONE,
          Condition.FORBIDDEN,
          Condition.REMOTE_SERVER_NOT_FOUND);

  private final MixService mix;
  private final UserArchive archive;
  private final RosterService roster;
  private final CapsService caps;
  private final BlockService blocking;
  private final int joinSeconds;
  private final SharedPresence shared;
  private final SessionDirectory directory;
  private final AccountParts.Place place;
  private final ObservedChannels observed;

  PamService(
      AccountParts parts,
      RosterService roster,
      CapsService caps,
      BlockService blocking,
      UserArchive archive,
      int joinSeconds) {
    this.joinSeconds = joinSeconds;
    this.archive = archive;
    this.mix = parts.mix();
    this.roster = roster;
    this.caps = caps;
    this.blocking = blocking;
    this.shared = new SharedPresence(mix, blocking);
    this.directory = parts.directory();
    this.place = parts.place();
    roster.listener(this::changed);
    caps.onLearned(this::settle);
    this.observed = new ObservedChannels(mix, roster);
    mix.onParticipationEnded(new Ended());
  }

  /// Carries out a command of a client to its own account.
  Future<Stanza> command(ClientSession session, Iq.Request iq) {
    if (iq instanceof Iq.Get) {
      return Future.succeededFuture(iq.error(Condition.BAD_REQUEST.error()));
    }
    uses(session);
    return switch (PamCodec.read(iq.payload())) {
      case ClientJoin join -> join(session, iq, join);
      case ClientLeave leave -> leave(session, iq, leave);
      case Malformed(var error) -> Future.succeededFuture(iq.error(error));
    };
  }

  private Future<Stanza> join(ClientSession session, Iq.Request iq, ClientJoin command) {
    Jid channel = command.channel();
    if (blocking.isBlocked(session, channel)) {
      return Future.succeededFuture(iq.error(BlockList.refusal()));
    }
    // The channel tells of the join before it answers: whoever shall hear that must be attached.
    attachAll(session.account(), channel);
    return archive
        .follow(session.account(), channel)
        .compose(_ -> askToJoin(new Iq.Set(session.account(), channel, iq.id(), command.payload())))
        .compose(answer ->
            switch (answer) {
              case Iq.Result result when result.payload() != null ->
                  enlist(session, iq, command, result.payload());
              case Iq.Error error ->
                  Future.succeededFuture(new Iq.Error(iq.to(), iq.from(), iq.id(), error.error()));
              default -> Future.succeededFuture(iq.error(Condition.INTERNAL_SERVER_ERROR.error()));
            })
        .onComplete(done -> detachStrangers(session.account(), channel));
  }

  /// Asks a channel to let an account in. Where the channel does not say in time it has not, and
  /// the account leaves again should the channel say yes later.
  private Future<Iq> askToJoin(Iq.Set request) {
    Future<Iq> answer = ask(request);
    return answer
        .timeout(joinSeconds, TimeUnit.SECONDS)
        .recover(cause -> {
          if (answer.isComplete()) {
            return Future.failedFuture(cause);
          }
          answer.onSuccess(late -> {
            if (late instanceof Iq.Result) {
              leaveAgain(
                  Objects.requireNonNull(request.from()), Objects.requireNonNull(request.to()));
            }
          });
          return Future.succeededFuture(request.error(Condition.REMOTE_SERVER_TIMEOUT.error()));
        });
  }

  /// Unless the account has joined after all, by asking once more.
  private void leaveAgain(Jid account, Jid channel) {
    roster
        .items(account)
        .compose(items ->
            items.stream().anyMatch(item -> item.isChannel() && item.jid().equals(channel))
                ? Future.succeededFuture()
                : leave(account, channel))
        .onFailure(cause -> LOG.warn("{} does not let go of {}", channel, account, cause));
  }

  /// Puts the channel into the roster; its push goes out before the answer.
  private Future<Stanza> enlist(
      ClientSession session, Iq.Request iq, ClientJoin command, Element joined) {
    Optional<String> id = PamCodec.participantId(joined);
    if (id.isEmpty()) {
      return Future.succeededFuture(iq.error(Condition.INTERNAL_SERVER_ERROR.error()));
    }
    Subscription subscription = PamCodec.subscription(command.payload());
    session.channels().add(command.channel());
    return roster
        .change(
            session.account(), command.channel(), item -> item.asChannel(id.get(), subscription))
        .compose(changed ->
            changed.isPresent()
                ? Future.<Stanza>succeededFuture(iq.result(PamCodec.joined(command, joined)))
                : withdraw(session, iq, command));
  }

  /// The roster has no room for the channel, so the join is undone.
  private Future<Stanza> withdraw(ClientSession session, Iq.Request iq, ClientJoin command) {
    session.channels().remove(command.channel());
    Element leave = Element.of("leave", command.payload().ns());
    return mix.handle(new Iq.Set(session.account(), command.channel(), iq.id(), leave))
        .map(ignored -> iq.error(Condition.NOT_ALLOWED.because("The roster is full")));
  }

  private Future<Stanza> leave(ClientSession session, Iq.Request iq, ClientLeave command) {
    return ask(new Iq.Set(session.account(), command.channel(), iq.id(), command.payload()))
        .compose(answer ->
            switch (answer) {
              case Iq.Error(var from, var to, var id, var error, var payload)
                  when !LEFT_ANYHOW.contains(error.condition()) ->
                  Future.succeededFuture(new Iq.Error(iq.to(), iq.from(), iq.id(), error));
              case Iq.Result result ->
                  strike(session.account(), command.channel())
                      .map(ignored -> iq.result(PamCodec.left(command, result.payload())));
              default ->
                  strike(session.account(), command.channel())
                      .map(ignored -> iq.result(PamCodec.left(command, null)));
            });
  }

  /// Leaves a channel that the user removed from the roster, and removes it.
  Future<Void> removed(Jid account, Jid channel) {
    return leave(account, channel).compose(left -> strike(account, channel));
  }

  /// Leaves all channels of an account that is being removed. See XEP-0405 §2.9.
  Future<Void> leaveAll(Jid account) {
    return roster
        .items(account)
        .compose(items -> {
          var left = new ArrayList<Future<Void>>();
          for (RosterItem item : items) {
            if (item.isChannel()) {
              left.add(leave(account, item.jid()));
            }
          }
          return Future.all(left).mapEmpty();
        });
  }

  /// Has the service forget what is registered for an account that is being removed.
  Future<Void> forget(Jid account) {
    return mix.forget(account);
  }

  /// Leaves a channel; fails with [Unleft] where that does not let go.
  private Future<Void> leave(Jid account, Jid channel) {
    return ask(new Iq.Set(account, channel, "leave", Element.of("leave", NS_CORE)))
        .compose(answer ->
            answer instanceof Iq.Error error && !LEFT_ANYHOW.contains(error.error().condition())
                ? Future.failedFuture(new Unleft(error.error()))
                : Future.succeededFuture());
  }

  /// The channel did not let go.
  static final class Unleft extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient StanzaError error;

    Unleft(StanzaError error) {
      super(error.condition().wire(), null, false, false);
      this.error = error;
    }

    StanzaError error() {
      return error;
    }
  }

  private Future<Void> strike(Jid account, Jid channel) {
    return roster
        .change(account, channel, item -> item.isChannel() ? RosterItem.unknown(channel) : item)
        .mapEmpty();
  }

  private void drop(Jid account, Jid channel) {
    strike(account, channel)
        .onFailure(cause -> LOG.warn("{} stays in the roster of {}", channel, account, cause));
  }

  private Future<Iq> ask(Iq.Set request) {
    if (!mix.serves(Objects.requireNonNull(request.to()))) {
      return Future.succeededFuture(request.error(Condition.REMOTE_SERVER_NOT_FOUND.error()));
    }
    return mix.handle(request)
        .map(answers ->
            answers.stream()
                .filter(answer -> answer instanceof Iq iq && iq.id().equals(request.id()))
                .map(Iq.class::cast)
                .findFirst()
                .orElseGet(() -> request.error(Condition.INTERNAL_SERVER_ERROR.error())));
  }

  /// Sees what a channel answers to a client: where that changed whether presence is shared, the
  /// roster follows (H40).
  void passing(ClientSession session, Stanza request, Stanza answer) {
    if (request instanceof Iq.Set set
        && answer instanceof Iq.Result result
        && result.payload() != null
        && PamCodec.isPreference(set.payload())) {
      Subscription wanted = PamCodec.subscription(result.payload());
      Jid channel = Objects.requireNonNull(set.to());
      roster
          .change(
              session.account(),
              channel,
              item ->
                  item.participantId() == null
                      ? item
                      : item.asChannel(item.participantId(), wanted))
          .onFailure(cause -> LOG.warn("the roster of {} is stale", session.account(), cause));
    }
  }

  /// Notes that the client used MIX in this session, so it copes with it. See XEP-0405 §2.1.
  void uses(ClientSession session) {
    if (!session.usedMix()) {
      session.useMix();
      settle(session);
    }
  }

  /// A session is available, maybe for the first time; `items` is the whole roster.
  void present(ClientSession session, Presence presence, List<RosterItem> items) {
    enlist(session, presence, items);
    settle(session);
  }

  private void enlist(ClientSession session, Presence presence, List<RosterItem> items) {
    for (RosterItem item : items) {
      if (item.isChannel()) {
        session.channels().add(item.jid());
        share(session, item);
      }
    }
    caps.consider(session, presence);
  }

  /// Notes whether a channel gets presence; answers whether that is new.
  private static boolean share(ClientSession session, RosterItem item) {
    return item.subscription().isSeen()
        ? session.sharing().add(item.jid())
        : session.sharing().remove(item.jid());
  }

  /// A session is not available any more: its channels are told. Complete when they know, or it is
  /// owed to them.
  Future<Void> gone(ClientSession session) {
    absent(session);
    return shared.end(session);
  }

  /// A session of a dead instance is not available any more. Fails where a channel cannot be told
  /// now.
  Future<Void> bury(Jid account, SessionEntry entry) {
    return entry.isAvailable()
        ? roster.items(account).compose(items -> shared.bury(account, entry, items))
        : Future.succeededFuture();
  }

  /// Carries out presence that a client sends to a channel itself; answers why the channel does not
  /// take it, if so.
  Future<Optional<StanzaError>> directed(ClientSession session, Jid channel, Presence presence) {
    if (presence.type() != Presence.Type.AVAILABLE) {
      return shared.hide(session, channel).map(Optional.empty());
    }
    Future<Void> noted =
        session.channels().contains(channel)
            ? Future.succeededFuture()
            : observed.visiting(session.account(), channel);
    return noted.compose(_ -> shared.show(session, channel, presence, false));
  }

  /// Has a channel change a subscription of an account that may take no part in it.
  Future<List<Stanza>> subscription(ClientSession session, Iq.Set iq) {
    uses(session);
    return observed.subscription(session.account(), iq);
  }

  /// Hears of channels what the account did not ask for.
  private final class Ended implements ParticipationListener {

    @Override
    public void ended(Jid channel, Jid account) {
      drop(account, channel);
    }

    @Override
    public void unobserved(Jid channel, Jid account) {
      observed
          .tidy(account, channel)
          .onFailure(cause -> LOG.warn("{} stays noted for {}", channel, account, cause));
    }
  }

  /// Redis is back: channels are told what they may not know.
  void resume() {
    shared.settleDebts();
    for (Jid account : directory.accounts()) {
      for (ClientSession session : directory.of(account, place)) {
        session.shown().keySet().removeAll(session.sharing());
        shared.settle(session, true);
      }
    }
  }

  /// A session leaves this loop, or is not available any more: nothing is sent to it.
  void absent(ClientSession session) {
    caps.forget(session);
    session.channels().forEach(channel -> mix.detach(channel, session.address()));
  }

  /// An account's roster changed: its sessions follow.
  private void changed(Jid account, RosterItem item) {
    for (ClientSession session : directory.of(account, place)) {
      Jid channel = item.jid();
      if (!item.isChannel()) {
        if (session.channels().remove(channel)) {
          session.sharing().remove(channel);
          session.shown().remove(channel);
          mix.release(channel, session.address());
        }
        continue;
      }
      boolean added = session.channels().add(channel);
      if (added) {
        Optional.ofNullable(session.presence())
            .ifPresent(presence -> caps.consider(session, presence));
      }
      boolean shares = share(session, item);
      if (added || shares) {
        settle(session);
      }
      if (!session.sharing().contains(channel) && session.shown().containsKey(channel)) {
        var _ = shared.hide(session, channel);
      }
    }
  }

  /// A session goes on here; the channels that it followed are attached already.
  void resumed(ClientSession session, List<RosterItem> items) {
    Presence presence = session.presence();
    if (presence != null) {
      enlist(session, presence, items);
      attach(session);
      shared.settle(session, true);
    }
  }

  /// A session's account has blocked somebody, or does not any more: blocked channels neither send
  /// to it nor know of it.
  void blocked(ClientSession session) {
    settle(session);
  }

  private void settle(ClientSession session) {
    attach(session);
    shared.settle(session, false);
  }

  private void attach(ClientSession session) {
    if (session.takesChannels()) {
      session.channels().forEach(channel -> attach(session, channel));
    } else {
      session.channels().forEach(channel -> mix.detach(channel, session.address()));
    }
  }

  /// Who comes to a channel is told who is present there.
  private void attach(ClientSession session, Jid channel) {
    if (blocking.isBlocked(session, channel)) {
      mix.detach(channel, session.address());
      return;
    }
    boolean fresh = !mix.isAttached(channel, session.address());
    mix.attach(channel, session.address(), session.stream());
    if (fresh) {
      mix.show(channel, session.address());
    }
  }

  private void attachAll(Jid account, Jid channel) {
    for (ClientSession session : directory.of(account, place)) {
      if (session.takesChannels()) {
        attach(session, channel);
      }
    }
  }

  /// Undoes [#attachAll] where the account did not join.
  private void detachStrangers(Jid account, Jid channel) {
    for (ClientSession session : directory.of(account, place)) {
      if (!session.channels().contains(channel)) {
        mix.detach(channel, session.address());
      }
    }
  }
}
