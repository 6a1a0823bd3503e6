package im.coven.channel;

import java.util.Locale;

/// To whom a message shows the JID of its author, as it was when it was sent. See XEP-0404 §2.3.
public enum Disclosure {
  /// To nobody.
  NONE,
  /// In the copies that are sent, not in the archive (H38).
  LIVE,
  /// In both.
  FULL;

  static Disclosure of(JidVisibility visibility, Preferences preferences) {
    if (visibility == JidVisibility.VISIBLE) {
      return FULL;
    }
    return visibility.shows(preferences) ? LIVE : NONE;
  }

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Disclosure ofStored(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
