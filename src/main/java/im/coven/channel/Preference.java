package im.coven.channel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a participant may wish of a channel: the field's name, its values, of which the first is
/// the default. See XEP-0404 §3.1, and H35 for the value `prefer`.
public enum Preference {
  JID_VISIBILITY(
      "JID Visibility",
      "default",
      Preference.NEVER,
      Preference.ALWAYS,
      "prefer not",
      Preference.PREFER),
  PRIVATE_MESSAGES("Private Messages", Preference.ALLOW, "block"),
  VCARD("vCard", "block", Preference.ALLOW),
  PRESENCE("Presence", "share", Preference.NOT_SHARE);

  static final String NEVER = "never";
  static final String ALWAYS = "always";
  static final String PREFER = "prefer";
  static final String ALLOW = "allow";
  static final String NOT_SHARE = "not share";

  private final String field;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> options;

  Preference(String field, String... options) {
    this.field = field;
    this.options = List.of(options);
  }

  /// The field's name in a form.
  public String field() {
    return field;
  }

  /// What may be chosen, the default first.
  public List<String> options() {
    return options;
  }

  /// The value as it is kept, or nothing where there is no such value. Case does not count (H35).
  public Optional<String> value(String given) {
    String lower = given.strip().toLowerCase(Locale.ROOT);
    return options.contains(lower) ? Optional.of(lower) : Optional.empty();
  }
}
