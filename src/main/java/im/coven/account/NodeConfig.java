package im.coven.account;

import im.coven.form.DataForm;
import im.coven.form.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a personal node behaves. See XEP-0060 §16.4.4 and XEP-0163 §4.
///
/// @param access who may read it, and is told of what is new
/// @param itemsMax how many items it keeps; the oldest goes first
/// @param persists whether it keeps items at all
/// @param sendsLast whether who comes online is sent the last item
/// @param tellsRetractions whether news are that an item is gone
public record NodeConfig(
    Access access, int itemsMax, boolean persists, boolean sendsLast, boolean tellsRetractions) {

  /// Who may read a node.
  public enum Access {
    /// Everybody.
    OPEN,
    /// Who may see the account's presence.
    PRESENCE,
    /// The account itself.
    WHITELIST;

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Access> of(@Nullable String wire) {
      for (Access access : values()) {
        if (access.wire().equals(wire)) {
          return Optional.of(access);
        }
      }
      return Optional.empty();
    }
  }

  /// A node that is made by publishing to it, and nothing else said. See XEP-0163 §3.
  public static final NodeConfig DEFAULT = new NodeConfig(Access.PRESENCE, 1, true, true, true);

  static final String FORM_CONFIG = "http://jabber.org/protocol/pubsub#node_config";
  static final String FORM_OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

  private static final String ACCESS = "pubsub#access_model";
  private static final String MAX_ITEMS = "pubsub#max_items";
  private static final String PERSIST = "pubsub#persist_items";
  private static final String LAST = "pubsub#send_last_published_item";
  private static final String RETRACTIONS = "pubsub#notify_retract";

  private static final String NEVER = "never";
  private static final String ON_PRESENCE = "on_sub_and_presence";

  /// The same with what a form says of it; `itemsMax` is the most that a node may keep, which `max`
  /// stands for. Fields that mean nothing here are left out. Nothing where a value cannot be.
  public Optional<NodeConfig> with(DataForm form, int itemsMax) {
    String wanted = form.value(MAX_ITEMS);
    Optional<Integer> items = wanted == null ? Optional.of(this.itemsMax) : count(wanted, itemsMax);
    Optional<Access> reads =
        form.field(ACCESS) == null ? Optional.of(access) : Access.of(form.value(ACCESS));
    String last = form.value(LAST);
    if (items.isEmpty() || reads.isEmpty() || !isKnown(last)) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeConfig(
            reads.get(),
            items.get(),
            flag(form, PERSIST, persists),
            last == null ? sendsLast : !last.equals(NEVER),
            flag(form, RETRACTIONS, tellsRetractions)));
  }

  private static Optional<Integer> count(String text, int itemsMax) {
    if (text.equals("max")) {
      return Optional.of(itemsMax);
    }
    boolean number = text.matches("\\d{1,9}");
    return number && Integer.parseInt(text) > 0
        ? Optional.of(Math.min(Integer.parseInt(text), itemsMax))
        : Optional.empty();
  }

  private static boolean isKnown(@Nullable String last) {
    return last == null || List.of(NEVER, "on_sub", ON_PRESENCE).contains(last);
  }

  private static boolean flag(DataForm form, String var, boolean otherwise) {
    Boolean flag = form.flag(var);
    return flag == null ? otherwise : flag;
  }

  /// The form that an owner gets, and sends back.
  public DataForm toForm() {
    return DataForm.of(
        DataForm.Type.FORM,
        FORM_CONFIG,
        List.of(
            single(ACCESS, Field.LIST_SINGLE, access.wire()),
            single(MAX_ITEMS, Field.TEXT_SINGLE, String.valueOf(itemsMax)),
            single(PERSIST, Field.BOOLEAN, persists ? "1" : "0"),
            single(LAST, Field.LIST_SINGLE, sendsLast ? ON_PRESENCE : NEVER),
            single(RETRACTIONS, Field.BOOLEAN, tellsRetractions ? "1" : "0")));
  }

  private static Field single(String var, String type, String value) {
    return new Field(var, type, null, List.of(value));
  }

  /// As text.
  public String write() {
    var fields = new ArrayList<String>();
    fields.add(access.wire());
    fields.add(String.valueOf(itemsMax));
    fields.add(persists ? "1" : "0");
    fields.add(sendsLast ? "1" : "0");
    fields.add(tellsRetractions ? "1" : "0");
    return String.join(" ", fields);
  }

  /// Reads [#write].
  public static NodeConfig read(String text) {
    List<String> fields = List.of(text.split(" ", -1));
    return new NodeConfig(
        Access.of(fields.get(0)).orElseThrow(),
        Integer.parseInt(fields.get(1)),
        fields.get(2).equals("1"),
        fields.get(3).equals("1"),
        fields.get(4).equals("1"));
  }
}
