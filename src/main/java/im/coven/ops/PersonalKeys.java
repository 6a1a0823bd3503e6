package im.coven.ops;

/// The keys of what an account keeps for itself, which {@link Catalogue} lists with all others.
public final class PersonalKeys {

  static final KeyList KEYS = new KeyList();

  public static final Key<Integer> BLOCKED_MAX =
      KEYS.key(
          "accounts.blocked-max",
          Kind.number(0, 100_000),
          "JIDs",
          "So many an account can block (XEP-0191).",
          "1000");

  public static final Key<Integer> NODES_MAX =
      KEYS.key(
          "accounts.nodes-max",
          Kind.number(1, 100_000),
          "nodes",
          "So many personal nodes an account can have (XEP-0163), and so many private texts.",
          "200");
  public static final Key<Integer> NODE_ITEMS_MAX =
      KEYS.key(
          "accounts.node-items-max",
          Kind.number(1, 100_000),
          "items",
          "So many a personal node can keep, such as bookmarks; the oldest go first.",
          "1000");
  public static final Key<Integer> ITEM_BYTES_MAX =
      KEYS.key(
          "accounts.item-bytes-max",
          Kind.number(1000, 16 * 1024 * 1024),
          "bytes",
          "A larger personal item is refused (policy-violation); a picture is the largest.",
          "131072");

  public static final Key<Integer> JOIN_SECONDS =
      KEYS.key(
          "accounts.join-seconds",
          Kind.number(1, 600),
          "seconds",
          "A channel that does not let a user in within so long is taken for unreachable.",
          "30");

  private PersonalKeys() {}
}
