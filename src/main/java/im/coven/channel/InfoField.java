package im.coven.channel;

/// The fields of the information form that can be set. See XEP-0369 §4.7.6.
public enum InfoField {
  NAME("Name"),
  DESCRIPTION("Description"),
  CONTACT("Contact");

  private final String field;

  InfoField(String field) {
    this.field = field;
  }

  /// The field's name in a form.
  public String field() {
    return field;
  }
}
