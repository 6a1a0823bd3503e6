package im.coven.ops;

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
      KEYS.key(
          "misc.retraction",
          Kind.flag(),
          "",
          "Whether messages can be retracted; by whom, each channel's configuration says.",
          "true");
  public static final Key<Integer> RETRACTION_HOURS =
      KEYS.key(
          "misc.retraction-hours",
          Kind.number(0, DAYS_MAX * 24),
          "hours",
          "A message that is older is not retracted any more; 0 is no limit.",
          "0");
  public static final Key<Integer> AVATAR_BYTES_MAX =
      KEYS.key(
          "misc.avatar-bytes-max",
          Kind.number(0, 16 * MIB),
          "bytes",
          "A larger image is no avatar of a channel; 0 is none at all.",
          "65536");
  public static final Key<Integer> INVITATION_HOURS =
      KEYS.key(
          "misc.invitation-hours",
          Kind.number(0, DAYS_MAX * 24),
          "hours",
          "So long an invitation to a channel is good; 0 is that there are none.",
          "168");
  public static final Key<Nicks> NICKS =
      KEYS.key(
          "misc.nicks",
          Kind.choice(Nicks.class),
          "",
          "Whether nicks are registered with the service: not at all, by who wants to, by all who"
              + " take part in a channel.",
          "off");

  public static final Key<Integer> VCARD_BYTES_MAX =
      KEYS.key(
          "misc.vcard-bytes-max",
          Kind.number(0, 16 * MIB),
          "bytes",
          "A larger vCard of an account is refused (XEP-0054, XEP-0292); with 0 every one.",
          "131072");

  private MiscKeys() {}
}
