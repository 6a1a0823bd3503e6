package im.coven.conform;

import im.coven.client.ClientStage;
import im.coven.client.Walkthrough.Dialect;
import im.coven.client.XmppClient;
import im.coven.xml.Element;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server says that it offers (XEP-0030), and what it is called (XEP-0092; empty where it
/// does not say).
record Offers(String software, Map<Dialect, Map<Need.Whose, Set<String>>> features) {

  private static final String DISCO_NS = "http://jabber.org/protocol/disco#info";
  private static final String ITEMS_NS = "http://jabber.org/protocol/disco#items";
  private static final String VERSION_NS = "jabber:iq:version";

  Offers {
    features = Map.copyOf(features);
  }

  /// Whether the service of the channels knows a dialect at all.
  boolean knows(Dialect dialect) {
    return offers(Need.Whose.SERVICE, dialect).contains(dialect.core());
  }

  boolean offers(Need need, Dialect dialect) {
    return offers(need.whose(), dialect).contains(need.feature(dialect));
  }

  private Set<String> offers(Need.Whose whose, Dialect dialect) {
    return features.getOrDefault(dialect, Map.of()).getOrDefault(whose, Set.of());
  }

  /// Asks a server; a channel is made for it and destroyed again.
  ///
  /// @throws im.coven.client.XmppException when it cannot be asked
  static Offers of(Target target, List<Dialect> dialects) {
    String suffix = Performer.suffix();
    try (var stage = new ClientStage(target.endpoint(), suffix, _ -> {}).with(target.accounts())) {
      String bare = stage.account("hecate", "");
      XmppClient client = stage.enter("hecate");
      try {
        return new Asker(client, target, bare).ask("coven" + suffix, dialects);
      } finally {
        client.close();
      }
    }
  }

  /// One client that asks.
  private record Asker(XmppClient client, Target target, String bare) {

    Offers ask(String name, List<Dialect> dialects) {
      Set<String> server = features(target.endpoint().domain());
      Set<String> account =
          Stream.of(server, features(bare)).flatMap(Set::stream).collect(Collectors.toSet());
      Set<String> service = features(target.mix());
      Set<String> rooms = target.muc().isEmpty() ? Set.of() : features(target.muc());
      return new Offers(
          software(),
          dialects.stream()
              .collect(
                  Collectors.toMap(
                      dialect -> dialect,
                      dialect ->
                          Map.of(
                              Need.Whose.SERVER, server,
                              Need.Whose.ACCOUNT, account,
                              Need.Whose.SERVICE, service,
                              Need.Whose.ROOMS, rooms,
                              Need.Whose.CHANNEL, channel(name, dialect)))));
    }

    private Set<String> channel(String name, Dialect dialect) {
      asks(
          "set", target.mix(), "<create xmlns='%s' channel='%s'/>".formatted(dialect.core(), name));
      Set<String> features = features(name + "@" + target.mix());
      features.addAll(nodes(name + "@" + target.mix()));
      asks(
          "set",
          target.mix(),
          "<destroy xmlns='%s' channel='%s'/>".formatted(dialect.core(), name));
      return features;
    }

    private Set<String> features(String address) {
      var features = new HashSet<String>();
      asks("get", address, "<query xmlns='" + DISCO_NS + "'/>")
          .child("query", DISCO_NS)
          .ifPresent(query ->
              query
                  .children("feature", DISCO_NS)
                  .forEach(feature -> features.add(feature.attrOr("var", ""))));
      return features;
    }

    /// The nodes that a channel has for its owner: what is optional in MIX is often no feature, but
    /// a node.
    private Set<String> nodes(String channel) {
      return asks("get", channel, "<query xmlns='" + ITEMS_NS + "' node='mix'/>")
          .child("query", ITEMS_NS)
          .map(query ->
              query
                  .children("item", ITEMS_NS)
                  .map(item -> item.attrOr("node", ""))
                  .collect(Collectors.toSet()))
          .orElse(Set.of());
    }

    private String software() {
      return asks("get", target.endpoint().domain(), "<query xmlns='" + VERSION_NS + "'/>")
          .child("query", VERSION_NS)
          .map(query ->
              (query.childText("name").orElse("") + " " + query.childText("version").orElse(""))
                  .strip())
          .orElse("");
    }

    private Element asks(String type, String to, String payload) {
      return client.ask(
          "<iq type='%s' to='%s' id='offers'>%s</iq>".formatted(type, to, payload),
          target.patience());
    }
  }
}
