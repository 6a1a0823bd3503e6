package im.coven.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.coven.client.Walkthrough.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {

  private static final Suite SUITE = Suite.load();

  private static Play play(String... lines) {
    return Play.parse("core/x", String.join("\n", lines), "");
  }

  @Test
  void everyScriptIsReadableAndProvesWhatThereIs() {
    assertThat(SUITE.plays()).isNotEmpty().extracting(Play::id).isSorted();
    assertThat(SUITE.plays())
        .flatExtracting(Play::requirements)
        .allMatch(Requirements.load().rows()::containsKey);
  }

  @Test
  void aFilterIsPartOfAnId() {
    assertThat(SUITE.filtered("").plays()).isEqualTo(SUITE.plays());
    assertThat(SUITE.filtered("core/joining").plays())
        .extracting(Play::id)
        .containsExactly("core/joining", "core/joining-twice");
    assertThat(SUITE.filtered("CORE-07-010").plays()).extracting(Play::id).contains("core/joining");
    assertThat(SUITE.filtered("nothing").plays()).isEmpty();
  }

  @Test
  void aFileSaysWhatItIsAbout() {
    Play play =
        play(
            "[title] Silence",
            "[dialects] core:1",
            "[needs] account ${pam}#archive",
            "[client] a",
            "a connects",
            "[proves] X-1",
            "a receives nothing",
            "[proves] X-2 X-1");
    assertThat(play.title()).isEqualTo("Silence");
    assertThat(play.dialects()).containsExactly(Dialect.CORE_1);
    assertThat(play.needs().getFirst().words(Dialect.CORE_1))
        .isEqualTo("account urn:xmpp:mix:pam:2#archive");
    assertThat(play.requirements()).isEqualTo(List.of("X-1", "X-2"));
    assertThat(play.script(Dialect.CORE_1).steps().getFirst().line()).isEqualTo(5);
  }

  @Test
  void aFileThatIsNoPlayIsRefusedWithItsName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play("[client] a", "a connects", "[proves] X-1"))
        .withMessage("core/x: there is no [title]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play("[title] T", "[client] a", "a connects"))
        .withMessage("core/x: behind the last step there is no [proves]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play("[title] T", "[dialects] core:9"))
        .withMessage("core/x: there is no dialect core:9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play("[title] T", "[needs] archive"))
        .withMessageContaining("neither whose feature nor which");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play("[title] T", "a connects"))
        .withMessage("core/x: line 2: a is not in the cast");
  }
}
