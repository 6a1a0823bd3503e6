package im.coven.rsm;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.rsm.Rsm.Request;
import im.coven.rsm.Rsm.Result;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pages are asked for, cut and described as XEP-0059 says.
class RsmTest {

  private static final List<String> LETTERS = List.of("a", "b", "c", "d", "e");

  @Test
  void requestsSurviveTheWire() {
    for (var request :
        List.of(
            Request.ALL,
            new Request(10, null, null, null),
            new Request(0, null, null, null),
            new Request(3, "a&b", null, null),
            new Request(3, null, "", null),
            new Request(3, null, "x", null),
            new Request(3, null, null, 7))) {
      assertThat(Request.in(wired(request.toElement()))).contains(request);
    }
  }

  @Test
  void resultsSurviveTheWire() {
    for (var result :
        List.of(
            new Result("a", 0, "c", 5),
            new Result("a", null, "c", null),
            new Result(null, null, null, 0))) {
      assertThat(Result.in(wired(result.toElement()))).contains(result);
    }
  }

  @Test
  void aNumberThatIsNoneCountsAsNotGiven() {
    for (String max : List.of("-1", "many", "", "99999999999999")) {
      Element query =
          XmlReader.parse(
              "<q xmlns='u'><set xmlns='" + Rsm.NS + "'><max>" + max + "</max></set></q>");
      assertThat(Request.in(query)).contains(Request.ALL);
    }
  }

  @Test
  void aQueryWithoutASetAsksForNoPage() {
    assertThat(Request.in(Element.of("q", "u"))).isEmpty();
  }

  @Test
  void pagesAreCutFromEitherEnd() {
    assertThat(page(new Request(2, null, null, null))).isEqualTo("a b 0/5");
    assertThat(page(new Request(2, "b", null, null))).isEqualTo("c d 2/5");
    assertThat(page(new Request(2, "e", null, null))).isEqualTo("-/5");
    assertThat(page(new Request(2, null, "", null))).isEqualTo("d e 3/5");
    assertThat(page(new Request(2, null, "d", null))).isEqualTo("b c 1/5");
    assertThat(page(new Request(2, null, "a", null))).isEqualTo("-/5");
    assertThat(page(new Request(9, "a", "d", null))).isEqualTo("b c 1/5");
    assertThat(page(new Request(2, null, null, 3))).isEqualTo("d e 3/5");
    assertThat(page(new Request(2, null, null, 9))).isEqualTo("-/5");
    assertThat(page(new Request(2, "d", "b", null))).isEqualTo("-/5");
  }

  @Test
  void zeroAsksForTheCountAlone() {
    assertThat(page(new Request(0, null, null, null))).isEqualTo("-/5");
  }

  @Test
  void theServiceCapsThePage() {
    assertThat(Rsm.page(LETTERS, Function.identity(), Request.ALL, 3).orElseThrow().items())
        .containsExactly("a", "b", "c");
  }

  @Test
  void anUnknownIdHasNoPage() {
    assertThat(page(new Request(2, "z", null, null))).isNull();
    assertThat(page(new Request(2, null, "z", null))).isNull();
  }

  @Test
  void walkingForwardsMeetsEverythingOnce() {
    var met = new ArrayList<String>();
    String after = null;
    while (true) {
      var page =
          Rsm.page(LETTERS, Function.identity(), new Request(2, after, null, null), 100)
              .orElseThrow();
      if (page.items().isEmpty()) {
        break;
      }
      met.addAll(page.items());
      after = page.result().last();
    }
    assertThat(met).isEqualTo(LETTERS);
  }

  /// The page as `items firstIndex/count`; null when there is none.
  private static @Nullable String page(Request request) {
    Optional<Rsm.Page<String>> page = Rsm.page(LETTERS, Function.identity(), request, 100);
    return page.map(p ->
            p.items().isEmpty()
                ? "-/" + p.result().count()
                : String.join(" ", p.items())
                    + " "
                    + p.result().firstIndex()
                    + "/"
                    + p.result().count())
        .orElse(null);
  }

  private static Element wired(Element set) {
    return XmlReader.parse(Element.builder("q", "u").add(set).build().toString());
  }
}
