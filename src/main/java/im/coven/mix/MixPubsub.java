package im.coven.mix;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;

import im.coven.channel.Access;
import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelRequest;
import im.coven.channel.ConfigField;
import im.coven.channel.Decider;
import im.coven.channel.Decision;
import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Role;
import im.coven.jid.Jid;
import im.coven.rsm.Rsm;
import im.coven.stanza.Iq;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Publish-subscribe as a channel speaks it: reading items, publishing to the nodes that take it,
/// and the subscriptions of those who take no part. Participation comes by MIX commands, never by
/// these, and so do the subscriptions of participants.
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

  /// Something that the channel decides about a node; when it is granted {@link #done} tells the
  /// answer.
  public record Change(ChannelRequest request, @Nullable String published, String item)
      implements Read {}

  /// Something that is refused whoever asks.
  public record Refusal(StanzaError error) implements Read {}

  /// Reads a request; `itemId` is the id of an item that would be made now.
  public static Read read(Iq.Request iq, Jid asker, String itemId) {
    Element pubsub = iq.payload();
    Optional<Element> action =
        pubsub.children().stream().filter(child -> child.ns().equals(NS)).findFirst();
    if (pubsub.ns().equals(NS_OWNER)) {
      return owner(pubsub, asker, iq instanceof Iq.Set);
    }
    if (action.isEmpty() || !pubsub.is("pubsub", NS)) {
      return malformed();
    }
    boolean set = iq instanceof Iq.Set;
    return switch (action.get().name()) {
      case "items" -> set ? malformed() : new Items(action.get(), page(pubsub));
      case "publish" -> set ? publish(action.get(), asker, itemId) : malformed();
      case "retract" -> set ? retract(action.get(), asker) : malformed();
      case "subscribe", "unsubscribe" -> set ? subscription(action.get(), asker) : malformed();
      case "options" -> new Refusal(Decider.closedNode());
      case "create" -> new Refusal(unsupported("create-nodes"));
      default -> new Refusal(unsupported(action.get().name()));
    };
  }

  /// Whether a payload asks to change a subscription.
  public static boolean isSubscription(Element payload) {
    return payload.is("pubsub", NS)
        && (payload.child("subscribe", NS).isPresent()
            || payload.child("unsubscribe", NS).isPresent());
  }

  /// A subscription is that of the asker's bare JID. See XEP-0060 §6.1.3.1, §6.2.3.3.
  private static Read subscription(Element action, Jid asker) {
    boolean ends = action.name().equals("unsubscribe");
    boolean own =
        Jid.parse(action.attrOr("jid", "")).filter(jid -> jid.bare().equals(asker)).isPresent();
    if (!own) {
      return new Refusal(
          ends
              ? FORBIDDEN.error()
              : BAD_REQUEST.error().with(Element.of("invalid-jid", NS_ERRORS)));
    }
    String node = action.attrOr("node", "");
    return ends
        ? new Change(new ChannelRequest.Unobserve(asker, node), null, "")
        : new Change(new ChannelRequest.Observe(asker, node), null, "");
  }

  /// Nodes come and go with the channel's configuration alone; what owners of nodes can do is to
  /// empty a list (H45). See XEP-0060 §8 for the features.
  private static Read owner(Element pubsub, Jid asker, boolean set) {
    List<Element> actions = pubsub.children();
    if (actions.isEmpty()) {
      return malformed();
    }
    Element action = actions.getFirst();
    return switch (action.name()) {
      case "purge" ->
          list(action)
              .<Read>map(list ->
                  set ? new Change(new ChannelRequest.Purge(asker, list), null, "") : malformed())
              .orElseGet(() -> new Refusal(unsupported("purge-nodes")));
      case "delete" -> new Refusal(unsupported("delete-nodes"));
      case "configure" -> new Refusal(unsupported("config-node"));
      case "default" -> new Refusal(unsupported("retrieve-default"));
      case "subscriptions" -> new Refusal(unsupported("manage-subscriptions"));
      case "affiliations" -> new Refusal(unsupported("modify-affiliations"));
      default -> malformed();
    };
  }

  /// The answer to a change that was granted: a publication is told under which id it stands.
  public static Iq done(Iq.Request iq, Change change, Decision.Answer answer) {
    if (change.request() instanceof ChannelRequest.Observe observe) {
      return iq.result(
          Element.builder("pubsub", NS)
              .add(
                  Element.builder("subscription", NS)
                      .attr("node", observe.node())
                      .attr("jid", observe.from())
                      .attr("subscription", "subscribed")
                      .build())
              .build());
    }
    if (change.request() instanceof ChannelRequest.Unobserve) {
      return iq.result(null);
    }
    if (change.published() == null) {
      return iq.payload().ns().equals(NS_OWNER)
          ? iq.result(null)
          : iq.result(Element.of("pubsub", NS));
    }
    String id = answer instanceof Decision.Stored(var stored) ? stored : change.item();
    return iq.result(
        Element.builder("pubsub", NS)
            .add(
                Element.builder("publish", NS)
                    .attr("node", change.published())
                    .add(Element.builder("item", NS).attr("id", id).build())
                    .build())
            .build());
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
    if (!channel.mayRead(asker, node.get())) {
      boolean banned = channel.role(asker) == Role.BANNED;
      return iq.error(banned ? FORBIDDEN.error() : Decider.closedNode());
    }
    if (node.get() == MixNode.MESSAGES) {
      return iq.error(unsupported("persistent-items"));
    }
    if (node.get() == MixNode.PRESENCE) {
      return iq.error(unsupported("retrieve-items"));
    }
    Dialect dialect = channel.participant(asker).map(p -> p.dialect()).orElse(Dialect.CORE_1);
    List<MixItems.Item> all = wanted(MixItems.of(channel, node.get(), dialect), request.items());
    return Rsm.page(all, MixItems.Item::id, request.page(), ITEMS_MAX)
        .<Iq>map(page -> iq.result(answer(wire, page, request)))
        .orElseGet(() -> iq.error(ITEM_NOT_FOUND.error()));
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
    if (node.isEmpty()) {
      return new Refusal(ITEM_NOT_FOUND.error());
    }
    Optional<Access> list = list(publish);
    boolean avatar = isAvatar(node.get());
    if (list.isEmpty() && !avatar && node.get() != MixNode.INFO && node.get() != MixNode.CONFIG) {
      return new Refusal(unsupported("publish"));
    }
    // The examples of XEP-0406 wrap the item once more (H41).
    Element around = publish.child("items", NS).orElse(publish);
    List<Element> items = around.children("item", NS).toList();
    if (items.isEmpty()) {
      return new Refusal(BAD_REQUEST.error().with(Element.of("item-required", NS_ERRORS)));
    }
    if (items.size() != 1) {
      return malformed();
    }
    Element item = items.getFirst();
    if (list.isPresent()) {
      return grant(item, node.get().wire(), asker, list.get());
    }
    if (avatar) {
      return avatar(item, node.get(), asker);
    }
    Optional<? extends ChannelRequest> request =
        node.get() == MixNode.INFO
            ? MixForms.readInfo(item)
                .map(changes -> new ChannelRequest.SetInfo(asker, itemId, changes))
            : MixForms.readConfig(item)
                .map(changes -> new ChannelRequest.Configure(asker, itemId, changes));
    return request
        .<Read>map(made -> new Change(made, node.get().wire(), itemId))
        .orElseGet(
            () -> new Refusal(BAD_REQUEST.error().with(Element.of("invalid-payload", NS_ERRORS))));
  }

  private static boolean isAvatar(MixNode node) {
    return node == MixNode.AVATAR_DATA || node == MixNode.AVATAR_METADATA;
  }

  private static Read avatar(Element item, MixNode node, Jid asker) {
    if (item.children().size() != 1) {
      return new Refusal(BAD_REQUEST.error().with(Element.of("invalid-payload", NS_ERRORS)));
    }
    String id = item.attrOr("id", "");
    Element payload = item.children().getFirst();
    return new Change(new ChannelRequest.SetAvatar(asker, node, id, payload), node.wire(), id);
  }

  private static Read retract(Element retract, Jid asker) {
    Optional<MixNode> node = MixNode.of(retract.attrOr("node", ""));
    List<Element> items = retract.children("item", NS).toList();
    if (node.isEmpty()) {
      return new Refusal(ITEM_NOT_FOUND.error());
    }
    if (node.get() == MixNode.INFO || node.get() == MixNode.CONFIG) {
      return new Refusal(NOT_ALLOWED.because("The one item of this node is only replaced"));
    }
    Optional<Access> list = list(retract);
    if (list.isEmpty() && !isAvatar(node.get())) {
      return new Refusal(unsupported("retract-items"));
    }
    if (items.isEmpty() || items.getFirst().attr("id") == null) {
      return new Refusal(BAD_REQUEST.error().with(Element.of("item-required", NS_ERRORS)));
    }
    if (items.size() != 1) {
      return malformed();
    }
    if (list.isEmpty()) {
      String id = items.getFirst().attrOr("id", "");
      return new Change(new ChannelRequest.RemoveAvatar(asker, node.get(), id), null, id);
    }
    return subject(items.getFirst())
        .<Read>map(jid ->
            new Change(new ChannelRequest.Revoke(asker, jid, list.get()), null, jid.toString()))
        .orElseGet(() -> new Refusal(StanzaError.Condition.JID_MALFORMED.error()));
  }

  private static Optional<Access> list(Element action) {
    for (Access list : Access.values()) {
      if (list.node().wire().equals(action.attr("node"))) {
        return Optional.of(list);
      }
    }
    return Optional.empty();
  }

  /// An item of the allowed or banned node is a JID or a domain, and its id says which. See
  /// XEP-0406 §2.3.
  private static Read grant(Element item, String node, Jid asker, Access list) {
    if (item.attr("id") == null) {
      return new Refusal(BAD_REQUEST.because("The item's id is the JID"));
    }
    Optional<Jid> subject = subject(item);
    if (subject.isEmpty()) {
      return new Refusal(StanzaError.Condition.JID_MALFORMED.error());
    }
    return subject.get().isBare()
        ? new Change(
            new ChannelRequest.Grant(asker, subject.get(), list), node, subject.get().toString())
        : new Refusal(NOT_ACCEPTABLE.because("The list is of bare JIDs and domains"));
  }

  /// The configuration that a channel begins with where a form goes with its creation; nothing
  /// where a value is not acceptable (H60).
  public static Optional<ChannelConfig> wished(Element create, ChannelConfig initial, Jid channel) {
    Map<ConfigField, List<String>> wishes = MixForms.readConfig(create).orElse(Map.of());
    return initial.wished(wishes, channel);
  }

  private static Optional<Jid> subject(Element item) {
    return Jid.parse(item.attrOr("id", ""));
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
