package im.coven.form;

import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A data form: questions, answers, or facts, as named fields in order. See XEP-0004 §3.
public record DataForm(
    Type type, @Nullable String title, @Nullable String instructions, List<Field> fields) {

  public static final String NS = "jabber:x:data";

  /// The hidden field that says what the other fields mean. See XEP-0068 §3.
  public static final String FORM_TYPE = "FORM_TYPE";

  /// What the form is for. See XEP-0004 §3.1.
  public enum Type {
    FORM,
    SUBMIT,
    CANCEL,
    RESULT;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Type> of(@Nullable String wire) {
      for (Type type : values()) {
        if (type.wire().equals(wire)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  public DataForm {
    Objects.requireNonNull(type);
    fields = List.copyOf(fields);
  }

  public DataForm(Type type, List<Field> fields) {
    this(type, null, null, fields);
  }

  /// A form whose first field is the given `FORM_TYPE`.
  public static DataForm of(Type type, String formType, List<Field> fields) {
    var all = new ArrayList<Field>(fields.size() + 1);
    all.add(Field.hidden(FORM_TYPE, formType));
    all.addAll(fields);
    return new DataForm(type, all);
  }

  /// Reads an `<x/>`; nothing when it is no form or its type is unknown.
  public static Optional<DataForm> read(Element element) {
    if (!element.is("x", NS)) {
      return Optional.empty();
    }
    return Type.of(element.attr("type"))
        .map(type ->
            new DataForm(
                type,
                element.childText("title").orElse(null),
                element.childText("instructions").orElse(null),
                element.children("field", NS).map(Field::read).toList()));
  }

  /// The first form inside an element.
  public static Optional<DataForm> in(Element parent) {
    return parent.child("x", NS).flatMap(DataForm::read);
  }

  /// What the fields mean, where the form says it.
  public Optional<String> formType() {
    return Optional.ofNullable(value(FORM_TYPE));
  }

  public boolean isOf(String formType) {
    return formType.equals(value(FORM_TYPE));
  }

  /// The field of a name, or null.
  public @Nullable Field field(String var) {
    for (Field field : fields) {
      if (field.var().equals(var)) {
        return field;
      }
    }
    return null;
  }

  /// The first value of a field, or null where there is none.
  public @Nullable String value(String var) {
    Field field = field(var);
    return field == null ? null : field.value();
  }

  /// The values of a field, none where there is no such field.
  public List<String> values(String var) {
    Field field = field(var);
    return field == null ? List.of() : field.values();
  }

  /// A value as XEP-0004 §3.3 writes a boolean; null where the field is absent or holds something
  /// else.
  public @Nullable Boolean flag(String var) {
    String value = value(var);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "1", "true" -> true;
      case "0", "false" -> false;
      default -> null;
    };
  }

  public Element toElement() {
    var form = Element.builder("x", NS).attr("type", type.wire());
    form.text("title", title).text("instructions", instructions);
    return form.addAll(fields.stream().map(Field::toElement).toList()).build();
  }
}
