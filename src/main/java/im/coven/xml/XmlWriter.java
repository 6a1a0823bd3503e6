package im.coven.xml;

import java.nio.charset.StandardCharsets;

/// Elements to XML text. The only place that escapes.
///
/// Elements are written with default namespaces, never with prefixes; an attribute of a namespace
/// other than `xml` gets a prefix declared on its element.
public final class XmlWriter {

  private static final boolean[] TEXT = plainExcept("<>&'\"\r");
  private static final boolean[] VALUE = plainExcept("<>&'\"\r\n\t");

  private XmlWriter() {}

  /// The element with its namespace declared.
  public static String toString(Element element) {
    return toString(element, "");
  }

  /// The element as it stands inside one of namespace `outerNs`, whose declaration it inherits.
  public static String toString(Element element, String outerNs) {
    var out = new StringBuilder(256);
    write(element, outerNs, out);
    return out.toString();
  }

  /// [#toString(Element, String)] in UTF-8.
  public static byte[] toBytes(Element element, String outerNs) {
    return toString(element, outerNs).getBytes(StandardCharsets.UTF_8);
  }

  /// Appends the element to `out`.
  public static void write(Element element, String outerNs, StringBuilder out) {
    out.append('<').append(element.name());
    if (!element.ns().equals(outerNs)) {
      out.append(" xmlns='");
      escapeAttribute(element.ns(), out);
      out.append('\'');
    }
    int prefixes = 0;
    for (Attribute attribute : element.attributes()) {
      prefixes = writeAttribute(attribute, prefixes, out);
    }
    if (element.nodes().isEmpty()) {
      out.append("/>");
      return;
    }
    out.append('>');
    for (Node node : element.nodes()) {
      switch (node) {
        case Element child -> write(child, element.ns(), out);
        case Text(var value) -> escape(value, out);
      }
    }
    out.append("</").append(element.name()).append('>');
  }

  private static int writeAttribute(Attribute attribute, int prefixes, StringBuilder out) {
    out.append(' ');
    int used = prefixes;
    if (attribute.ns().equals(Attribute.XML_NS)) {
      out.append("xml:");
    } else if (!attribute.ns().isEmpty()) {
      used++;
      out.append("xmlns:a").append(used).append("='");
      escapeAttribute(attribute.ns(), out);
      out.append("' a").append(used).append(':');
    }
    out.append(attribute.name()).append("='");
    escapeAttribute(attribute.value(), out);
    out.append('\'');
    return used;
  }

  /// Appends text with its markup escaped. A character that XML does not know becomes U+FFFD.
  public static void escape(String text, StringBuilder out) {
    escape(text, TEXT, out);
  }

  /// Escapes for attribute values, where a reader would turn line ends into spaces.
  public static void escapeAttribute(String text, StringBuilder out) {
    escape(text, VALUE, out);
  }

  /// Copies what needs no escape in runs.
  private static void escape(String text, boolean[] plain, StringBuilder out) {
    int from = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      boolean legal = c < 128 ? plain[c] : c < Character.MIN_SURROGATE;
      if (legal) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (c < 128 || !XmlChars.isChar(c)) {
        out.append(text, from, i).append(escaped(c));
        from = i + 1;
      }
    }
    out.append(text, from, length);
  }

  private static String escaped(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      case '\'' -> "&apos;";
      case '"' -> "&quot;";
      case '\r' -> "&#13;";
      case '\n' -> "&#10;";
      case '\t' -> "&#9;";
      default -> "\uFFFD";
    };
  }

  private static boolean[] plainExcept(String special) {
    var plain = new boolean[128];
    for (int c = 0; c < plain.length; c++) {
      plain[c] = XmlChars.isChar(c) && special.indexOf(c) < 0;
    }
    return plain;
  }
}
