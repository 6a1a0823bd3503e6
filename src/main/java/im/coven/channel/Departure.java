package im.coven.channel;

import java.util.Locale;

/// How a client came out of the room. That its connection broke, or the instance that had it, is
/// leaving like any other. See XEP-0045 §15.6.
public enum Departure {
  /// Of itself, or with its session.
  LEFT,
  /// It is banned.
  BANNED,
  /// It may not be there any more.
  REMOVED;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Departure ofStored(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
