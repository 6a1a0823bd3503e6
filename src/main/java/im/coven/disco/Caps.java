package im.coven.disco;

import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Entity capabilities: what a client can do, as a hash in its presence. See XEP-0115 §5.
///
/// @param hash the algorithm by its name of the IANA registry, such as `sha-1`
/// @param node a URI that names the software
/// @param ver the verification string
public record Caps(String hash, String node, String ver) {

  public static final String NS = "http://jabber.org/protocol/caps";

  /// Orders as "i;octet" does: by the bytes of UTF-8. See RFC 4790 §9.3.
  private static final Comparator<String> OCTETS =
      Comparator.comparing(
          text -> text.getBytes(StandardCharsets.UTF_8), java.util.Arrays::compareUnsigned);

  /// Reads a `<c/>`; nothing when it is another element, or of the form that had no hash.
  public static Optional<Caps> read(Element element) {
    String hash = element.attr("hash");
    String node = element.attr("node");
    String ver = element.attr("ver");
    return !element.is("c", NS) || hash == null || node == null || ver == null
        ? Optional.empty()
        : Optional.of(new Caps(hash, node, ver));
  }

  /// The capabilities of an entity that answers `disco#info` so.
  public static Caps of(String node, DiscoInfo info) {
    return new Caps("sha-1", node, verification(info, "sha-1").orElseThrow());
  }

  public Element toElement() {
    return Element.builder("c", NS).attr("hash", hash).attr("node", node).attr("ver", ver).build();
  }

  /// The node under which the `disco#info` of this hash is asked for.
  public String queryNode() {
    return node + '#' + ver;
  }

  /// Whether an answer is the one that was hashed, so that it may be remembered for all who send
  /// this hash. Ill-formed answers never are. See XEP-0115 §5.4.
  public boolean isProvedBy(DiscoInfo info) {
    return isWellFormed(info) && verification(info, hash).filter(ver::equals).isPresent();
  }

  /// The verification string; nothing when the algorithm is not known here. See XEP-0115 §5.1.
  public static Optional<String> verification(DiscoInfo info, String hash) {
    String algorithm = algorithm(hash);
    if (algorithm == null) {
      return Optional.empty();
    }
    try {
      byte[] input = hashed(info).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance(algorithm).digest(input);
      return Optional.of(Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("a Java platform has " + algorithm, missing);
    }
  }

  /// The string that is hashed. See XEP-0115 §5.1, steps 1 to 7.
  private static String hashed(DiscoInfo info) {
    var out = new StringBuilder();
    info.identities().stream()
        .sorted(
            Comparator.comparing(Identity::category, OCTETS)
                .thenComparing(Identity::type, OCTETS)
                .thenComparing(i -> orEmpty(i.lang()), OCTETS))
        .forEach(identity -> out.append(line(identity)));
    info.features().stream().sorted(OCTETS).forEach(feature -> out.append(feature).append('<'));
    info.forms().stream()
        .filter(Caps::isHashed)
        .sorted(Comparator.comparing(form -> form.formType().orElseThrow(), OCTETS))
        .forEach(form -> append(form, out));
    return out.toString();
  }

  private static String line(Identity identity) {
    return identity.category()
        + '/'
        + identity.type()
        + '/'
        + orEmpty(identity.lang())
        + '/'
        + orEmpty(identity.name())
        + '<';
  }

  private static void append(DataForm form, StringBuilder out) {
    out.append(form.formType().orElseThrow()).append('<');
    form.fields().stream()
        .filter(field -> !field.var().equals(DataForm.FORM_TYPE))
        .sorted(Comparator.comparing(Field::var, OCTETS))
        .forEach(field -> {
          out.append(field.var()).append('<');
          field.values().stream().sorted(OCTETS).forEach(v -> out.append(v).append('<'));
        });
  }

  /// A form without a hidden FORM_TYPE is left out. See XEP-0115 §5.4, rule 3.6.
  private static boolean isHashed(DataForm form) {
    Field type = form.field(DataForm.FORM_TYPE);
    return type != null && Field.HIDDEN.equals(type.type()) && type.value() != null;
  }

  /// No identity, feature or form twice, and no form with two types. See XEP-0115 §5.4, rule 3.
  private static boolean isWellFormed(DiscoInfo info) {
    boolean oneType =
        info.forms().stream().allMatch(f -> new HashSet<>(f.values(DataForm.FORM_TYPE)).size() < 2);
    List<DataForm> hashed = info.forms().stream().filter(Caps::isHashed).toList();
    return oneType
        && areDistinct(info.identities(), Caps::line)
        && areDistinct(info.features(), Function.identity())
        && areDistinct(hashed, form -> form.formType().orElseThrow());
  }

  private static <T> boolean areDistinct(List<T> all, Function<T, String> key) {
    return all.stream().map(key).distinct().count() == all.size();
  }

  private static @Nullable String algorithm(String hash) {
    return switch (hash) {
      case "sha-1" -> "SHA-1";
      case "sha-256" -> "SHA-256";
      case "sha-512" -> "SHA-512";
      default -> null;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
