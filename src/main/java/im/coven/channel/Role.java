package im.coven.channel;

/// What somebody is to a channel, from the least to the most. See XEP-0369 §4.4, XEP-0406 §2.2.
public enum Role {
  /// On the banned list.
  BANNED,
  /// Nobody in particular.
  STRANGER,
  /// On the allowed list.
  ALLOWED,
  PARTICIPANT,
  ADMINISTRATOR,
  OWNER;

  /// Whether this role has what another one has.
  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
