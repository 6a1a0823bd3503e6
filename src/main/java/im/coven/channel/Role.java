package im.coven.channel;

/// What somebody is to a channel, from the least to the most. See XEP-0369 §4.4, XEP-0406 §2.1.
public enum Role {
  /// On the banned list, itself or its domain.
  BANNED,
  /// Not on the allowed list of a channel that has one.
  STRANGER,
  /// May join.
  ALLOWED,
  PARTICIPANT,
  ADMINISTRATOR,
  OWNER;

  /// Whether this role has what another one has.
  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
