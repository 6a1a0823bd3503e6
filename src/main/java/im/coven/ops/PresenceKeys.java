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

  public static final Key<Level> LEVEL =
      key(
          "mix.presence",
          Kind.choice(Level.class),
          "",
          "What channels tell of presence: full is all that clients say; joined is that they came"
              + " and went; none is nothing.",
          "full");
  public static final Key<Integer> FULL_MAX =
      key(
          "mix.presence-full-max",
          Kind.number(0, 10_000_000),
          "participants",
          "A channel with more tells of presence no more than joined.",
          "1000");
  public static final Key<Integer> JOINED_MAX =
      key(
          "mix.presence-joined-max",
          Kind.number(0, 10_000_000),
          "participants",
          "A channel with more tells nothing of presence.",
          "10000");
  public static final Key<Integer> BYTES_MAX =
      key(
          "mix.presence-bytes-max",
          Kind.number(256, MIB),
          "bytes",
          "A presence with a larger content is refused by channels.",
          "4096");
  public static final Key<Integer> WAIT_MS =
      key(
          "mix.presence-wait-ms",
          Kind.number(0, 10_000),
          "milliseconds",
          "Presence that reaches a channel within so long after other presence goes on together.",
          "100");

  public static final Key<Boolean> RELAY =
      key(
          "mix.relay",
          Kind.flag(),
          "",
          "Whether channels relay requests between participants.",
          "true");
  public static final Key<Boolean> RELAY_VCARD_TEMP =
      key(
          "mix.relay-vcard-temp",
          Kind.flag(),
          "",
          "Whether requests for vCards (XEP-0054) are among them, where the one who is asked allows"
              + " it.",
          "true");
  public static final Key<Boolean> RELAY_VCARD_4 =
      key("mix.relay-vcard4", Kind.flag(), "", "The same for vCard4 (XEP-0292).", "true");

  /// All of them, in the order of `conf/coven.yaml`.
  static final List<Key<?>> ALL =
      List.of(
          LEVEL, FULL_MAX, JOINED_MAX, BYTES_MAX, WAIT_MS, RELAY, RELAY_VCARD_TEMP, RELAY_VCARD_4);

  private PresenceKeys() {}

  private static <T> Key<T> key(
      String name, Kind<T> kind, String unit, String meaning, String preset) {
    return new Key<>(name, kind, List.of(preset), unit, meaning);
  }
}
