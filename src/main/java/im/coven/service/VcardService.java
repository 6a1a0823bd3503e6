package im.coven.service;

import im.coven.jid.Jid;
import im.coven.redis.VcardStore;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// The vCards of accounts, which the server answers with on behalf of their users, whoever asks.
/// See XEP-0054 §3 and XEP-0292 §3.
final class VcardService {

  static final String NS_TEMP = "vcard-temp";
  static final String NS_4 = "urn:ietf:params:xml:ns:vcard-4.0";

  private final VcardStore store;
  private final int bytesMax;

  /// A vCard of more than `bytesMax` bytes is refused.
  VcardService(VcardStore store, int bytesMax) {
    this.store = store;
    this.bytesMax = bytesMax;
  }

  /// Whether a payload is a vCard, or asks for one.
  static boolean isVcard(Element payload) {
    return payload.is("vCard", NS_TEMP) || payload.is("vcard", NS_4);
  }

  /// Answers the user of an account, who may change it.
  Future<Stanza> own(Jid account, Iq.Request iq) {
    if (iq instanceof Iq.Get) {
      Element none = Element.of(iq.payload().name(), iq.payload().ns());
      return find(account, iq).map(found -> iq.result(found.orElse(none)));
    }
    String text = XmlWriter.toString(iq.payload());
    return text.getBytes(StandardCharsets.UTF_8).length > bytesMax
        ? Future.succeededFuture(iq.error(Condition.POLICY_VIOLATION.because("It is too large")))
        : store.put(account, iq.payload().ns(), text).map(_ -> iq.result(null));
  }

  /// Answers somebody else, who does not learn whether there is such an account.
  Future<Stanza> other(Iq.Request iq) {
    if (iq instanceof Iq.Set) {
      return Future.succeededFuture(iq.error(Condition.FORBIDDEN.error()));
    }
    Jid account = Objects.requireNonNull(iq.to()).bare();
    return find(account, iq)
        .map(found ->
            found
                .<Stanza>map(iq::result)
                .orElseGet(() -> iq.error(Condition.ITEM_NOT_FOUND.error())));
  }

  private Future<Optional<Element>> find(Jid account, Iq.Request iq) {
    return store.get(account, iq.payload().ns()).map(text -> text.map(XmlReader::parse));
  }
}
