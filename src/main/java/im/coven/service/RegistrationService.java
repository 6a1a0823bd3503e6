package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.REGISTRATION_REQUIRED;

import im.coven.jid.Jid;
import im.coven.redis.AccountStore;
import im.coven.sasl.Credentials;
import im.coven.sasl.SaslPrep;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.Optional;

/// What the owner of an account can do with it: see that it is there, change its password, remove
/// it. See XEP-0077 §3.2, §3.3.
final class RegistrationService {

  static final String NS = "jabber:iq:register";

  private final AccountParts parts;
  private final AccountStore accounts;
  private final AccountRemoval removal;

  RegistrationService(AccountParts parts, AccountStore accounts, AccountRemoval removal) {
    this.parts = parts;
    this.accounts = accounts;
    this.removal = removal;
  }

  /// Answers a request of the account's own client.
  Future<Stanza> handle(ClientSession session, Iq.Request iq) {
    Jid account = session.account();
    if (iq instanceof Iq.Get) {
      Element registered =
          Element.builder("query", NS)
              .add(Element.of("registered", NS))
              .text("username", account.localpart())
              .build();
      return Future.succeededFuture(iq.result(registered));
    }
    return iq.payload().child("remove").isPresent()
        ? remove(session, iq)
        : changePassword(account, iq);
  }

  private Future<Stanza> remove(ClientSession session, Iq.Request iq) {
    return removal
        .remove(session.account(), session)
        .map(_ -> {
          // Behind the result, which is sent in this turn.
          parts.context().runOnContext(later -> session.close(BusNotice.Reason.REMOVED.error()));
          return iq.result(null);
        });
  }

  private Future<Stanza> changePassword(Jid account, Iq.Request iq) {
    Optional<String> user = iq.payload().childText("username");
    Optional<String> password = iq.payload().childText("password");
    if (user.isEmpty() || password.isEmpty()) {
      return Future.succeededFuture(iq.error(BAD_REQUEST.because("Name user and password")));
    }
    boolean own =
        Jid.parse(user.get() + "@" + account.domainpart()).filter(account::equals).isPresent();
    if (!own) {
      return Future.succeededFuture(
          iq.error(NOT_ALLOWED.because("You can change your own password only")));
    }
    Optional<String> prepared = SaslPrep.prepare(password.get());
    if (prepared.isEmpty()) {
      return Future.succeededFuture(iq.error(NOT_ACCEPTABLE.because("This is not a password")));
    }
    Future<Credentials> derived = parts.derive().apply(prepared.get());
    return derived
        .compose(credentials -> accounts.replace(account, credentials))
        .map(replaced ->
            replaced ? iq.result(null) : iq.error(REGISTRATION_REQUIRED.because("It is removed")));
  }
}
