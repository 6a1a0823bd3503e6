package im.coven.disco;

import im.coven.form.DataForm;
import im.coven.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an entity is and can do: the answer to `disco#info`. See XEP-0030 §3.1 and XEP-0128.
public record DiscoInfo(List<Identity> identities, List<String> features, List<DataForm> forms) {

  public static final String NS = "http://jabber.org/protocol/disco#info";

  public DiscoInfo {
    identities = List.copyOf(identities);
    features = List.copyOf(features);
    forms = List.copyOf(forms);
  }

  public DiscoInfo(Identity identity, List<String> features) {
    this(List.of(identity), features, List.of());
  }

  /// Reads the `<query/>` of an answer; nothing when it is another element.
  public static Optional<DiscoInfo> read(Element query) {
    if (!query.is("query", NS)) {
      return Optional.empty();
    }
    return Optional.of(
        new DiscoInfo(
            query.children("identity", NS).map(Identity::read).toList(),
            query.children("feature", NS).map(feature -> feature.attrOr("var", "")).toList(),
            query.children("x", DataForm.NS).flatMap(x -> DataForm.read(x).stream()).toList()));
  }

  /// The same with a form more, where there is one.
  public DiscoInfo with(Optional<DataForm> form) {
    return new DiscoInfo(
        identities, features, Stream.concat(forms.stream(), form.stream()).toList());
  }

  public boolean has(String feature) {
    return features.contains(feature);
  }

  /// Whether one of the identities is of this category and type.
  public boolean is(String category, String type) {
    return identities.stream()
        .anyMatch(i -> i.category().equals(category) && i.type().equals(type));
  }

  /// The form of a `FORM_TYPE`.
  public Optional<DataForm> form(String formType) {
    return forms.stream().filter(form -> form.isOf(formType)).findFirst();
  }

  /// The `<query/>`; an answer repeats the node that was asked for.
  public Element toElement(@Nullable String node) {
    var query = Element.builder("query", NS).attr("node", node);
    identities.forEach(identity -> query.add(identity.toElement()));
    features.forEach(
        feature -> query.add(Element.builder("feature", NS).attr("var", feature).build()));
    forms.forEach(form -> query.add(form.toElement()));
    return query.build();
  }
}
