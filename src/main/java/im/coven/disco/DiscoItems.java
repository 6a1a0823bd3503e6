package im.coven.disco;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an entity holds: the answer to `disco#items`. See XEP-0030 §4.
public record DiscoItems(List<Item> items) {

  public static final String NS = "http://jabber.org/protocol/disco#items";

  /// An item, which is asked further at its address and, where it has one, its node.
  public record Item(Jid jid, @Nullable String node, @Nullable String name) {

    public Element toElement() {
      return Element.builder("item", NS)
          .attr("jid", jid)
          .attr("node", node)
          .attr("name", name)
          .build();
    }

    private static Stream<Item> read(Element element) {
      return Optional.ofNullable(element.attr("jid")).flatMap(Jid::parse).stream()
          .map(jid -> new Item(jid, element.attr("node"), element.attr("name")));
    }
  }

  public DiscoItems {
    items = List.copyOf(items);
  }

  /// Reads the `<query/>` of an answer, leaving out items whose address is malformed; nothing when
  /// it is another element.
  public static Optional<DiscoItems> read(Element query) {
    return query.is("query", NS)
        ? Optional.of(new DiscoItems(query.children("item", NS).flatMap(Item::read).toList()))
        : Optional.empty();
  }

  /// The `<query/>`; an answer repeats the node that was asked for.
  public Element toElement(@Nullable String node) {
    return Element.builder("query", NS)
        .attr("node", node)
        .addAll(items.stream().map(Item::toElement).toList())
        .build();
  }
}
