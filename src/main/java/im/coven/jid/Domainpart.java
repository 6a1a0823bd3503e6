package im.coven.jid;

import com.ibm.icu.text.IDNA;
import org.jspecify.annotations.Nullable;

/// Prepares domainparts: names in lower case with U-labels, and IP addresses. See RFC 7622 §3.2.
///
/// Internationalized names go through UTS #46, non-transitional, as IDNA2008 wants it:
/// `faß.example` and `fass.example` are two names, `xn--fa-hia.example` is the first of them.
final class Domainpart {

  private static final int NAME_BYTES_MAX = 253;
  private static final int LABEL_BYTES_MAX = 63;

  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.USE_STD3_RULES
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.CHECK_CONTEXTO
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);

  private Domainpart() {}

  /// The domainpart prepared, or null when it is none.
  static @Nullable String prepare(String raw) {
    if (raw.startsWith("[")) {
      return IpLiteral.prepare(raw);
    }
    String name = withoutFinalDot(raw);
    String prepared = isPlain(name) ? name : internationalized(name);
    return prepared == null || !isName(prepared) ? null : prepared;
  }

  /// The dot that ends a fully qualified name is no part of it. See RFC 7622 §3.2.
  private static String withoutFinalDot(String raw) {
    int last = raw.length() - 1;
    return last > 0 && ".\u3002\uFF0E\uFF61".indexOf(raw.charAt(last)) >= 0
        ? raw.substring(0, last)
        : raw;
  }

  /// Whether a name is in lower case ASCII and has no A-label, so that nothing is to be mapped.
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '.' || c == '-';
      if (!plain || (c == '-' && name.startsWith("xn--", i - 3))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String internationalized(String name) {
    if (name.length() > JidParser.PART_BYTES_MAX) {
      return null;
    }
    var info = new IDNA.Info();
    String unicode = UTS46.nameToUnicode(name, new StringBuilder(), info).toString();
    if (info.hasErrors()) {
      return null;
    }
    var ascii = new IDNA.Info();
    UTS46.nameToASCII(unicode, new StringBuilder(), ascii);
    return ascii.hasErrors() ? null : unicode;
  }

  /// Whether the labels have a legal shape. Those with other than ASCII were checked as A-labels.
  private static boolean isName(String name) {
    boolean ascii = true;
    int label = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i == name.length() ? '.' : name.charAt(i);
      ascii &= c < 128;
      if (c == '.') {
        if (i == label || name.charAt(label) == '-' || name.charAt(i - 1) == '-') {
          return false;
        }
        if (i - label > LABEL_BYTES_MAX) {
          return false;
        }
        label = i + 1;
      }
    }
    return (!ascii || name.length() <= NAME_BYTES_MAX) && !isBrokenIpv4(name);
  }

  /// A name whose last label is a number is an IPv4 address, or nothing: no such domain exists.
  private static boolean isBrokenIpv4(String name) {
    char last = name.charAt(name.length() - 1);
    if (last < '0' || last > '9') {
      return false;
    }
    String label = name.substring(name.lastIndexOf('.') + 1);
    return label.chars().allMatch(c -> '0' <= c && c <= '9') && !IpLiteral.isIpv4(name);
  }
}
