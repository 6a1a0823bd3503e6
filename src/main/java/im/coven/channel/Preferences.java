package im.coven.channel;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The preferences of a participant; what is not in `stated` is as by default. See XEP-0404 §3.1.
public record Preferences(Map<Preference, String> stated) {

  /// Nothing stated.
  public static final Preferences DEFAULT = new Preferences(Map.of());

  public Preferences {
    stated = Map.copyOf(stated);
  }

  /// The effective value.
  public String get(Preference preference) {
    return Objects.requireNonNullElse(stated.get(preference), preference.options().getFirst());
  }

  /// Whether others may write to the participant in private.
  public boolean takesPrivateMessages() {
    return get(Preference.PRIVATE_MESSAGES).equals(Preference.ALLOW);
  }

  /// Whether others may see the participant's vCard.
  public boolean showsVcard() {
    return get(Preference.VCARD).equals(Preference.ALLOW);
  }

  /// Whether the participant's presence is shared with the channel.
  public boolean sharesPresence() {
    return !get(Preference.PRESENCE).equals(Preference.NOT_SHARE);
  }

  /// These, but for what `changes` states.
  Preferences with(Map<Preference, String> changes) {
    Map<Preference, String> all = new EnumMap<>(Preference.class);
    all.putAll(stated);
    all.putAll(changes);
    all.entrySet().removeIf(e -> e.getValue().equals(e.getKey().options().getFirst()));
    return new Preferences(all);
  }
}
