package im.coven.account;

import java.util.Locale;
import java.util.Optional;

/// Who of two sees the presence of whom. See RFC 6121 §2.1.2.5.
public enum Subscription {
  NONE,
  TO,
  FROM,
  BOTH;

  /// The subscription in which the user sees the contact, the contact sees the user, or each the
  /// other.
  static Subscription of(boolean to, boolean from) {
    if (to) {
      return from ? BOTH : TO;
    }
    return from ? FROM : NONE;
  }

  /// Whether the user sees the contact's presence.
  public boolean sees() {
    return this == TO || this == BOTH;
  }

  /// Whether the contact sees the user's presence.
  public boolean isSeen() {
    return this == FROM || this == BOTH;
  }

  /// The value of the `subscription` attribute.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the attribute.
  static Optional<Subscription> read(String wire) {
    for (Subscription subscription : values()) {
      if (subscription.wire().equals(wire)) {
        return Optional.of(subscription);
      }
    }
    return Optional.empty();
  }
}
