package im.coven.xml;

/// An attribute of an element; `ns` is empty for the ordinary attribute without prefix.
public record Attribute(String ns, String name, String value) {

  /// The namespace of `xml:lang`.
  public static final String XML_NS = "http://www.w3.org/XML/1998/namespace";
}
