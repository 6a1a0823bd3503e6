package im.coven.ops;

import java.util.List;

/// The keys of the section `muc`, which are part of the {@link Catalogue}. Whether channels are
/// rooms at all, and where, says `domains.muc`.
public final class MucKeys {

  static final KeyList KEYS = new KeyList();

  public static final Key<String> NAME =
      KEYS.add(
          new Key<>(
              "muc.name",
              Kind.word(),
              List.of("Rooms"),
              "",
              "The name of the MUC service in discovery."));
  public static final Key<Integer> HISTORY_MAX =
      KEYS.add(
          new Key<>(
              "muc.history-max",
              Kind.number(0, 1_000),
              List.of("50"),
              "messages",
              "Who enters a room is sent at most so many of those that were said before."));

  private MucKeys() {}
}
