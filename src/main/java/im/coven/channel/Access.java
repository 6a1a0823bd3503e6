package im.coven.channel;

import java.util.Locale;

/// An entry in a channel's lists: what a JID was made, whether it takes part or not.
public enum Access {
  BANNED,
  ALLOWED,
  ADMINISTRATOR,
  OWNER;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Access ofStored(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
