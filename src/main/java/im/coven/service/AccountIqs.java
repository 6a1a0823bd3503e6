package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.Carbons;
import im.coven.account.PamCodec;
import im.coven.account.PepCodec;
import im.coven.account.RosterCodec;
import im.coven.account.RosterCodec.Change;
import im.coven.account.RosterItem;
import im.coven.disco.DiscoItems;
import im.coven.jid.Jid;
import im.coven.redis.SessionRegistry.Found;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.Objects;

/// Requests to accounts and to their server, which are never passed to a client. Each gets one
/// answer. See RFC 6121 §8.5.2.1.3.
final class AccountIqs {

  private final RosterService roster;
  private final SubscriptionService subscriptions;
  private final PamService pam;
  private final AccountDelivery delivery;
  private final ServerDisco disco;
  private final RegistrationService registration;
  private final VcardService vcards;
  private final CarbonService carbons;
  private final BlockService blocking;
  private final PepService pep;
  private final PrivateStorage storage;

  /// The services that requests are handed to.
  record Services(
      RosterService roster,
      SubscriptionService subscriptions,
      PamService pam,
      AccountDelivery delivery,
      ServerDisco disco,
      RegistrationService registration,
      VcardService vcards,
      CarbonService carbons,
      BlockService blocking,
      PepService pep,
      PrivateStorage storage) {}

  AccountIqs(Services services) {
    this.roster = services.roster();
    this.subscriptions = services.subscriptions();
    this.pam = services.pam();
    this.delivery = services.delivery();
    this.disco = services.disco();
    this.registration = services.registration();
    this.vcards = services.vcards();
    this.carbons = services.carbons();
    this.blocking = services.blocking();
    this.pep = services.pep();
    this.storage = services.storage();
  }

  /// Answers for the client's own account.
  Future<Stanza> own(ClientSession session, Iq.Request iq) {
    Element payload = iq.payload();
    if (PamCodec.isCommand(payload)) {
      return pam.command(session, iq.withTo(session.account()));
    }
    if (payload.is("query", RosterCodec.NS)) {
      return switch (iq) {
        case Iq.Get get -> roster(session, get);
        case Iq.Set set -> change(session, set);
      };
    }
    if (VcardService.isVcard(payload)) {
      return vcards.own(session.account(), iq);
    }
    if (Carbons.isSwitch(payload)) {
      return carbons.change(session, iq);
    }
    if (PepCodec.isRequest(payload)) {
      return pep.own(session.account(), iq);
    }
    if (payload.is("query", PrivateStorage.NS)) {
      return storage.handle(session.account(), iq);
    }
    if (BlockList.isRequest(payload)) {
      return blocking.handle(session, iq);
    }
    if (payload.is("query", RegistrationService.NS)) {
      return registration.handle(session, iq);
    }
    if (iq instanceof Iq.Get get && ServerDisco.isQuery(payload)) {
      return Future.succeededFuture(disco.account(get));
    }
    return Future.succeededFuture(common(iq));
  }

  /// Answers for the server of the accounts.
  Stanza server(Iq.Request iq) {
    return iq instanceof Iq.Get get && ServerDisco.isQuery(get.payload())
        ? disco.server(get)
        : common(iq);
  }

  /// Answers for somebody else's account. Who may not see its presence does not learn whether it is
  /// there. See XEP-0030 §8.
  Future<Stanza> other(Iq.Request iq) {
    if (PamCodec.isCommand(iq.payload())) {
      return Future.succeededFuture(iq.error(Condition.FORBIDDEN.error()));
    }
    return delivery
        .find(Objects.requireNonNull(iq.to()).bare(), Objects.requireNonNull(iq.from()))
        .compose(found ->
            found.isBlocked()
                ? Future.succeededFuture(iq.error(Condition.SERVICE_UNAVAILABLE.error()))
                : other(iq, found));
  }

  private Future<Stanza> other(Iq.Request iq, Found found) {
    if (VcardService.isVcard(iq.payload())) {
      return vcards.other(iq);
    }
    if (PepCodec.isRequest(iq.payload()) && found.exists()) {
      return pep.other(iq, sees(found));
    }
    return Future.succeededFuture(
        iq instanceof Iq.Get get && ServerDisco.isQuery(iq.payload())
            ? shown(get, found)
            : iq.error(Condition.SERVICE_UNAVAILABLE.error()));
  }

  /// Whether the asker may see the account's presence.
  private static boolean sees(Found found) {
    return found.item().map(item -> item.subscription().isSeen()).orElse(false);
  }

  private Stanza shown(Iq.Get iq, Found found) {
    if (sees(found)) {
      return disco.account(iq);
    }
    return iq.payload().ns().equals(DiscoItems.NS) && found.exists()
        ? iq.result(Element.of("query", DiscoItems.NS))
        : iq.error(Condition.SERVICE_UNAVAILABLE.error());
  }

  private Future<Stanza> roster(ClientSession session, Iq.Get get) {
    if (RosterCodec.query(get.payload()).annotation() == RosterCodec.Annotation.ANNOTATED) {
      pam.uses(session);
    }
    return roster.get(session, get);
  }

  private Future<Stanza> change(ClientSession session, Iq.Set iq) {
    return switch (RosterCodec.change(iq.payload())) {
      case Change.Put put -> roster.put(session, iq, put);
      case Change.Remove remove -> remove(session, iq, remove.contact());
      case Change.Refused refused -> Future.succeededFuture(iq.error(refused.error()));
    };
  }

  /// Removes a contact or, where it is one, leaves a channel. See RFC 6121 §2.5.2.
  private Future<Stanza> remove(ClientSession session, Iq.Set iq, Jid contact) {
    Jid account = session.account();
    return delivery
        .find(account, contact)
        .compose(found -> {
          RosterItem item = found.item().orElse(RosterItem.unknown(contact));
          if (!item.listed()) {
            return Future.succeededFuture(iq.error(Condition.ITEM_NOT_FOUND.error()));
          }
          if (item.isChannel()) {
            return pam.removed(account, contact)
                .<Stanza>map(iq.result(null))
                .recover(cause -> unleft(iq, cause));
          }
          return subscriptions.end(account, item).map(iq.result(null));
        });
  }

  private static Future<Stanza> unleft(Iq.Set iq, Throwable cause) {
    return cause instanceof PamService.Unleft unleft
        ? Future.succeededFuture(iq.error(unleft.error()))
        : Future.failedFuture(cause);
  }

  private static Stanza common(Iq.Request iq) {
    return iq instanceof Iq.Get && iq.payload().is("ping", ServerDisco.NS_PING)
        ? iq.result(null)
        : iq.error(Condition.SERVICE_UNAVAILABLE.error());
  }
}
