package im.coven.form;

import im.coven.xml.Element;
import im.coven.xml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A field of a form: its name, what it holds, and how it is shown. See XEP-0004 §3.2.
///
/// @param var the name; empty for a `fixed` field without one
/// @param type such as `text-single`; null where the other side knows it
/// @param options what may be chosen in a list, in the order in which it is shown
/// @param open whether values that are no options may be given, too; see XEP-0122 §3.2.2
public record Field(
    String var,
    @Nullable String type,
    @Nullable String label,
    List<String> values,
    List<Option> options,
    boolean open) {

  private static final String NS_VALIDATE = "http://jabber.org/protocol/xdata-validate";

  public static final String BOOLEAN = "boolean";
  public static final String FIXED = "fixed";
  public static final String HIDDEN = "hidden";
  public static final String JID_MULTI = "jid-multi";
  public static final String JID_SINGLE = "jid-single";
  public static final String LIST_MULTI = "list-multi";
  public static final String LIST_SINGLE = "list-single";
  public static final String TEXT_MULTI = "text-multi";
  public static final String TEXT_PRIVATE = "text-private";
  public static final String TEXT_SINGLE = "text-single";

  /// A value that may be chosen.
  public record Option(@Nullable String label, String value) {}

  public Field {
    Objects.requireNonNull(var);
    values = List.copyOf(values);
    options = List.copyOf(options);
  }

  public Field(String var, @Nullable String type, @Nullable String label, List<String> values) {
    this(var, type, label, values, List.of());
  }

  public Field(
      String var,
      @Nullable String type,
      @Nullable String label,
      List<String> values,
      List<Option> options) {
    this(var, type, label, values, options, false);
  }

  /// A question for any texts.
  public static Field anyOf(String var) {
    return new Field(var, LIST_MULTI, null, List.of(), List.of(), true);
  }

  /// A field that only carries its values, as in a submitted form.
  public static Field of(String var, String... values) {
    return new Field(var, null, null, List.of(values));
  }

  /// A field that is not shown, such as `FORM_TYPE`.
  public static Field hidden(String var, String value) {
    return new Field(var, HIDDEN, null, List.of(value));
  }

  /// The first value, or null.
  public @Nullable String value() {
    return values.isEmpty() ? null : values.getFirst();
  }

  /// Reads a `<field/>`.
  static Field read(Element element) {
    List<Option> options =
        element
            .children("option", DataForm.NS)
            .map(option -> new Option(option.attr("label"), option.childText("value").orElse("")))
            .toList();
    return new Field(
        element.attrOr("var", ""),
        element.attr("type"),
        element.attr("label"),
        element.children("value", DataForm.NS).map(Element::text).toList(),
        options,
        element
            .child("validate", NS_VALIDATE)
            .flatMap(validate -> validate.child("open", NS_VALIDATE))
            .isPresent());
  }

  Element toElement() {
    List<Node> content = new ArrayList<>(values.size() + options.size());
    if (open) {
      content.add(
          Element.builder("validate", NS_VALIDATE)
              .attr("datatype", "xs:string")
              .add(Element.builder("open", NS_VALIDATE).build())
              .build());
    }
    for (String value : values) {
      content.add(Element.text("value", DataForm.NS, value));
    }
    for (Option option : options) {
      content.add(
          Element.builder("option", DataForm.NS)
              .attr("label", option.label())
              .text("value", option.value())
              .build());
    }
    return Element.builder("field", DataForm.NS)
        .attr("var", var.isEmpty() ? null : var)
        .attr("type", type)
        .attr("label", label)
        .addAll(content)
        .build();
  }
}
