package im.coven.channel;

import java.util.Optional;

/// Whether participants see each other's JIDs. See XEP-0404 §2.2 and H34 for the names.
public enum JidVisibility {
  /// All see all.
  VISIBLE("jid-mandatory-visible", "jid-visible"),
  /// Each decides by a preference.
  MAYBE_VISIBLE("jid-optionally-visible", "jid-maybe-visible"),
  /// Only administrators see them, by the jidmap node.
  HIDDEN("jid-hidden", "jid-mandatory-hidden");

  private final String wire;
  private final String alias;

  JidVisibility(String wire, String alias) {
    this.wire = wire;
    this.alias = alias;
  }

  /// The value in a configuration form.
  public String wire() {
    return wire;
  }

  static Optional<JidVisibility> of(String wire) {
    for (JidVisibility visibility : values()) {
      if (visibility.wire.equals(wire) || visibility.alias.equals(wire)) {
        return Optional.of(visibility);
      }
    }
    return Optional.empty();
  }

  /// Whether a participant of these preferences can be in a channel of this kind: who insists on
  /// the contrary can't. See XEP-0404 §2.2.
  boolean agreesWith(Preferences preferences) {
    String wanted = preferences.get(Preference.JID_VISIBILITY);
    return switch (this) {
      case VISIBLE -> !wanted.equals(Preference.NEVER);
      case HIDDEN -> !wanted.equals(Preference.ALWAYS);
      case MAYBE_VISIBLE -> true;
    };
  }

  /// Whether the JID of somebody of these preferences is shown.
  boolean shows(Preferences preferences) {
    return switch (this) {
      case VISIBLE -> true;
      case HIDDEN -> false;
      case MAYBE_VISIBLE -> {
        String wanted = preferences.get(Preference.JID_VISIBILITY);
        yield wanted.equals(Preference.ALWAYS) || wanted.equals(Preference.PREFER);
      }
    };
  }
}
