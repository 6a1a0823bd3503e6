package im.coven.jid;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import rocks.xmpp.precis.PrecisProfiles;

/// Splits and prepares an address. See RFC 7622 §3.1.
final class JidParser {

  static final int PART_BYTES_MAX = 1023;
  private static final String LOCALPART_FORBIDDEN = "\"&'/:<>@ ";

  private JidParser() {}

  static Optional<Jid> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    int at = address.indexOf('@');
    try {
      String local = at < 0 ? null : localpart(address.substring(0, at));
      String domain = domainpart(address.substring(at + 1));
      String resource = slash < 0 ? null : resourcepart(text.substring(slash + 1));
      return Optional.of(new Jid(local, domain, resource));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  static String localpart(String raw) {
    String prepared = PrecisProfiles.USERNAME_CASE_MAPPED.enforce(raw);
    for (int i = 0; i < prepared.length(); i++) {
      if (LOCALPART_FORBIDDEN.indexOf(prepared.charAt(i)) >= 0) {
        throw new IllegalArgumentException("forbidden in a localpart");
      }
    }
    return bounded(prepared);
  }

  static String resourcepart(String raw) {
    return bounded(PrecisProfiles.OPAQUE_STRING.enforce(raw));
  }

  private static String domainpart(String raw) {
    String name = raw.endsWith(".") ? raw.substring(0, raw.length() - 1) : raw;
    String prepared = PrecisProfiles.IDN.enforce(name);
    if (prepared.indexOf('@') >= 0) {
      throw new IllegalArgumentException("forbidden in a domainpart");
    }
    return bounded(prepared);
  }

  private static String bounded(String part) {
    int bytes = part.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > PART_BYTES_MAX) {
      throw new IllegalArgumentException("a part has 1 to 1023 bytes");
    }
    return part;
  }
}
