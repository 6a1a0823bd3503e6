package im.coven.ops;

import java.util.List;

/// The keys of the section `accounts`, which are part of the {@link Catalogue}: what an account may
/// have, and what it keeps for itself.
public final class PersonalKeys {

  static final KeyList KEYS = new KeyList();

  public static final Key<Integer> SESSIONS_MAX =
      KEYS.add(
          new Key<>(
              "accounts.sessions-max",
              Kind.number(1, 1_000),
              List.of("50"),
              "sessions",
              "An account can be connected so many times at once."));
  public static final Key<Integer> ROSTER_ITEMS_MAX =
      KEYS.add(
          new Key<>(
              "accounts.roster-items-max",
              Kind.number(10, 100_000),
              List.of("2000"),
              "contacts",
              "A roster has at most so many, channels among them."));
  public static final Key<Integer> OFFLINE_MESSAGES_MAX =
      KEYS.add(
          new Key<>(
              "accounts.offline-messages-max",
              Kind.number(0, 100_000),
              List.of("500"),
              "messages",
              "So many are kept for a user who is away."));
  public static final Key<Integer> BLOCKED_MAX =
      KEYS.add(
          new Key<>(
              "accounts.blocked-max",
              Kind.number(0, 100_000),
              List.of("1000"),
              "JIDs",
              "So many an account can block (XEP-0191)."));

  public static final Key<Integer> NODES_MAX =
      KEYS.add(
          new Key<>(
              "accounts.nodes-max",
              Kind.number(1, 100_000),
              List.of("200"),
              "nodes",
              "So many personal nodes an account can have (XEP-0163), and so many private texts."));
  public static final Key<Integer> NODE_ITEMS_MAX =
      KEYS.add(
          new Key<>(
              "accounts.node-items-max",
              Kind.number(1, 100_000),
              List.of("1000"),
              "items",
              "So many a personal node can keep, such as bookmarks; the oldest go first."));
  public static final Key<Integer> ITEM_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "accounts.item-bytes-max",
              Kind.number(1000, 16 * 1024 * 1024),
              List.of("131072"),
              "bytes",
              "A larger personal item is refused (policy-violation); a picture is the largest."));

  public static final Key<Integer> JOIN_SECONDS =
      KEYS.add(
          new Key<>(
              "accounts.join-seconds",
              Kind.number(1, 600),
              List.of("30"),
              "seconds",
              "A channel that does not let a user in within so long is taken for unreachable."));

  private PersonalKeys() {}
}
