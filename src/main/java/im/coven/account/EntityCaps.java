package im.coven.account;

import im.coven.stanza.Presence;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a client says that it can do: a hash in its presence, to be compared with its disco#info.
/// See XEP-0115 §5.
///
/// `hash` is the textual name of the hash function, `version` its value over the disco#info.
public record EntityCaps(String node, String hash, String version) {

  private static final String NS = "http://jabber.org/protocol/caps";
  private static final String NS_INFO = "http://jabber.org/protocol/disco#info";
  private static final String FORM = "jabber:x:data";
  private static final List<String> MIX = List.of("urn:xmpp:mix:core:1", "urn:xmpp:mix:core:0");

  /// Reads the `<c/>` of a presence.
  public static Optional<EntityCaps> of(Presence presence) {
    return presence
        .child("c", NS)
        .filter(c -> c.attr("node") != null && c.attr("hash") != null && c.attr("ver") != null)
        .map(c -> new EntityCaps(c.attrOr("node", ""), c.attrOr("hash", ""), c.attrOr("ver", "")));
  }

  /// The node to ask the client for.
  public String discoNode() {
    return node + "#" + version;
  }

  /// Whether a disco#info answer is what the hash was made of.
  public boolean vouchesFor(Element info) {
    String algorithm = hash.toUpperCase(Locale.ROOT);
    try {
      byte[] digest =
          MessageDigest.getInstance(algorithm)
              .digest(verificationString(info).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest).equals(version);
    } catch (NoSuchAlgorithmException unknown) {
      return false;
    }
  }

  /// Whether a disco#info answer shows a client that copes with MIX. See XEP-0405 §2.1.
  public static boolean isMixCapable(Element info) {
    return info.children("feature", NS_INFO)
        .anyMatch(feature -> MIX.contains(feature.attrOr("var", "")));
  }

  private static String verificationString(Element info) {
    var out = new StringBuilder();
    var identities = new TreeSet<String>();
    info.children("identity", NS_INFO)
        .forEach(identity ->
            identities.add(
                String.join(
                    "/",
                    identity.attrOr("category", ""),
                    identity.attrOr("type", ""),
                    Optional.ofNullable(identity.attr(im.coven.xml.Attribute.XML_NS, "lang"))
                        .orElse(""),
                    identity.attrOr("name", ""))));
    identities.forEach(identity -> out.append(identity).append('<'));
    var features = new TreeSet<String>();
    info.children("feature", NS_INFO).forEach(feature -> features.add(feature.attrOr("var", "")));
    features.forEach(feature -> out.append(feature).append('<'));
    var forms = new TreeMap<String, Element>();
    info.children("x", FORM).forEach(form -> forms.put(formType(form), form));
    forms.forEach((type, form) -> appendForm(type, form, out));
    return out.toString();
  }

  private static void appendForm(String type, Element form, StringBuilder out) {
    out.append(type).append('<');
    Map<String, List<String>> fields = new TreeMap<>();
    form.children("field", FORM)
        .filter(field -> !"FORM_TYPE".equals(field.attr("var")))
        .forEach(field -> fields.put(field.attrOr("var", ""), values(field)));
    fields.forEach((name, values) -> {
      out.append(name).append('<');
      values.forEach(value -> out.append(value).append('<'));
    });
  }

  private static List<String> values(Element field) {
    var values = new ArrayList<>(field.children("value", FORM).map(Element::text).toList());
    values.sort(null);
    return values;
  }

  private static String formType(Element form) {
    return form.children("field", FORM)
        .filter(field -> "FORM_TYPE".equals(field.attr("var")))
        .findFirst()
        .flatMap(field -> field.childText("value"))
        .orElse("");
  }
}
