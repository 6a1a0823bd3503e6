package im.coven.jid;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// IP addresses as domainparts. See RFC 7622 §3.2.
final class IpLiteral {

  private static final int GROUPS = 8;

  private IpLiteral() {}

  /// An IPv6 address in brackets in its one canonical form (RFC 5952), or null when it is none.
  /// Zones mean nothing to a peer and are refused.
  static @Nullable String prepare(String raw) {
    if (!raw.endsWith("]") || raw.indexOf('%') >= 0) {
      return null;
    }
    String inner = raw.substring(1, raw.length() - 1);
    try {
      InetAddress address = Inet6Address.ofLiteral(inner);
      return address instanceof Inet4Address mapped
          ? "[::ffff:" + mapped.getHostAddress() + ']'
          : '[' + canonical(address.getAddress()) + ']';
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /// Whether a text is four numbers from 0 to 255 without leading zeros.
  static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean number =
          part.length() <= 3
              && part.chars().allMatch(c -> '0' <= c && c <= '9')
              && (part.length() == 1 || !part.startsWith("0"));
      if (!number || part.isEmpty() || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /// The longest run of zeros, of two groups or more and the first of equals, becomes `::`.
  private static String canonical(byte[] address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
    }
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = 0;
      while (i + run < GROUPS && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        from = i;
        length = run;
      }
    }
    return length < 2
        ? join(groups, 0, GROUPS)
        : join(groups, 0, from) + "::" + join(groups, from + length, GROUPS);
  }

  private static String join(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
