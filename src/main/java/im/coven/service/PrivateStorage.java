package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.POLICY_VIOLATION;

import im.coven.account.Bookmarks;
import im.coven.account.PepCodec.Item;
import im.coven.jid.Jid;
import im.coven.redis.PepStore;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What clients store for themselves under a name and namespace (XEP-0049). Bookmarks are stored as
/// personal items, whichever way they come (XEP-0402 §5.3).
final class PrivateStorage {

  static final String NS = "jabber:iq:private";

  private final PepStore store;
  private final PepService pep;
  private final AccountSettings.Personal limits;

  PrivateStorage(PepStore store, PepService pep, AccountSettings.Personal limits) {
    this.store = store;
    this.pep = pep;
    this.limits = limits;
  }

  /// Answers the user of an account.
  Future<Stanza> handle(Jid account, Iq.Request iq) {
    List<Element> children = iq.payload().children();
    if (children.size() != 1) {
      return Future.succeededFuture(iq.error(BAD_REQUEST.error()));
    }
    Element child = children.getFirst();
    boolean bookmarks = child.is("storage", Bookmarks.NS_STORAGE);
    if (iq instanceof Iq.Get) {
      return (bookmarks
              ? store.items(account, Bookmarks.NS).map(Bookmarks::storage)
              : stored(account, child))
          .map(found -> iq.result(Element.builder("query", NS).add(found).build()));
    }
    return (bookmarks ? keep(account, child) : store(account, child))
        .map(error -> error.<Stanza>map(iq::error).orElseGet(() -> iq.result(null)));
  }

  private Future<Element> stored(Jid account, Element asked) {
    return store
        .stored(account, name(asked))
        .map(text -> text.map(XmlReader::parse).orElse(Element.of(asked.name(), asked.ns())));
  }

  private static String name(Element element) {
    return element.name() + ' ' + element.ns();
  }

  private Future<Optional<StanzaError>> store(Jid account, Element element) {
    String text = XmlWriter.toString(element);
    if (text.getBytes(StandardCharsets.UTF_8).length > limits.itemBytesMax()) {
      return Future.succeededFuture(Optional.of(POLICY_VIOLATION.because("It is too large")));
    }
    return store
        .storedNames(account)
        .compose(count ->
            count >= limits.nodesMax()
                ? store.stored(account, name(element)).map(Optional::isPresent)
                : Future.succeededFuture(true))
        .compose(room ->
            room
                ? store.store(account, name(element), text).map(Optional.<StanzaError>empty())
                : Future.succeededFuture(
                    Optional.of(NOT_ALLOWED.because("The account has stored too much"))));
  }

  /// Publishes what is new, and retracts what is gone.
  private Future<Optional<StanzaError>> keep(Jid account, Element storage) {
    return store
        .items(account, Bookmarks.NS)
        .compose(kept -> {
          List<Item> wanted = Bookmarks.items(storage, kept);
          Future<Optional<StanzaError>> done = Future.succeededFuture(Optional.empty());
          for (Item item : wanted) {
            if (kept.stream().noneMatch(old -> older(old).equals(older(item)))) {
              done =
                  then(
                      done,
                      () ->
                          pep.publish(
                              account, Bookmarks.NS, item, Optional.of(Bookmarks.options())));
            }
          }
          for (Item old : kept) {
            if (wanted.stream().noneMatch(item -> item.id().equals(old.id()))) {
              done = then(done, () -> pep.retract(account, Bookmarks.NS, old.id(), true));
            }
          }
          return done;
        });
  }

  /// What an older client sees of a bookmark: where that is the same, nothing has changed.
  private static Element older(Item item) {
    return Bookmarks.storage(List.of(item));
  }

  private static Future<Optional<StanzaError>> then(
      Future<Optional<StanzaError>> before, Supplier<Future<Optional<StanzaError>>> next) {
    return before.compose(error -> error.isPresent() ? Future.succeededFuture(error) : next.get());
  }
}
