package im.coven.xml;

import java.util.Map;

/// The start tag of a stream.
///
/// @param root its name, namespace and attributes; never anything inside
/// @param prefix the prefix of its name, empty where it has none
/// @param namespaces the declarations on it, by prefix; the default namespace under the empty one
public record StreamHeader(Element root, String prefix, Map<String, String> namespaces) {

  public StreamHeader {
    namespaces = Map.copyOf(namespaces);
  }

  /// The namespace that elements inside have by default, empty where none is declared. See RFC 6120
  /// §4.8.2.
  public String contentNs() {
    return namespaces.getOrDefault("", "");
  }
}
