package im.coven.xml;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `<?xml …?>` before a stream header. See XML 1.0 §2.8 and RFC 6120 §11.5.
final class XmlDeclaration {

  private static final Pattern SHAPE =
      Pattern.compile(
          """
          <\\?xml\\s+version\\s*=\\s*(?:'([a-zA-Z0-9_.:-]+)'|"([a-zA-Z0-9_.:-]+)")\
          (?:\\s+encoding\\s*=\\s*(?:'([A-Za-z][A-Za-z0-9._-]*)'|"([A-Za-z][A-Za-z0-9._-]*)"))?\
          (?:\\s+standalone\\s*=\\s*(?:'(?:yes|no)'|"(?:yes|no)"))?\\s*\\?>\
          """);

  private XmlDeclaration() {}

  /// What is wrong with a declaration, null when nothing is.
  static @Nullable XmlFault check(byte[] bytes, int from, int to) {
    Matcher shape = SHAPE.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    if (!shape.matches()) {
      return new XmlFault(XmlFault.Kind.NOT_WELL_FORMED, "malformed XML declaration");
    }
    String version = shape.group(1) == null ? shape.group(2) : shape.group(1);
    if (!"1.0".equals(version)) {
      return new XmlFault(XmlFault.Kind.NOT_WELL_FORMED, "only XML 1.0 is spoken here");
    }
    String encoding = shape.group(3) == null ? shape.group(4) : shape.group(3);
    return encoding == null || encoding.equalsIgnoreCase("UTF-8")
        ? null
        : new XmlFault(XmlFault.Kind.UNSUPPORTED_ENCODING, "only UTF-8 is spoken here");
  }
}
