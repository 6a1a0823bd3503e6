package im.coven.ops;

import java.util.List;

/// The keys of what an account keeps for itself, which {@link Catalogue} lists with all others.
public final class PersonalKeys {

  public static final Key<Integer> BLOCKED_MAX =
      key(
          "accounts.blocked-max",
          Kind.number(0, 100_000),
          "JIDs",
          "So many an account can block (XEP-0191).",
          "1000");

  /// All of them.
  static final List<Key<?>> ALL = List.of(BLOCKED_MAX);

  private PersonalKeys() {}

  private static <T> Key<T> key(
      String name, Kind<T> kind, String unit, String meaning, String preset) {
    return new Key<>(name, kind, List.of(preset), unit, meaning);
  }
}
