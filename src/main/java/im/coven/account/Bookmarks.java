package im.coven.account;

import im.coven.account.PepCodec.Item;
import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import im.coven.xml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Bookmarks in both forms: items of a personal node (XEP-0402 1.2.0), which is how they are kept,
/// and one element of private storage (XEP-0048), which older clients know. See XEP-0402 §5.3.
public final class Bookmarks {

  /// The node, and the namespace of its items.
  public static final String NS = "urn:xmpp:bookmarks:1";

  /// Says that both forms are kept in step.
  public static final String COMPATIBLE = NS + "#compat";

  /// The namespace of the older form.
  public static final String NS_STORAGE = "storage:bookmarks";

  private Bookmarks() {}

  /// What the node has to be like; nobody else reads it. See XEP-0402 §3.3.
  public static DataForm options() {
    return DataForm.of(
        DataForm.Type.SUBMIT,
        NodeConfig.FORM_OPTIONS,
        List.of(
            Field.of("pubsub#access_model", "whitelist"),
            Field.of("pubsub#max_items", "max"),
            Field.of("pubsub#persist_items", "true"),
            Field.of("pubsub#send_last_published_item", "never")));
  }

  /// The older form of all bookmarks.
  public static Element storage(List<Item> items) {
    var storage = Element.builder("storage", NS_STORAGE);
    for (Item item : items) {
      Element conference = item.payload();
      if (conference != null && conference.is("conference", NS)) {
        var old = Element.builder("conference", NS_STORAGE).attr("jid", item.id());
        old.attr("name", conference.attr("name")).attr("autojoin", conference.attr("autojoin"));
        conference.childText("nick").ifPresent(nick -> old.text("nick", nick));
        conference.childText("password").ifPresent(password -> old.text("password", password));
        storage.add(old.build());
      }
    }
    return storage.build();
  }

  /// The items that an older form stands for; what it cannot say is taken from the items that there
  /// are. Whom it names by no address is left out.
  public static List<Item> items(Element storage, List<Item> kept) {
    var items = new ArrayList<Item>();
    for (Element old : storage.children("conference", NS_STORAGE).toList()) {
      Optional<Jid> room = Jid.parse(old.attrOr("jid", ""));
      if (room.isPresent()) {
        String id = room.get().bare().toString();
        items.add(new Item(id, conference(old, payload(id, kept))));
      }
    }
    return items;
  }

  private static Optional<Element> payload(String id, List<Item> kept) {
    return kept.stream()
        .filter(item -> item.id().equals(id))
        .findFirst()
        .flatMap(item -> Optional.ofNullable(item.payload()));
  }

  private static Element conference(Element old, Optional<Element> known) {
    var conference = Element.builder("conference", NS).attr("name", old.attr("name"));
    conference.attr("autojoin", old.attr("autojoin"));
    old.childText("nick").ifPresent(nick -> conference.text("nick", nick));
    old.childText("password").ifPresent(password -> conference.text("password", password));
    List<Node> extensions =
        known
            .flatMap(element -> element.child("extensions"))
            .<List<Node>>map(List::of)
            .orElse(List.of());
    return conference.addAll(extensions).build();
  }
}
