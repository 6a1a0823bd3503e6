package im.coven.ops;

import java.util.List;

/// The keys of what channels offer besides (XEP-0407), which {@link Catalogue} lists with all
/// others.
public final class MiscKeys {

  /// Whether nicks are registered.
  public enum Nicks {
    OFF,
    OPTIONAL,
    MANDATORY
  }

  private static final int DAYS_MAX = 36_500;
  private static final int MIB = 1024 * 1024;

  static final KeyList KEYS = new KeyList();

  public static final Key<Boolean> RETRACTION =
      KEYS.add(
          new Key<>(
              "misc.retraction",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether messages can be retracted; by whom, each channel's configuration says."));
  public static final Key<Integer> RETRACTION_HOURS =
      KEYS.add(
          new Key<>(
              "misc.retraction-hours",
              Kind.number(0, DAYS_MAX * 24),
              List.of("0"),
              "hours",
              "A message that is older is not retracted any more; 0 is no limit."));
  public static final Key<Integer> AVATAR_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "misc.avatar-bytes-max",
              Kind.number(0, 16 * MIB),
              List.of("65536"),
              "bytes",
              "A larger image is no avatar of a channel; 0 is none at all."));
  public static final Key<Integer> INVITATION_HOURS =
      KEYS.add(
          new Key<>(
              "misc.invitation-hours",
              Kind.number(0, DAYS_MAX * 24),
              List.of("168"),
              "hours",
              "So long an invitation to a channel is good; 0 is that there are none."));
  public static final Key<Nicks> NICKS =
      KEYS.add(
          new Key<>(
              "misc.nicks",
              Kind.choice(Nicks.class),
              List.of("off"),
              "",
              "Whether nicks are registered with the service: not at all, by who wants to, by"
                  + " all who take part in a channel."));

  public static final Key<Integer> VCARD_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "misc.vcard-bytes-max",
              Kind.number(0, 16 * MIB),
              List.of("131072"),
              "bytes",
              "A larger vCard of an account is refused (XEP-0054, XEP-0292); with 0 every one."));

  private MiscKeys() {}
}
