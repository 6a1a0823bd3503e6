package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.Archiving;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers;
import im.coven.mam.MamQuery;
import im.coven.mam.Preferences;
import im.coven.mam.SealedIds;
import im.coven.redis.AccountArchive;
import im.coven.redis.AccountArchive.Added;
import im.coven.redis.ArchiveStore;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// The accounts' archives: what is said from one to one is kept once for each of both; what
/// channels say is read from their logs, as far as the account took part. On the loop of the asker.
///
/// See XEP-0313 §6.1.1, XEP-0405 §2.11, XEP-0441.
final class UserArchive {

  private static final String NS_SID = "urn:xmpp:sid:0";
  private static final String NS_HINTS = "urn:xmpp:hints";

  private final AccountParts parts;
  private final AccountSettings.Archive settings;
  private final AccountArchive store;
  private final ArchiveStore channels;

  UserArchive(AccountParts parts, AccountSettings.Archive settings) {
    this.parts = parts;
    this.settings = settings;
    this.store =
        new AccountArchive(
            parts.link(), new AccountArchive.Keeping(settings.days(), settings.messagesMax()));
    this.channels = new ArchiveStore(parts.link());
  }

  /// Whether accounts have archives.
  boolean isKept() {
    return settings.isKept();
  }

  /* ---- what is kept ---- */

  /// Keeps a message from one account to another for each of them that is ours, and then has it
  /// delivered, with the receiver's archive id; what is refused then is not kept. Before that
  /// `copying` gets it with the sender's archive id.
  Future<Optional<Stanza>> through(
      Message message,
      Function<Message, Future<Void>> copying,
      Function<Message, Future<Optional<Stanza>>> delivery) {
    Jid to = Objects.requireNonNull(message.to()).bare();
    Jid from = Objects.requireNonNull(message.from()).bare();
    Message clean = message.without(child -> isForged(child, to));
    if (!settings.isKept() || !isArchived(message)) {
      return copying.apply(clean).compose(_ -> delivery.apply(clean));
    }
    var kept = new ArrayList<Future<Optional<Added>>>(2);
    kept.add(store.add(to, from, clean));
    if (!from.equals(to)) {
      kept.add(store.add(from, to, clean));
    }
    return Future.all(kept)
        .compose(_ -> {
          Message sent = named(clean, kept.getLast().result());
          Message received = named(clean, kept.getFirst().result());
          return copying
              .apply(sent)
              .compose(_ -> delivery.apply(received))
              .onSuccess(refusal -> refusal.ifPresent(_ -> withdraw(kept)))
              .onFailure(_ -> withdraw(kept));
        });
  }

  private void withdraw(List<Future<Optional<Added>>> kept) {
    kept.forEach(each -> each.result().ifPresent(store::withdraw));
  }

  /// What is said is kept, and what asks for it, unless it asks not to be. See XEP-0334 §4.
  private static boolean isArchived(Message message) {
    boolean told = message.type() == Message.Type.CHAT || message.type() == Message.Type.NORMAL;
    boolean wanted =
        message.child("body", Stanza.NS).isPresent()
            || message.child("store", NS_HINTS).isPresent();
    return told && wanted && !Archiving.isHeldBack(message.toElement());
  }

  /// Only the receiver's server says under which id its archive has a message. See XEP-0359 §3.
  private static boolean isForged(Element child, Jid receiver) {
    return child.is("stanza-id", NS_SID)
        && Jid.parse(child.attrOr("by", "")).map(by -> by.equals(receiver)).orElse(true);
  }

  private static Message named(Message message, Optional<Added> place) {
    if (place.isEmpty()) {
      return message;
    }
    Added added = place.get();
    String id = new SealedIds(added.key()).seal(new ArchivePlace(added.id(), 0).halves());
    var nodes = new ArrayList<>(message.nodes());
    nodes.add(stanzaId(added.account(), id));
    return message.withNodes(nodes);
  }

  static Element stanzaId(Jid account, String id) {
    return Element.builder("stanza-id", NS_SID).attr("by", account).attr("id", id).build();
  }

  /// Notes that an account is about to join a channel.
  Future<Void> follow(Jid account, Jid channel) {
    return settings.isKept() ? store.follow(account, channel) : Future.succeededFuture();
  }

  /* ---- what is asked ---- */

  /// Answers a request of an account to its own archive.
  Future<List<Stanza>> answer(ClientSession session, Iq.Request iq) {
    Jid account = session.account();
    return store
        .open(account)
        .compose(opened ->
            opened.isEmpty()
                ? answered(iq.error(ITEM_NOT_FOUND.error()))
                : answer(account, iq, opened.get()));
  }

  private Future<List<Stanza>> answer(Jid account, Iq.Request iq, AccountArchive.Opened opened) {
    Element payload = iq.payload();
    if (payload.name().equals("prefs")) {
      return prefs(account, iq, opened.preferences());
    }
    if (payload.attr("node") != null) {
      return answered(iq.error(ITEM_NOT_FOUND.because("An account has no nodes")));
    }
    var reader =
        new UserArchiveReader(parts, settings, new Stores(store, channels), account, opened);
    if (payload.name().equals("metadata") && iq instanceof Iq.Get) {
      return reader
          .ends()
          .map(ends -> List.of(iq.result(MamAnswers.metadata(ends.getFirst(), ends.getLast()))));
    }
    if (!payload.name().equals("query")) {
      return answered(iq.error(FEATURE_NOT_IMPLEMENTED.error()));
    }
    if (iq instanceof Iq.Get) {
      return answered(iq.result(MamQuery.form(MamQuery.Of.ACCOUNT)));
    }
    return switch (MamQuery.read(payload, MamQuery.Of.ACCOUNT)) {
      case MamQuery.Malformed(var error) -> answered(iq.error(error));
      case MamQuery.Ok(var query) ->
          reader
              .page(query, query.page().maxWithin(settings.pageMax()))
              .map(found ->
                  switch (found) {
                    case ArchiveReader.Refused(var error) -> List.of(iq.error(error));
                    case ArchiveReader.Messages(var page) ->
                        MamAnswers.answers(iq, account, query, page);
                  });
    };
  }

  /// Where the parts of an archive are.
  record Stores(AccountArchive own, ArchiveStore channels) {}

  private Future<List<Stanza>> prefs(Jid account, Iq.Request iq, Preferences now) {
    if (iq instanceof Iq.Get) {
      return answered(iq.result(now.toElement()));
    }
    return switch (Preferences.read(iq.payload())) {
      case Preferences.Malformed(var error) -> answered(iq.error(error));
      case Preferences.Ok(var wanted) ->
          store.prefer(account, wanted).map(_ -> List.of(iq.result(wanted.toElement())));
    };
  }

  private static Future<List<Stanza>> answered(Stanza answer) {
    return Future.succeededFuture(List.of(answer));
  }
}
