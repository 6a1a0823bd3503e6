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

  public static final Key<Integer> NODES_MAX =
      key(
          "accounts.nodes-max",
          Kind.number(1, 100_000),
          "nodes",
          "So many personal nodes an account can have (XEP-0163), and so many private texts.",
          "200");
  public static final Key<Integer> NODE_ITEMS_MAX =
      key(
          "accounts.node-items-max",
          Kind.number(1, 100_000),
          "items",
          "So many a personal node can keep, such as bookmarks; the oldest go first.",
          "1000");
  public static final Key<Integer> ITEM_BYTES_MAX =
      key(
          "accounts.item-bytes-max",
          Kind.number(1000, 16 * 1024 * 1024),
          "bytes",
          "A larger personal item is refused (policy-violation); a picture is the largest.",
          "131072");

  public static final Key<Integer> JOIN_SECONDS =
      key(
          "accounts.join-seconds",
          Kind.number(1, 600),
          "seconds",
          "A channel that does not let a user in within so long is taken for unreachable.",
          "30");

  /// All of them.
  static final List<Key<?>> ALL =
      List.of(BLOCKED_MAX, NODES_MAX, NODE_ITEMS_MAX, ITEM_BYTES_MAX, JOIN_SECONDS);

  private PersonalKeys() {}

  private static <T> Key<T> key(
      String name, Kind<T> kind, String unit, String meaning, String preset) {
    return new Key<>(name, kind, List.of(preset), unit, meaning);
  }
}
