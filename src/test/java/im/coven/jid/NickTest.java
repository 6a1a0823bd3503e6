package im.coven.jid;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a nick becomes, which nicks are one, and which texts are none. See RFC 8266 §3.
class NickTest {

  @Test
  @Requirement("CORE-07-044")
  void spacesAreCutAndCollapsedAndCompatibilityFormsComposed() {
    assertThat(display("Foo")).isEqualTo("Foo");
    assertThat(display("  Swan  of   Stratford ")).isEqualTo("Swan of Stratford");
    assertThat(display("Swan\u00A0\u3000of Stratford")).isEqualTo("Swan of Stratford");
    assertThat(display("Henry \u2163")).isEqualTo("Henry IV");
    assertThat(display("a\u0301")).isEqualTo("\u00E1");
    assertThat(display("\u265A")).isEqualTo("\u265A");
    assertThat(display("\u3042 \uFF71")).isEqualTo("\u3042 \u30A2");
  }

  @Test
  @Requirement("CORE-07-045")
  void caseAndSpacingMakeNoOtherNick() {
    assertSame("ThirdWitch", "thirdwitch", true);
    assertSame("ThirdWitch", " THIRDWITCH ", true);
    assertSame(
        "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3",
        "\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C3",
        true);
    assertSame("Henry \u2163", "henry iv", true);
    assertSame("Stra\u00DFe", "strasse", false);
    assertSame("Third Witch", "ThirdWitch", false);
  }

  @Test
  @Requirement("CORE-07-047")
  void whatTheProfileDoesNotAllowIsNoNick() {
    String[] none = {
      "", " ", "\u3000", "\u0000", "a\u0000", "\u0000a", "a\nb", "a\tb", "\u0085", "\uFFFE",
      "\uD800", "\u200B", "\u200D", "\u00AD", "\u2028", "\u0378"
    };
    for (String raw : none) {
      assertThat(Nick.of(raw)).as(raw).isEmpty();
    }
  }

  @Test
  @Requirement("CORE-07-047")
  void aNickHasAtMost1023Bytes() {
    assertThat(Nick.of("a".repeat(1023))).isPresent();
    assertThat(Nick.of("a".repeat(1024))).isEmpty();
    assertThat(Nick.of("\u265A".repeat(341))).isPresent();
    assertThat(Nick.of("\u265A".repeat(342))).isEmpty();
    // One character that the profile turns into eighteen.
    assertThat(Nick.of("\uFDFA".repeat(340))).isEmpty();
  }

  @Test
  void everyNickCanAddressAnOccupant() {
    for (String raw : new String[] {"Third Witch", "\uFDFA", "a/b@c", "\u0130", "\uD83E\uDDD9"}) {
      Nick nick = Nick.of(raw).orElseThrow();
      Jid occupant = Jid.of("coven@chat.example/" + nick);
      assertThat(occupant.resourcepart()).isEqualTo(nick.display());
      assertThat(nick.display().getBytes(StandardCharsets.UTF_8).length).isBetween(1, 1023);
    }
  }

  private static void assertSame(String one, String other, boolean same) {
    assertThat(Nick.of(one).orElseThrow().isSameAs(Nick.of(other).orElseThrow()))
        .as(one + " and " + other)
        .isEqualTo(same);
  }

  private static String display(String raw) {
    return Nick.of(raw).orElseThrow().display();
  }
}
