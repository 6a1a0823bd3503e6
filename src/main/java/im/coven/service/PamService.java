package im.coven.service;

import im.coven.account.PamCodec;
import im.coven.account.PamCodec.Command.ClientJoin;
import im.coven.account.PamCodec.Command.ClientLeave;
import im.coven.account.PamCodec.Command.Malformed;
import im.coven.account.RosterItem;
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
  private final RosterService roster;
  private final CapsService caps;
  private final SessionDirectory directory;
  private final AccountParts.Place place;

  PamService(AccountParts parts, RosterService roster, CapsService caps) {
    this.mix = parts.mix();
    this.roster = roster;
    this.caps = caps;
    this.directory = parts.directory();
    this.place = parts.place();
    roster.listener(this::changed);
    caps.onLearned(this::settle);
    mix.onParticipationEnded((channel, account) -> drop(account, channel));
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
    // The channel tells of the join before it answers: whoever shall hear that must be attached.
    attachAll(session.account(), channel);
    return ask(new Iq.Set(session.account(), channel, iq.id(), command.payload()))
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

  /// Notes that the client used MIX in this session, so it copes with it. See XEP-0405 §2.1.
  void uses(ClientSession session) {
    if (!session.usedMix()) {
      session.useMix();
      settle(session);
    }
  }

  /// A session is available, maybe for the first time; `items` is the whole roster.
  void present(ClientSession session, Presence presence, List<RosterItem> items) {
    for (RosterItem item : items) {
      if (item.isChannel()) {
        session.channels().add(item.jid());
      }
    }
    if (!session.channels().isEmpty()) {
      caps.consider(session, presence);
    }
    settle(session);
  }

  /// A session is not available any more.
  void absent(ClientSession session) {
    caps.forget(session);
    session.channels().forEach(channel -> mix.detach(channel, session.address()));
  }

  /// An account's roster changed: its sessions follow.
  private void changed(Jid account, RosterItem item) {
    for (ClientSession session : directory.of(account, place)) {
      if (!item.isChannel()) {
        if (session.channels().remove(item.jid())) {
          mix.detach(item.jid(), session.address());
        }
      } else if (session.channels().add(item.jid())) {
        Optional.ofNullable(session.presence())
            .ifPresent(presence -> caps.consider(session, presence));
        settle(session);
      }
    }
  }

  /// A session goes on here; the channels that it followed are attached already.
  void resumed(ClientSession session, List<RosterItem> items) {
    Presence presence = session.presence();
    if (presence != null) {
      present(session, presence, items);
    }
  }

  private void settle(ClientSession session) {
    if (session.takesChannels()) {
      session
          .channels()
          .forEach(channel -> mix.attach(channel, session.address(), session.stream()));
    } else {
      session.channels().forEach(channel -> mix.detach(channel, session.address()));
    }
  }

  private void attachAll(Jid account, Jid channel) {
    for (ClientSession session : directory.of(account, place)) {
      if (session.takesChannels()) {
        mix.attach(channel, session.address(), session.stream());
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
