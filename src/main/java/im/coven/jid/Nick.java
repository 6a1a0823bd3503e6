package im.coven.jid;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/// A nick, prepared: how it is shown, and the key by which two nicks are the same.
///
/// `display` has outer spaces cut and inner runs of them collapsed, and is in NFKC; it is also a
/// valid resourcepart, so that a MUC room can address its holder. `key` is the same in lower case:
/// "ThirdWitch" and "thirdwitch" are one nick. See RFC 8266 §2.
public record Nick(String display, String key) {

  /// Prepares a nick that somebody asked for; nothing when it is empty, longer than 1023 bytes, or
  /// holds what the profile does not allow, which is answered with `not-acceptable`.
  public static Optional<Nick> of(String raw) {
    if (raw.length() > JidParser.PART_BYTES_MAX || hasControls(raw)) {
      return Optional.empty();
    }
    String display = JidParser.bounded(isTidyAscii(raw) ? raw : enforce(raw));
    if (display == null || !display.equals(JidParser.resourcepart(display))) {
      return Optional.empty();
    }
    String key = key(display);
    return key == null ? Optional.empty() : Optional.of(new Nick(display, key));
  }

  /// Whether the two could not both be held in one channel.
  public boolean isSameAs(Nick other) {
    return key.equals(other.key);
  }

  @Override
  public String toString() {
    return display;
  }

  /// The profile knows no controls; its implementation would cut them at the ends.
  private static boolean hasControls(String raw) {
    return raw.chars().anyMatch(c -> c < 0x20 || (c >= 0x7F && c < 0xA0));
  }

  /// Printable ASCII with single inner spaces, of which the display form is the text itself.
  private static boolean isTidyAscii(String raw) {
    boolean space = true;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c > '~' || (c == ' ' && space)) {
        return false;
      }
      space = c == ' ';
    }
    return !space;
  }

  private static @Nullable String enforce(String raw) {
    try {
      return PrecisProfiles.NICKNAME.enforce(raw);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static @Nullable String key(String display) {
    if (isTidyAscii(display)) {
      return display.toLowerCase(Locale.ROOT);
    }
    try {
      return PrecisProfiles.NICKNAME.toComparableString(display);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
