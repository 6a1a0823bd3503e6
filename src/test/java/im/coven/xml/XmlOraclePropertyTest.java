package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Markup thrown together: what is accepted, the JDK's parser accepts too, and reads the same; what
/// is not well formed here is not well formed there.
class XmlOraclePropertyTest {

  @Property(tries = 3000)
  void markupIsReadAsTheJdkReadsIt(@ForAll("markup") String markup) {
    assertThat(XmlOracle.check(markup.getBytes(StandardCharsets.UTF_8)).headers).hasSize(1);
  }

  @Property(tries = 3000)
  void elementsAreReadAsTheJdkReadsThem(@ForAll("elements") String markup) {
    assertThat(XmlOracle.check(markup.getBytes(StandardCharsets.UTF_8)).headers).hasSize(1);
  }

  @Provide
  Arbitrary<String> markup() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "<",
            ">",
            "/",
            "</",
            "/>",
            "<a",
            "<a>",
            "</a>",
            "<b/>",
            "a",
            "b",
            " ",
            "=",
            "'",
            "\"",
            "x='1'",
            "xmlns='u'",
            "xmlns:p='u'",
            "p:x=''",
            "<p:a",
            "</p:a>",
            "&",
            "&lt;",
            "&#65;",
            "&#xA;",
            "&#xD;",
            "&#9;",
            "&#x1F642;",
            ";",
            "]]>",
            "<![CDATA[",
            "]",
            "\r\n",
            "\r",
            "\n",
            "\t",
            "\u00E9",
            "\u00D7",
            "\u0301",
            "\u4F8B",
            "\uD83E\uDDD9",
            "\u0085",
            ":",
            "-",
            ".",
            "xml:lang='de'",
            "xml:space='odd'",
            "1",
            "_");
    return pieces.list().ofMaxSize(14).map(list -> String.join("", list));
  }

  /// Closer to being well formed: tags that match, with odd names, attributes and content.
  @Provide
  Arbitrary<String> elements() {
    Arbitrary<String> names =
        Arbitraries.of(
            "a",
            "p:a",
            "\u00E9",
            "a\u0301",
            "\u00D7",
            "a\u00B7",
            "a-.1",
            "xml",
            "xmlns:a",
            "\uD83E\uDDD9",
            "a:b",
            "\u037E",
            "\u2070a",
            "a\u203F",
            "\uF900",
            "\uD800\uDC00");
    Arbitrary<String> attributes =
        Arbitraries.of(
            "",
            " x=''",
            " x = 'a\r\nb'",
            "\nx='\u00E9'",
            " xmlns:p='u'",
            " xmlns:a='u' a:x=''",
            " p:x='' xmlns:p='u'",
            " xmlns=''",
            " xmlns:p='u' xmlns:a='u' a:x='' p:x=''",
            " x='' x=''",
            " xml:lang=''",
            " x='&#xD;&#10;'",
            " x='>'",
            " x='\"'",
            " y=\"'\"x=''");
    Arbitrary<String> contents =
        Arbitraries.of(
            "",
            "text",
            "\r\n",
            "a\rb",
            "&#13;",
            "<b/>",
            "<b>&amp;</b>",
            "<![CDATA[]]>",
            "<![CDATA[<&]]]]>",
            "]]",
            "]] >",
            "a<b/>c<b></b>d",
            "\uD83E\uDDD9",
            "<xmlns:b/>");
    return Arbitraries.frequencyOf(Tuple.of(1, names))
        .flatMap(name ->
            net.jqwik.api.Combinators.combine(attributes, contents)
                .as((a, c) -> "<" + name + a + ">" + c + "</" + name + " >"));
  }
}
