package im.coven.jid;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import rocks.xmpp.precis.PrecisProfiles;

/// A nick, prepared: as it is shown, and as it is compared. See RFC 8266 (H21).
///
/// Two nicks are the same one exactly when their keys are equal. At most 1023 bytes, as it is a
/// resourcepart on the MUC side.
public record Nick(String display, String key) {

  static final int BYTES_MAX = 1023;

  /// Prepares a nick from outside, or answers nothing when it is none.
  public static Optional<Nick> of(String raw) {
    try {
      String display = PrecisProfiles.NICKNAME.enforce(raw);
      int bytes = display.getBytes(StandardCharsets.UTF_8).length;
      if (bytes == 0 || bytes > BYTES_MAX) {
        return Optional.empty();
      }
      return Optional.of(new Nick(display, PrecisProfiles.NICKNAME.toComparableString(raw)));
    } catch (IllegalArgumentException notANick) {
      return Optional.empty();
    }
  }
}
