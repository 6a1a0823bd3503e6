package im.coven.ops;

/// The keys of the section `muc`, which are part of the {@link Catalogue}. Whether channels are
/// rooms at all, and where, says `domains.muc`.
public final class MucKeys {

  static final KeyList KEYS = new KeyList();

  public static final Key<String> NAME =
      KEYS.key("muc.name", Kind.word(), "", "The name of the MUC service in discovery.", "Rooms");
  public static final Key<Integer> HISTORY_MAX =
      KEYS.key(
          "muc.history-max",
          Kind.number(0, 1_000),
          "messages",
          "Who enters a room is sent at most so many of those that were said before.",
          "50");

  private MucKeys() {}
}
