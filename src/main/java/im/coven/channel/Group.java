package im.coven.channel;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom a right is given to: a role and all above it. See XEP-0406 §2.1, §2.4.
public enum Group {
  ANYONE(Role.BANNED),
  ALLOWED(Role.ALLOWED),
  PARTICIPANTS(Role.PARTICIPANT),
  ADMINS(Role.ADMINISTRATOR),
  OWNERS(Role.OWNER),
  NOBODY(null);

  private final @Nullable Role lowest;

  Group(@Nullable Role lowest) {
    this.lowest = lowest;
  }

  /// Whether a role is in the group.
  public boolean holds(Role role) {
    return lowest != null && role.isAtLeast(lowest);
  }

  /// The name in a configuration form.
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Group> of(String wire) {
    for (Group group : values()) {
      if (group.wire().equals(wire)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }
}
