package im.coven.ops;

import java.util.List;

/// The keys of presence in channels and of what participants ask of one another, which {@link
/// Catalogue} lists with all others.
public final class PresenceKeys {

  /// What channels tell of presence.
  public enum Level {
    /// All that clients say.
    FULL,
    /// That they came and went.
    JOINED,
    /// Nothing.
    NONE
  }

  private static final int MIB = 1024 * 1024;

  static final KeyList KEYS = new KeyList();

  public static final Key<Level> LEVEL =
      KEYS.add(
          new Key<>(
              "mix.presence",
              Kind.choice(Level.class),
              List.of("full"),
              "",
              "What channels tell of presence: full is all that clients say; joined is that"
                  + " they came and went; none is nothing."));
  public static final Key<Integer> FULL_MAX =
      KEYS.add(
          new Key<>(
              "mix.presence-full-max",
              Kind.number(0, 10_000_000),
              List.of("1000"),
              "participants",
              "A channel with more tells of presence no more than joined."));
  public static final Key<Integer> JOINED_MAX =
      KEYS.add(
          new Key<>(
              "mix.presence-joined-max",
              Kind.number(0, 10_000_000),
              List.of("10000"),
              "participants",
              "A channel with more tells nothing of presence."));
  public static final Key<Integer> BYTES_MAX =
      KEYS.add(
          new Key<>(
              "mix.presence-bytes-max",
              Kind.number(256, MIB),
              List.of("4096"),
              "bytes",
              "A presence with a larger content is refused by channels."));
  public static final Key<Integer> WAIT_MS =
      KEYS.add(
          new Key<>(
              "mix.presence-wait-ms",
              Kind.number(0, 10_000),
              List.of("100"),
              "milliseconds",
              "Presence that reaches a channel within so long after other presence goes on"
                  + " together."));

  public static final Key<Boolean> RELAY =
      KEYS.add(
          new Key<>(
              "mix.relay",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether channels relay requests between participants."));
  public static final Key<Boolean> RELAY_VCARD_TEMP =
      KEYS.add(
          new Key<>(
              "mix.relay-vcard-temp",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether requests for vCards (XEP-0054) are among them, where the one who is"
                  + " asked allows it."));
  public static final Key<Boolean> RELAY_VCARD_4 =
      KEYS.add(
          new Key<>(
              "mix.relay-vcard4",
              Kind.flag(),
              List.of("true"),
              "",
              "The same for vCard4 (XEP-0292)."));

  private PresenceKeys() {}
}
