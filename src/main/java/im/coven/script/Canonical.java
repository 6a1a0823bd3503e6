package im.coven.script;

import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Elements as people compare them: indented, the attributes sorted, one form for what is the same.
public final class Canonical {

  private Canonical() {}

  /// The element, one tag a line.
  public static String of(Element element) {
    var out = new StringBuilder();
    write(element, Markup.CLIENT_NS, "", out);
    return out.toString();
  }

  /// A pattern with what is known of its variables filled in.
  static String of(Element pattern, Bindings bindings) {
    return Phrase.fill(of(pattern), bindings, Canonical::escape)
        .replace(" " + Markup.REST + "=''", " …")
        .replaceAll("<(\\S+) " + Markup.ABSENT + "=''", "<!$1");
  }

  /// The lines of `text`, those that `other` does not hold marked by an exclamation mark.
  static String marked(String text, String other) {
    Set<String> known = other.lines().map(String::strip).collect(Collectors.toSet());
    return text.lines()
        .map(line -> (known.contains(line.strip()) ? "    " : "  ! ") + line + "\n")
        .collect(Collectors.joining());
  }

  static String escape(String text) {
    var out = new StringBuilder();
    XmlWriter.escapeAttribute(text, out);
    return out.toString();
  }

  private static void write(Element element, String outerNs, String indent, StringBuilder out) {
    out.append(indent).append('<').append(element.name());
    if (!element.ns().equals(outerNs)) {
      out.append(" xmlns='").append(escape(element.ns())).append('\'');
    }
    for (Attribute attribute : sorted(element)) {
      out.append(' ').append(attribute.ns().equals(Attribute.XML_NS) ? "xml:" : "");
      if (!attribute.ns().isEmpty() && !attribute.ns().equals(Attribute.XML_NS)) {
        out.append('{').append(attribute.ns()).append('}');
      }
      out.append(attribute.name()).append("='").append(escape(attribute.value())).append('\'');
    }
    List<Element> children = element.children();
    var text = new StringBuilder();
    XmlWriter.escape(children.isEmpty() ? element.text() : element.text().strip(), text);
    if (children.isEmpty()) {
      out.append(text.isEmpty() ? "/>" : ">" + text + "</" + element.name() + ">");
      return;
    }
    out.append(">\n");
    if (!text.isEmpty()) {
      out.append(indent).append("  ").append(text).append('\n');
    }
    for (Element child : children) {
      write(child, element.ns(), indent + "  ", out);
      out.append('\n');
    }
    out.append(indent).append("</").append(element.name()).append('>');
  }

  private static List<Attribute> sorted(Element element) {
    return element.attributes().stream()
        .sorted(
            Comparator.comparing(Markup::isRest)
                .thenComparing(Attribute::ns)
                .thenComparing(Attribute::name))
        .toList();
  }
}
