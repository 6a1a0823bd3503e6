package im.coven.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RepertoireTest {

  private static final String ACTS =
      """
      # A comment is no part of any act.
      [act] the lovers meet
      [client] romeo
      [client] juliet
      romeo connects
      juliet connects

      [act] WHO asks OTHER for THING…
      WHO sends:
        <message to='${OTHER}' id='WHO-asks'>
          <want>THING</want>
          the date
          <all>THING…</all>
        </message>

      [act] WHO asks OTHER for nothing
      WHO receives nothing

      [act old] the date
      <date year='1597'/>

      [act new newest] the date
      <date year='1996'/>
      """;

  private static List<Step> steps(String variant, String... lines) {
    return Script.parse(String.join("\n", lines), Repertoire.parse(ACTS, variant)).steps();
  }

  @Test
  void anActIsWrittenOutWhereALineNamesIt() {
    Script script =
        Script.parse(
            "# A ball.\nthe lovers meet\n\nromeo asks juliet for a  dance",
            Repertoire.parse(ACTS, "new"));
    assertThat(script.cast())
        .containsExactly(new Script.Role("romeo", ""), new Script.Role("juliet", ""));
    assertThat(script.steps())
        .containsExactly(
            new Step.Note(1, "A ball."),
            new Step.Connects(2, "romeo"),
            new Step.Connects(2, "juliet"),
            new Step.Sends(
                4,
                "romeo",
                """
                <message to='${juliet}' id='romeo-asks'>
                  <want>a</want>
                  <want>dance</want>
                  <date year='1996'/>
                  <all>a  dance</all>
                </message>\
                """));
  }

  @Test
  void ofSeveralActsTheOneWithMoreWordsOfItsOwnIsMeant() {
    assertThat(steps("old", "the lovers meet", "romeo asks juliet for nothing"))
        .last()
        .isEqualTo(new Step.ReceivesNothing(2, "romeo"));
    assertThat(steps("old", "the lovers meet", "romeo asks juliet for a rose"))
        .last()
        .asString()
        .contains("1597");
  }

  @Test
  void whatIsNoActStaysAsItIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> steps("old", "the lovers part"))
        .withMessage("line 1: the is not in the cast");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Repertoire.parse("romeo connects", ""))
        .withMessageContaining("no act has begun");
  }

  @Test
  void actsThatCannotBeWrittenOutAreRefusedWithTheirLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("\nit goes", Repertoire.parse("[act] it goes\nit goes", "")))
        .withMessageContaining("line 2: an act that names itself");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Script.parse("it goes", Repertoire.parse("[act] it goes\n[act] it goes", "")))
        .withMessageContaining("line 1: more than one act is called so");
  }

  @Test
  void aTableOfRefusalsIsAStepForEachRow() {
    assertThat(
            steps(
                "old",
                "the lovers meet",
                "romeo is refused each:",
                "",
                "  set  | ${juliet} | <a/> | forbidden (auth) | X-1 X-2",
                "  chat | ${juliet} | <b/> | not-allowed (cancel) closed-node",
                "[proves] X-3, X-4"))
        .endsWith(
            new Step.Sends(4, "romeo", "<iq type='set' to='${juliet}' id='r1'><a/></iq>"),
            new Step.Refused(4, "romeo", new Step.Refusal("auth", List.of("forbidden"))),
            new Step.Proves(4, List.of("X-1", "X-2")),
            new Step.Sends(
                5, "romeo", "<message type='chat' to='${juliet}' id='r2'><b/></message>"),
            new Step.Refused(
                5, "romeo", new Step.Refusal("cancel", List.of("not-allowed", "closed-node"))),
            new Step.Proves(6, List.of("X-3", "X-4")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> steps("old", "the lovers meet", "romeo is refused each:", "  set | x"))
        .withMessageContaining("line 3: neither four nor five cells");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> steps("old", "the lovers meet", "romeo is refused each:"))
        .withMessageContaining("no rows follow");
  }
}
