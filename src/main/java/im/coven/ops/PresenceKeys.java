package im.coven.ops;

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
      KEYS.key(
          "mix.presence",
          Kind.choice(Level.class),
          "",
          "What channels tell of presence: full is all that clients say; joined is that they came"
              + " and went; none is nothing.",
          "full");
  public static final Key<Integer> FULL_MAX =
      KEYS.key(
          "mix.presence-full-max",
          Kind.number(0, 10_000_000),
          "participants",
          "A channel with more tells of presence no more than joined.",
          "1000");
  public static final Key<Integer> JOINED_MAX =
      KEYS.key(
          "mix.presence-joined-max",
          Kind.number(0, 10_000_000),
          "participants",
          "A channel with more tells nothing of presence.",
          "10000");
  public static final Key<Integer> BYTES_MAX =
      KEYS.key(
          "mix.presence-bytes-max",
          Kind.number(256, MIB),
          "bytes",
          "A presence with a larger content is refused by channels.",
          "4096");
  public static final Key<Integer> WAIT_MS =
      KEYS.key(
          "mix.presence-wait-ms",
          Kind.number(0, 10_000),
          "milliseconds",
          "Presence that reaches a channel within so long after other presence goes on together.",
          "100");

  public static final Key<Boolean> RELAY =
      KEYS.key(
          "mix.relay",
          Kind.flag(),
          "",
          "Whether channels relay requests between participants.",
          "true");
  public static final Key<Boolean> RELAY_VCARD_TEMP =
      KEYS.key(
          "mix.relay-vcard-temp",
          Kind.flag(),
          "",
          "Whether requests for vCards (XEP-0054) are among them, where the one who is asked allows"
              + " it.",
          "true");
  public static final Key<Boolean> RELAY_VCARD_4 =
      KEYS.key("mix.relay-vcard4", Kind.flag(), "", "The same for vCard4 (XEP-0292).", "true");

  private PresenceKeys() {}
}
