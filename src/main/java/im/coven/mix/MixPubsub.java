package im.coven.mix;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.UNEXPECTED_REQUEST;

import im.coven.channel.Access;
import im.coven.channel.Channel;
import im.coven.channel.ChannelInfo;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Role;
import im.coven.form.DataForm;
import im.coven.jid.Jid;
import im.coven.rsm.Rsm;
import im.coven.stanza.Iq;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publish-subscribe as a channel speaks it: reading items, and publishing to the nodes that take
/// it. Participation and subscriptions come by MIX commands, never by these.
///
/// See XEP-0369 §4.4, XEP-0060 §6.1, §6.2, §6.5, §7.1, §7.2.
public final class MixPubsub {

  public static final String NS = MixItems.NS_PUBSUB;

  /// The namespace of what owners of nodes ask.
  public static final String NS_OWNER = NS + "#owner";

  private static final String NS_ERRORS = NS + "#errors";

  /// Items in one answer at most; the rest is to be had a page at a time (XEP-0059).
  private static final int ITEMS_MAX = 10_000;

  private MixPubsub() {}

  /// What a request turned out to be.
  public sealed interface Read {}

  /// Read the items of a node.
  public record Items(Element items, Rsm.Request page) implements Read {}

  /// Subscribe to a node or unsubscribe from it.
  public record Subscription(Element action) implements Read {}

  /// Something that the channel decides; when it is granted the answer is `<pubsub/>` with this.
  public record Change(ChannelRequest request, Element done) implements Read {}

  /// Something that is refused whoever asks.
  public record Refusal(StanzaError error) implements Read {}

  /// Reads a request; `itemId` is the id of an item that would be made now.
  public static Read read(Iq.Request iq, Jid asker, String itemId) {
    Element pubsub = iq.payload();
    Optional<Element> action =
        pubsub.children().stream().filter(child -> child.ns().equals(NS)).findFirst();
    if (pubsub.ns().equals(NS_OWNER)) {
      return owner(pubsub);
    }
    if (action.isEmpty() || !pubsub.is("pubsub", NS)) {
      return malformed();
    }
    boolean set = iq instanceof Iq.Set;
    return switch (action.get().name()) {
      case "items" -> set ? malformed() : new Items(action.get(), page(pubsub));
      case "publish" -> set ? publish(action.get(), asker, itemId) : malformed();
      case "retract" -> set ? retract(action.get(), asker) : malformed();
      case "subscribe", "unsubscribe" -> set ? new Subscription(action.get()) : malformed();
      case "options" -> new Refusal(Decider.closedNode());
      case "create" -> new Refusal(unsupported("create-nodes"));
      default -> new Refusal(unsupported(action.get().name()));
    };
  }

  /// Nodes come and go with the channel's configuration alone. See XEP-0060 §8 for the features.
  private static Read owner(Element pubsub) {
    List<Element> actions = pubsub.children();
    return actions.isEmpty()
        ? malformed()
        : switch (actions.getFirst().name()) {
          case "purge" -> new Refusal(unsupported("purge-nodes"));
          case "delete" -> new Refusal(unsupported("delete-nodes"));
          case "configure" -> new Refusal(unsupported("config-node"));
          case "default" -> new Refusal(unsupported("retrieve-default"));
          case "subscriptions" -> new Refusal(unsupported("manage-subscriptions"));
          case "affiliations" -> new Refusal(unsupported("modify-affiliations"));
          default -> malformed();
        };
  }

  /// Answers the items that a bare JID asked for, or why not (H23).
  public static Iq items(Iq.Request iq, Channel channel, Jid asker, Items request) {
    String wire = request.items().attr("node");
    if (wire == null) {
      return iq.error(BAD_REQUEST.error().with(Element.of("nodeid-required", NS_ERRORS)));
    }
    Optional<MixNode> node = MixNode.of(wire).filter(channel::has);
    if (node.isEmpty()) {
      return iq.error(ITEM_NOT_FOUND.error());
    }
    if (channel.role(asker) == Role.BANNED) {
      return iq.error(FORBIDDEN.error());
    }
    if (!channel.mayRead(asker, node.get())) {
      return iq.error(Decider.closedNode());
    }
    if (node.get() == MixNode.MESSAGES) {
      return iq.error(unsupported("persistent-items"));
    }
    Dialect dialect = channel.participant(asker).map(p -> p.dialect()).orElse(Dialect.CORE_1);
    List<MixItems.Item> all = wanted(MixItems.of(channel, node.get(), dialect), request.items());
    return Rsm.page(all, MixItems.Item::id, request.page(), ITEMS_MAX)
        .<Iq>map(page -> iq.result(answer(wire, page, request)))
        .orElseGet(() -> iq.error(ITEM_NOT_FOUND.error()));
  }

  /// Answers why a subscription is not changed this way: what is wrong with the request as XEP-0060
  /// says it, else that the node is closed to all but participants, who use MIX commands.
  public static Iq subscription(Iq.Request iq, Channel channel, Jid asker, Subscription request) {
    Element action = request.action();
    boolean ends = action.name().equals("unsubscribe");
    if (channel.role(asker) == Role.BANNED) {
      return iq.error(FORBIDDEN.error());
    }
    if (Jid.parse(action.attrOr("jid", "")).filter(jid -> jid.bare().equals(asker)).isEmpty()) {
      return iq.error(
          ends
              ? FORBIDDEN.error()
              : BAD_REQUEST.error().with(Element.of("invalid-jid", NS_ERRORS)));
    }
    Optional<MixNode> node = MixNode.of(action.attrOr("node", "")).filter(channel::has);
    if (node.isEmpty()) {
      return iq.error(ITEM_NOT_FOUND.error());
    }
    boolean subscribed =
        channel.participant(asker).filter(p -> p.nodes().contains(node.get())).isPresent();
    return iq.error(
        ends && !subscribed
            ? UNEXPECTED_REQUEST
                .error()
                .as(StanzaError.Type.CANCEL)
                .with(Element.of("not-subscribed", NS_ERRORS))
            : Decider.closedNode());
  }

  private static Element answer(String node, Rsm.Page<MixItems.Item> page, Items request) {
    var items = Element.builder("items", NS).attr("node", node);
    page.items().forEach(item -> items.add(item.toElement(NS)));
    var pubsub = Element.builder("pubsub", NS).add(items.build());
    boolean paged = !request.page().equals(Rsm.Request.ALL);
    boolean cut = page.items().size() < Objects.requireNonNullElse(page.result().count(), 0);
    return paged || cut ? pubsub.add(page.result().toElement()).build() : pubsub.build();
  }

  private static List<MixItems.Item> wanted(List<MixItems.Item> all, Element items) {
    List<String> ids = items.children("item", NS).map(item -> item.attrOr("id", "")).toList();
    List<MixItems.Item> named =
        ids.isEmpty() ? all : all.stream().filter(item -> ids.contains(item.id())).toList();
    String max = items.attrOr("max_items", "");
    return max.matches("\\d{1,9}") && Integer.parseInt(max) < named.size()
        ? named.subList(named.size() - Integer.parseInt(max), named.size())
        : named;
  }

  private static Read publish(Element publish, Jid asker, String itemId) {
    Optional<MixNode> node = MixNode.of(publish.attrOr("node", ""));
    List<Element> items = publish.children("item", NS).toList();
    if (node.isEmpty()) {
      return new Refusal(ITEM_NOT_FOUND.error());
    }
    if (!takesItems(node.get()) && node.get() != MixNode.INFO) {
      return new Refusal(unsupported("publish"));
    }
    if (items.size() != 1) {
      return malformed();
    }
    return node.get() == MixNode.INFO
        ? info(publish, items.getFirst(), asker, itemId)
        : access(items.getFirst(), publish, asker, true);
  }

  private static Read retract(Element retract, Jid asker) {
    Optional<MixNode> node = MixNode.of(retract.attrOr("node", ""));
    List<Element> items = retract.children("item", NS).toList();
    if (node.isEmpty()) {
      return new Refusal(ITEM_NOT_FOUND.error());
    }
    if (!takesItems(node.get())) {
      return new Refusal(unsupported("retract-items"));
    }
    return items.size() == 1 ? access(items.getFirst(), retract, asker, false) : malformed();
  }

  private static boolean takesItems(MixNode node) {
    return node == MixNode.ALLOWED || node == MixNode.BANNED;
  }

  /// An item of the allowed or banned node is a JID or a domain, and its id says which. See
  /// XEP-0406 §2.3.
  private static Read access(Element item, Element action, Jid asker, boolean grant) {
    Optional<Jid> subject = Jid.parse(item.attrOr("id", "")).filter(Jid::isBare);
    if (subject.isEmpty()) {
      return new Refusal(StanzaError.Condition.JID_MALFORMED.error());
    }
    Access list =
        action.attrOr("node", "").equals(MixNode.BANNED.wire()) ? Access.BANNED : Access.ALLOWED;
    return grant
        ? new Change(
            new ChannelRequest.Grant(asker, subject.get(), list),
            published(action, subject.get().toString()))
        : new Change(
            new ChannelRequest.Revoke(asker, subject.get(), list), Element.of("pubsub", NS));
  }

  private static Read info(Element publish, Element item, Jid asker, String itemId) {
    Optional<DataForm> form = DataForm.in(item);
    if (form.isEmpty()) {
      return new Refusal(BAD_REQUEST.error().with(Element.of("invalid-payload", NS_ERRORS)));
    }
    var contacts = new ArrayList<Jid>();
    for (String contact : form.get().values("Contact")) {
      Optional<Jid> jid = Jid.parse(contact);
      if (jid.isEmpty()) {
        return new Refusal(NOT_ACCEPTABLE.because("A contact is an address"));
      }
      contacts.add(jid.get());
    }
    var info =
        new ChannelInfo(
            itemId, given(form.get(), "Name"), given(form.get(), "Description"), contacts);
    return new Change(new ChannelRequest.SetInfo(asker, info), published(publish, itemId));
  }

  private static @Nullable String given(DataForm form, String field) {
    String value = form.value(field);
    return value == null || value.isBlank() ? null : value;
  }

  private static Element published(Element publish, String itemId) {
    return Element.builder("pubsub", NS)
        .add(
            Element.builder("publish", NS)
                .attr("node", publish.attr("node"))
                .add(Element.builder("item", NS).attr("id", itemId).build())
                .build())
        .build();
  }

  private static Rsm.Request page(Element pubsub) {
    return Rsm.Request.in(pubsub).orElse(Rsm.Request.ALL);
  }

  private static Refusal malformed() {
    return new Refusal(BAD_REQUEST.error());
  }

  private static StanzaError unsupported(String feature) {
    return FEATURE_NOT_IMPLEMENTED
        .error()
        .with(Element.builder("unsupported", NS_ERRORS).attr("feature", feature).build());
  }
}
