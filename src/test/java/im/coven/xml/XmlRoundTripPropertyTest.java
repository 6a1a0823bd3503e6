package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What is written is read as the same, in any split; whatever the text, what is written is XML.
class XmlRoundTripPropertyTest {

  @Property(tries = 300)
  void whatIsWrittenIsReadAsTheSameInAnySplit(
      @ForAll("elements") Element element, @ForAll @IntRange(min = 1, max = 60) int piece) {
    String stream = Recording.HEADER + XmlWriter.toString(element, "jabber:client");
    Recording heard = Recording.of(stream, XmlLimits.TRUSTED, piece);
    assertThat(heard.faults).isEmpty();
    assertThat(heard.elements).containsExactly(element);
  }

  @Property(tries = 300)
  void anElementStandsAlone(@ForAll("elements") Element element) {
    assertThat(XmlReader.parse(element.toString())).isEqualTo(element);
    assertThat(XmlReader.parse(XmlWriter.toString(element, "urn:outer"), "urn:outer"))
        .isEqualTo(element);
    assertThat(new String(XmlWriter.toBytes(element, ""), StandardCharsets.UTF_8))
        .isEqualTo(element.toString());
  }

  @Property
  void anyTextIsWrittenAsXml(@ForAll String text) {
    Element element = Element.builder("a", "u").attr("b", text).text(text).build();
    Element read = XmlReader.parse(element.toString());
    assertThat(read.text()).isEqualTo(legal(text));
    assertThat(read.attrOr("b", "")).isEqualTo(legal(text));
    Recording heard = Recording.of("<w>" + element, XmlLimits.TRUSTED, 1);
    assertThat(heard.elements).containsExactly(read);
  }

  /// The text with U+FFFD for each character that XML does not know.
  private static String legal(String text) {
    var out = new StringBuilder();
    text.codePoints().map(c -> XmlChars.isChar(c) ? c : 0xFFFD).forEach(out::appendCodePoint);
    return out.toString();
  }

  @Provide
  Arbitrary<Element> elements() {
    return elements(3);
  }

  private static Arbitrary<Element> elements(int depth) {
    Arbitrary<List<Node>> nodes =
        depth == 0
            ? texts().map(t -> List.<Node>of(t))
            : Arbitraries.<Node>oneOf(texts(), elements(depth - 1)).list().ofMaxSize(4);
    return Combinators.combine(names(), namespaces(), attributes(), nodes)
        .as((name, ns, attributes, content) -> new Element(name, ns, attributes, joined(content)));
  }

  /// Texts next to each other are read as one.
  private static List<Node> joined(List<Node> nodes) {
    var joined = new ArrayList<Node>();
    for (Node node : nodes) {
      if (node instanceof Text(var more)
          && !joined.isEmpty()
          && joined.getLast() instanceof Text(var value)) {
        joined.set(joined.size() - 1, new Text(value + more));
      } else {
        joined.add(node);
      }
    }
    return joined;
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "message", "\u00E9l\u00E9ment", "_x-1.2", "\u4F8B");
  }

  private static Arbitrary<String> namespaces() {
    return Arbitraries.of("", "jabber:client", "urn:a", "urn:q?x=1&y='2'", "\u00FC<");
  }

  private static Arbitrary<List<Attribute>> attributes() {
    Arbitrary<Attribute> plain =
        Combinators.combine(Arbitraries.of("a", "b", "\u00F6"), strings())
            .as((name, value) -> new Attribute("", name, value));
    Arbitrary<Attribute> qualified =
        Combinators.combine(
                Arbitraries.of(Attribute.XML_NS, "urn:x", "urn:'y'"),
                Arbitraries.of("lang", "b"),
                strings())
            .as(Attribute::new);
    return Arbitraries.oneOf(plain, qualified)
        .list()
        .ofMaxSize(4)
        .uniqueElements(a -> a.ns() + ' ' + a.name());
  }

  private static Arbitrary<Text> texts() {
    return strings().filter(s -> !s.isEmpty()).map(Text::new);
  }

  private static Arbitrary<String> strings() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "a",
            "]",
            "]]>",
            "<",
            ">",
            "&",
            "'",
            "\"",
            "\r",
            "\n",
            "\t",
            " ",
            "&amp;",
            "\u00E9",
            "\u4F8B",
            "\uD83E\uDDD9",
            "\u0085",
            "\u2028",
            "\uFFFD",
            "word ");
    return pieces.list().ofMaxSize(8).map(list -> String.join("", list));
  }
}
