package im.coven.client;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.script.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WalkthroughTest {

  @ParameterizedTest
  @EnumSource
  void theScriptOfEachDialectIsReadable(Walkthrough.Dialect dialect) {
    assertThat(dialect.script().cast()).hasSize(2);
    assertThat(dialect.script().steps()).hasAtLeastOneElementOfType(Step.ReceivesNothing.class);
  }
}
