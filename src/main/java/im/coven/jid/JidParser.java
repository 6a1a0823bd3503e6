package im.coven.jid;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/// Splits and prepares an address. See RFC 7622 §3.1.
///
/// Almost every address is ASCII, for which preparation is one look at each character; the rest
/// takes the profiles of PRECIS.
final class JidParser {

  static final int PART_BYTES_MAX = 1023;

  /// An address cannot be longer, so that nobody makes us prepare what will be refused.
  private static final int CHARS_MAX = 3 * PART_BYTES_MAX + 2;

  /// ASCII that a localpart may hold; upper case is mapped, so it is not among it.
  private static final boolean[] LOCALPART = new boolean[128];

  static {
    for (char c = '!'; c <= '~'; c++) {
      LOCALPART[c] = "\"&'/:<>@".indexOf(c) < 0 && (c < 'A' || c > 'Z');
    }
  }

  private JidParser() {}

  static Optional<Jid> parse(String text) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int at = text.indexOf('@');
    boolean hasLocal = at >= 0 && at < end;
    String local = hasLocal ? localpart(text.substring(0, at)) : null;
    String domain = Domainpart.prepare(text.substring(hasLocal ? at + 1 : 0, end));
    String resource = slash < 0 ? null : resourcepart(text.substring(slash + 1));
    if (domain == null || (hasLocal && local == null) || (slash >= 0 && resource == null)) {
      return Optional.empty();
    }
    return Optional.of(new Jid(local, domain, resource));
  }

  /// The localpart prepared, or null when it is none. See RFC 7622 §3.3.
  static @Nullable String localpart(String raw) {
    if (isOf(LOCALPART, raw)) {
      return bounded(raw);
    }
    String prepared = username(raw);
    if (prepared == null) {
      return null;
    }
    for (int i = 0; i < prepared.length(); i++) {
      char c = prepared.charAt(i);
      if (c < 128 && !LOCALPART[c]) {
        return null;
      }
    }
    return bounded(prepared);
  }

  /// The resourcepart prepared, or null when it is none. See RFC 7622 §3.4.
  static @Nullable String resourcepart(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < ' ' || c > '~') {
        return bounded(opaque(raw));
      }
    }
    return bounded(raw);
  }

  /// A part that is neither empty nor too long, else null.
  static @Nullable String bounded(@Nullable String part) {
    if (part == null || part.isEmpty() || part.length() > PART_BYTES_MAX) {
      return null;
    }
    boolean fits =
        part.length() <= PART_BYTES_MAX / 3
            || part.getBytes(StandardCharsets.UTF_8).length <= PART_BYTES_MAX;
    return fits ? part : null;
  }

  private static boolean isOf(boolean[] allowed, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || !allowed[c]) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String username(String raw) {
    try {
      return PrecisProfiles.USERNAME_CASE_MAPPED.enforce(raw);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static @Nullable String opaque(String raw) {
    try {
      return PrecisProfiles.OPAQUE_STRING.enforce(raw);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
