package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.Bookmarks;
import im.coven.account.Carbons;
import im.coven.account.PamCodec;
import im.coven.account.PepCodec;
import im.coven.account.RosterCodec;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.disco.Identity;
import im.coven.mam.MamQuery;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What the server of the accounts and each account say of themselves. See XEP-0030.
final class ServerDisco {

  static final String NS_PING = "urn:xmpp:ping";

  private static final List<String> SERVER_FEATURES =
      List.of(
          DiscoInfo.NS,
          DiscoItems.NS,
          NS_PING,
          RosterCodec.NS,
          "jabber:iq:register",
          "msgoffline",
          Carbons.NS,
          Carbons.NS_RULES,
          BlockList.NS);
  private static final List<String> ACCOUNT_FEATURES =
      List.of(
          DiscoInfo.NS,
          DiscoItems.NS,
          NS_PING,
          PamCodec.NS_CURRENT,
          PamCodec.NS_LEGACY,
          VcardService.NS_TEMP,
          VcardService.NS_4,
          Carbons.NS,
          Bookmarks.COMPATIBLE,
          PepCodec.NS + "#access-open",
          PepCodec.NS + "#access-presence",
          PepCodec.NS + "#access-whitelist",
          PepCodec.NS + "#auto-create",
          PepCodec.NS + "#auto-subscribe",
          PepCodec.NS + "#config-node",
          PepCodec.NS + "#create-and-configure",
          PepCodec.NS + "#create-nodes",
          PepCodec.NS + "#delete-items",
          PepCodec.NS + "#delete-nodes",
          PepCodec.NS + "#filtered-notifications",
          PepCodec.NS + "#item-ids",
          PepCodec.NS + "#last-published",
          PepCodec.NS + "#multi-items",
          PepCodec.NS + "#persistent-items",
          PepCodec.NS + "#publish",
          PepCodec.NS + "#publish-options",
          PepCodec.NS + "#purge-nodes",
          PepCodec.NS + "#retract-items",
          PepCodec.NS + "#retrieve-items");

  private static final List<Identity> ACCOUNT =
      List.of(new Identity("account", "registered", null), new Identity("pubsub", "pep", null));

  private static final Element EMPTY = new DiscoItems(List.of()).toElement(null);

  private static final List<String> ARCHIVE_FEATURES =
      List.of(
          MamQuery.NS,
          MamQuery.NS + "#extended",
          MamQuery.NS + "#groupchat-field",
          MamQuery.NS + "#groupchat-available",
          PamCodec.NS_CURRENT + "#archive",
          "urn:xmpp:sid:0");

  private final Supplier<List<DiscoItems.Item>> services;
  private final List<String> accountFeatures;

  /// @param services what belongs to the server beside its accounts
  /// @param archives whether accounts have archives
  ServerDisco(Supplier<List<DiscoItems.Item>> services, boolean archives) {
    this.services = services;
    var features = new ArrayList<String>(ACCOUNT_FEATURES);
    if (archives) {
      features.addAll(ARCHIVE_FEATURES);
    }
    this.accountFeatures = List.copyOf(features);
  }

  /// Whether a payload asks for disco at all.
  static boolean isQuery(Element payload) {
    return payload.name().equals("query")
        && (payload.ns().equals(DiscoInfo.NS) || payload.ns().equals(DiscoItems.NS));
  }

  /// Answers for the server.
  Stanza server(Iq.Get iq) {
    if (iq.payload().attr("node") != null) {
      return iq.error(Condition.ITEM_NOT_FOUND.error());
    }
    if (iq.payload().ns().equals(DiscoInfo.NS)) {
      return iq.result(info(new Identity("server", "im", "Coven"), SERVER_FEATURES));
    }
    return iq.result(new DiscoItems(services.get()).toElement(null));
  }

  /// Answers for an account, to someone who may know of it.
  Stanza account(Iq.Get iq) {
    if (iq.payload().attr("node") != null) {
      return iq.error(Condition.ITEM_NOT_FOUND.error());
    }
    return iq.result(
        iq.payload().ns().equals(DiscoInfo.NS)
            ? new DiscoInfo(ACCOUNT, accountFeatures, List.of()).toElement(null)
            : EMPTY);
  }

  private static Element info(Identity identity, List<String> features) {
    return new DiscoInfo(identity, features).toElement(null);
  }
}
