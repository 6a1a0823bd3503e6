package im.coven.service;

import im.coven.account.Carbons;
import im.coven.account.Carbons.Direction;
import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.SessionRegistry;
import im.coven.redis.SessionRegistry.Found;
import im.coven.service.BusNotice.Otherwise;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/// Copies of messages for the other clients of an account that asked for them, wherever they are.
/// See XEP-0280.
final class CarbonService {

  private final SessionRegistry registry;
  private final InstanceBus bus;

  CarbonService(SessionRegistry registry, InstanceBus bus) {
    this.registry = registry;
    this.bus = bus;
  }

  /// Turns copies on or off for a client; answers once every instance knows.
  Future<Stanza> change(ClientSession session, Iq.Request iq) {
    if (iq instanceof Iq.Get) {
      return Future.succeededFuture(iq.error(Condition.BAD_REQUEST.error()));
    }
    boolean wanted = iq.payload().name().equals("enable");
    if (session.wishes().carbons() == wanted) {
      return Future.succeededFuture(iq.result(null));
    }
    session.wishes(session.wishes().withCarbons(wanted));
    return registry
        .present(session.account(), session.entry(), 0)
        .<Stanza>map(iq.result(null))
        .onFailure(_ -> session.wishes(session.wishes().withCarbons(!wanted)));
  }

  /// Copies what a client of the account sends for its other clients. What goes to the account
  /// itself is copied where it arrives.
  Future<Void> sent(ClientSession session, Message message) {
    Jid account = session.account();
    boolean toSelf = message.to() == null || message.to().bare().equals(account);
    if (toSelf || !Carbons.isEligible(message, Direction.SENT)) {
      return Future.succeededFuture();
    }
    return toOthers(session, message, Direction.SENT);
  }

  /// Copies an answer that a client of the account gets to what was copied.
  Future<Void> answered(ClientSession session, Message original, Message answer) {
    if (!Carbons.isEligible(original, Direction.SENT)) {
      return Future.succeededFuture();
    }
    return toOthers(session, answer.withTo(session.address()), Direction.RECEIVED);
  }

  private Future<Void> toOthers(ClientSession session, Message message, Direction direction) {
    Jid account = session.account();
    return registry
        .find(account, account)
        .compose(found -> copy(account, message, direction, found.sessions(), session.id()::equals))
        .otherwiseEmpty();
  }

  /// Copies what came for an account for those of its clients that did not get it: `had` are the
  /// ids of those that did. A client that wrote to its own account has it anyhow.
  Future<Void> received(Message message, Found found, Set<String> had) {
    if (!Carbons.isEligible(message, Direction.RECEIVED)) {
      return Future.succeededFuture();
    }
    Jid account = Objects.requireNonNull(message.to()).bare();
    Jid from = Objects.requireNonNull(message.from());
    var all = new HashSet<>(had);
    for (SessionEntry entry : found.sessions()) {
      if (from.bare().equals(account) && entry.resource().equals(from.resourcepart())) {
        all.add(entry.id());
      }
    }
    return copy(account, message, Direction.RECEIVED, found.sessions(), all::contains);
  }

  private Future<Void> copy(
      Jid account,
      Message message,
      Direction direction,
      List<SessionEntry> sessions,
      Predicate<String> has) {
    var handed = new ArrayList<Future<Boolean>>();
    for (SessionEntry entry : sessions) {
      if (entry.wishes().carbons() && !has.test(entry.id()) && bus.isLive(entry)) {
        Jid client = account.withResource(entry.resource());
        Message copy = Carbons.copy(direction, message, client);
        handed.add(bus.hand(client, entry, copy, Otherwise.DROP));
      }
    }
    // The message itself was delivered: a copy that cannot be must not have it refused.
    return Future.join(handed).<Void>mapEmpty().otherwiseEmpty();
  }
}
