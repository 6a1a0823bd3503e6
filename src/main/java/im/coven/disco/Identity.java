package im.coven.disco;

import im.coven.xml.Attribute;
import im.coven.xml.Element;
import org.jspecify.annotations.Nullable;

/// What an entity is, such as `conference/mix`. See XEP-0030 §3.1.
public record Identity(String category, String type, @Nullable String name, @Nullable String lang) {

  public Identity(String category, String type, @Nullable String name) {
    this(category, type, name, null);
  }

  static Identity read(Element element) {
    return new Identity(
        element.attrOr("category", ""),
        element.attrOr("type", ""),
        element.attr("name"),
        element.attr(Attribute.XML_NS, "lang"));
  }

  Element toElement() {
    return Element.builder("identity", DiscoInfo.NS)
        .attr("category", category)
        .attr("type", type)
        .attr("name", name)
        .attr(Attribute.XML_NS, "lang", lang)
        .build();
  }
}
