package im.coven.jid;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is prepared once stays as it is, whatever was thrown in.
class PreparationPropertyTest {

  @Property
  void aPreparedAddressPreparesToItself(@ForAll("addresses") String raw) {
    var jid = Jid.parse(raw);
    Assume.that(jid.isPresent());
    assertThat(Jid.parse(jid.get().toString())).isEqualTo(jid);
    assertThat(Jid.parse(jid.get().bare().toString())).contains(jid.get().bare());
  }

  @Property
  void anyTextIsPreparedOrRefused(@ForAll String raw) {
    assertThat(Jid.parse(raw).flatMap(jid -> Jid.parse(jid.toString()))).isEqualTo(Jid.parse(raw));
    assertThat(Nick.of(raw).flatMap(nick -> Nick.of(nick.display()))).isEqualTo(Nick.of(raw));
  }

  @Property
  void aPreparedNickPreparesToItself(@ForAll("letters") String raw) {
    var nick = Nick.of(raw);
    Assume.that(nick.isPresent());
    assertThat(Nick.of(nick.get().display())).isEqualTo(nick);
    assertThat(Nick.of(nick.get().key()).map(Nick::key)).contains(nick.get().key());
  }

  @Provide
  Arbitrary<String> letters() {
    Arbitrary<Character> latin = Arbitraries.chars().range(' ', '\u024F');
    Arbitrary<Character> greek = Arbitraries.chars().range('\u0370', '\u05FF');
    Arbitrary<Character> forms =
        Arbitraries.of('\uFF21', '\uFDFA', '\u2163', '\u0130', '\u1E9E', '\u0345');
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(6, latin),
            net.jqwik.api.Tuple.of(2, greek),
            net.jqwik.api.Tuple.of(1, forms))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(chars -> {
          var text = new StringBuilder();
          chars.forEach(text::append);
          return text.toString();
        });
  }

  @Provide
  Arbitrary<String> addresses() {
    Arbitrary<String> domains =
        Arbitraries.of(
            "example.com",
            "EXAMPLE.com.",
            "b\u00FCcher.example",
            "xn--fa-hia.example",
            "[::1]",
            "192.0.2.1",
            "\u05D0.example");
    return Combinators.combine(letters(), domains, letters())
        .as((local, domain, resource) -> local + "@" + domain + "/" + resource);
  }
}
