package im.coven.account;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.NOT_AUTHORIZED;

import im.coven.form.DataForm;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publish-subscribe as accounts speak it: personal nodes. See XEP-0163 and XEP-0060.
public final class PepCodec {

  public static final String NS = "http://jabber.org/protocol/pubsub";

  private static final String NS_OWNER = NS + "#owner";
  private static final String NS_EVENT = NS + "#event";
  private static final String NS_ERRORS = NS + "#errors";

  /// What ends the feature of a client that wants the news of a node.
  private static final String NOTIFY = "+notify";

  /// An item; `payload` is null where it has none.
  public record Item(String id, @Nullable Element payload) {

    private Element toElement(String ns) {
      return Element.builder("item", ns)
          .attr("id", id)
          .addAll(payload == null ? List.of() : List.of(payload))
          .build();
    }
  }

  /// What a request turned out to be.
  public sealed interface Read {

    /// Publish an item, if the node is as `options` say, or make it so.
    record Publish(String node, Item item, Optional<DataForm> options) implements Read {}

    /// Read items: those named or, where none is, the newest, `max` of them; 0 is all.
    record Items(String node, List<String> ids, int max) implements Read {}

    /// Remove an item.
    record Retract(String node, String id, boolean tells) implements Read {}

    /// Make a node, or change how it behaves.
    record Configure(String node, Optional<DataForm> form, boolean makes) implements Read {}

    /// Read how a node behaves.
    record Configuration(String node) implements Read {}

    /// Remove a node, or all its items.
    record Remove(String node, boolean purges) implements Read {}

    /// It is refused.
    record Refused(StanzaError error) implements Read {}
  }

  private PepCodec() {}

  /// Whether a payload is about nodes.
  public static boolean isRequest(Element payload) {
    return payload.is("pubsub", NS) || payload.is("pubsub", NS_OWNER);
  }

  /// The nodes whose news a client wants that has these features.
  public static List<String> wanted(List<String> features) {
    return features.stream()
        .filter(feature -> feature.endsWith(NOTIFY))
        .map(feature -> feature.substring(0, feature.length() - NOTIFY.length()))
        .toList();
  }

  /// Reads a request; an item without id gets `freshId`.
  public static Read read(Iq.Request iq, String freshId) {
    Element pubsub = iq.payload();
    List<Element> actions =
        pubsub.children().stream().filter(child -> child.ns().equals(pubsub.ns())).toList();
    if (actions.isEmpty()) {
      return refused(BAD_REQUEST.error());
    }
    Element action = actions.getFirst();
    String node = action.attr("node");
    boolean set = iq instanceof Iq.Set;
    if (node == null || node.isEmpty()) {
      return refused(BAD_REQUEST.error().with(Element.of("nodeid-required", NS_ERRORS)));
    }
    return switch (action.name() + (set ? " set" : " get")) {
      case "publish set" -> publish(pubsub, action, node, freshId);
      case "items get" -> items(action, node);
      case "retract set" -> retract(action, node);
      case "create set" ->
          new Read.Configure(node, pubsub.child("configure", NS).flatMap(DataForm::in), true);
      case "configure set" -> new Read.Configure(node, DataForm.in(action), false);
      case "configure get" -> new Read.Configuration(node);
      case "delete set" -> new Read.Remove(node, false);
      case "purge set" -> new Read.Remove(node, true);
      default ->
          refused(
              FEATURE_NOT_IMPLEMENTED
                  .error()
                  .with(
                      Element.builder("unsupported", NS_ERRORS)
                          .attr("feature", action.name())
                          .build()));
    };
  }

  private static Read publish(Element pubsub, Element publish, String node, String freshId) {
    List<Element> items = publish.children("item", NS).toList();
    if (items.size() != 1) {
      return refused(BAD_REQUEST.error().with(Element.of("item-required", NS_ERRORS)));
    }
    List<Element> payload = items.getFirst().children();
    if (payload.size() != 1) {
      return refused(BAD_REQUEST.error().with(Element.of("invalid-payload", NS_ERRORS)));
    }
    String id = items.getFirst().attrOr("id", "");
    Optional<DataForm> options = pubsub.child("publish-options", NS).flatMap(DataForm::in);
    return options.isPresent() && !options.get().isOf(NodeConfig.FORM_OPTIONS)
        ? refused(BAD_REQUEST.error())
        : new Read.Publish(
            node, new Item(id.isEmpty() ? freshId : id, payload.getFirst()), options);
  }

  private static Read items(Element items, String node) {
    String max = items.attrOr("max_items", "0");
    var ids = new ArrayList<String>();
    items.children("item", NS).forEach(item -> ids.add(item.attrOr("id", "")));
    return max.matches("\\d{1,9}")
        ? new Read.Items(node, ids, Integer.parseInt(max))
        : refused(BAD_REQUEST.error());
  }

  private static Read retract(Element retract, String node) {
    List<Element> items = retract.children("item", NS).toList();
    String id = items.size() == 1 ? items.getFirst().attrOr("id", "") : "";
    String tells = retract.attrOr("notify", "0");
    return id.isEmpty()
        ? refused(BAD_REQUEST.error().with(Element.of("item-required", NS_ERRORS)))
        : new Read.Retract(node, id, tells.equals("1") || tells.equals("true"));
  }

  private static Read refused(StanzaError error) {
    return new Read.Refused(error);
  }

  /* ---- answers ---- */

  /// The answer that an item was published.
  public static Element published(String node, String id) {
    Element publish =
        Element.builder("publish", NS)
            .attr("node", node)
            .add(Element.builder("item", NS).attr("id", id).build())
            .build();
    return Element.builder("pubsub", NS).add(publish).build();
  }

  /// The answer with items.
  public static Element items(String node, List<Item> items) {
    var all = Element.builder("items", NS).attr("node", node);
    items.forEach(item -> all.add(item.toElement(NS)));
    return Element.builder("pubsub", NS).add(all.build()).build();
  }

  /// The answer how a node behaves.
  public static Element configuration(String node, NodeConfig config) {
    Element configure =
        Element.builder("configure", NS_OWNER)
            .attr("node", node)
            .add(config.toForm().toElement())
            .build();
    return Element.builder("pubsub", NS_OWNER).add(configure).build();
  }

  /// Why something that `config` allows to others is refused; nothing where it is not. `sees` is
  /// whether the asker may see the account's presence.
  public static Optional<StanzaError> refusal(NodeConfig config, boolean sees) {
    return switch (config.access()) {
      case OPEN -> Optional.empty();
      case PRESENCE ->
          sees
              ? Optional.empty()
              : Optional.of(
                  NOT_AUTHORIZED
                      .error()
                      .with(Element.of("presence-subscription-required", NS_ERRORS)));
      case WHITELIST -> Optional.of(NOT_ALLOWED.error().with(Element.of("closed-node", NS_ERRORS)));
    };
  }

  /// There is no such node.
  public static StanzaError noNode() {
    return ITEM_NOT_FOUND.error();
  }

  /// A node is not as its publisher thinks.
  public static StanzaError unmetPrecondition() {
    return CONFLICT.error().with(Element.of("precondition-not-met", NS_ERRORS));
  }

  /* ---- news ---- */

  /// An item is new.
  public static Element news(String node, Item item) {
    return Element.builder("items", NS_EVENT)
        .attr("node", node)
        .add(item.toElement(NS_EVENT))
        .build();
  }

  /// An item is gone.
  public static Element retracted(String node, String id) {
    return Element.builder("items", NS_EVENT)
        .attr("node", node)
        .add(Element.builder("retract", NS_EVENT).attr("id", id).build())
        .build();
  }

  /// A node, or all that it had, is gone.
  public static Element removed(String node, boolean purged) {
    return Element.builder(purged ? "purge" : "delete", NS_EVENT).attr("node", node).build();
  }

  /// News of an account for a client. See XEP-0163 §4.3.
  public static Message message(Jid account, Jid client, Element news) {
    Element event = Element.builder("event", NS_EVENT).add(news).build();
    return new Message(account.bare(), client, null, Message.Type.HEADLINE, null, List.of(event));
  }
}
