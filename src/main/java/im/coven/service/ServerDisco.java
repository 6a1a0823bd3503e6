package im.coven.service;

import im.coven.account.PamCodec;
import im.coven.account.RosterCodec;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import java.util.List;
import java.util.function.Supplier;

/// What the server of the accounts and each account say of themselves. See XEP-0030.
final class ServerDisco {

  static final String NS_INFO = "http://jabber.org/protocol/disco#info";
  static final String NS_ITEMS = "http://jabber.org/protocol/disco#items";
  static final String NS_PING = "urn:xmpp:ping";

  private static final List<String> SERVER_FEATURES =
      List.of(NS_INFO, NS_ITEMS, NS_PING, RosterCodec.NS, "jabber:iq:register", "msgoffline");
  private static final List<String> ACCOUNT_FEATURES =
      List.of(NS_INFO, NS_ITEMS, NS_PING, PamCodec.NS_CURRENT, PamCodec.NS_LEGACY);

  private final Supplier<List<Jid>> services;

  /// @param services the addresses that belong to the server beside its accounts
  ServerDisco(Supplier<List<Jid>> services) {
    this.services = services;
  }

  /// Whether a payload asks for disco at all.
  static boolean isQuery(Element payload) {
    return payload.name().equals("query")
        && (payload.ns().equals(NS_INFO) || payload.ns().equals(NS_ITEMS));
  }

  /// Answers for the server.
  Stanza server(Iq.Get iq) {
    if (iq.payload().attr("node") != null) {
      return iq.error(Condition.ITEM_NOT_FOUND.error());
    }
    if (iq.payload().ns().equals(NS_INFO)) {
      return iq.result(info("server", "im", SERVER_FEATURES));
    }
    var items = Element.builder("query", NS_ITEMS);
    for (Jid service : services.get()) {
      items.add(Element.builder("item", NS_ITEMS).attr("jid", service).build());
    }
    return iq.result(items.build());
  }

  /// Answers for an account, to someone who may know of it.
  Stanza account(Iq.Get iq) {
    if (iq.payload().attr("node") != null) {
      return iq.error(Condition.ITEM_NOT_FOUND.error());
    }
    return iq.result(
        iq.payload().ns().equals(NS_INFO)
            ? info("account", "registered", ACCOUNT_FEATURES)
            : Element.of("query", NS_ITEMS));
  }

  private static Element info(String category, String type, List<String> features) {
    var query = Element.builder("query", NS_INFO);
    query.add(
        Element.builder("identity", NS_INFO)
            .attr("category", category)
            .attr("type", type)
            .attr("name", category.equals("server") ? "Coven" : null)
            .build());
    for (String feature : features) {
      query.add(Element.builder("feature", NS_INFO).attr("var", feature).build());
    }
    return query.build();
  }
}
