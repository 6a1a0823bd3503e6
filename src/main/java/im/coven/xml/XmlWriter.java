package im.coven.xml;

import java.nio.charset.StandardCharsets;

/// Elements to XML text. The only place that escapes.
///
/// Elements are written with default namespaces, never with prefixes; an attribute of a namespace
/// other than `xml` gets a prefix declared on its element.
public final class XmlWriter {

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
      escape(element.ns(), out);
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
      escape(attribute.ns(), out);
      out.append("' a").append(used).append(':');
    }
    out.append(attribute.name()).append("='");
    escapeAttribute(attribute.value(), out);
    out.append('\'');
    return used;
  }

  /// Escapes for text and for attribute values alike.
  public static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '\'' -> out.append("&apos;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        default -> out.append(c);
      }
    }
  }

  /// Escapes for attribute values, where a reader would turn line ends into spaces.
  public static void escapeAttribute(String text, StringBuilder out) {
    int from = out.length();
    escape(text, out);
    for (int i = from; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c == '\n') {
        out.replace(i, i + 1, "&#10;");
      } else if (c == '\t') {
        out.replace(i, i + 1, "&#9;");
      }
    }
  }
}
