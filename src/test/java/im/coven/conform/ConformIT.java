package im.coven.conform;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Walkthrough.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The conformance suite, played at Coven: all of it goes as written. `-Dconform=core/` plays only
/// what an id says, of a script or of a requirement.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformIT {

  private static final Duration STANZA_LIMIT = Duration.ofSeconds(10);

  private TestCoven coven;
  private Performer performer;

  @BeforeAll
  void start() {
    coven = TestCoven.start();
    performer = Performer.at(target(coven), List.of(Dialect.values()));
  }

  @AfterAll
  void stop() {
    coven.close();
  }

  static Target target(TestCoven coven) {
    var endpoint = Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain());
    return new Target(endpoint, "mix." + coven.domain(), "", List.of(), STANZA_LIMIT);
  }

  @TestFactory
  Stream<DynamicContainer> everyScriptGoesAsWritten() {
    return Suite.load().filtered(System.getProperty("conform", "")).plays().stream()
        .map(play ->
            DynamicContainer.dynamicContainer(
                play.id() + ": " + play.title(),
                play.dialects().stream()
                    .sorted()
                    .map(dialect ->
                        DynamicTest.dynamicTest(
                            play.id() + " in " + dialect.label(),
                            () -> goes(performer, play, dialect)))));
  }

  static void goes(Performer performer, Play play, Dialect dialect) {
    switch (performer.play(play, dialect).verdict()) {
      case Outcome.Verdict.Passed() -> assertThat(play.marks(dialect)).isNotEmpty();
      case Outcome.Verdict.NotOffered(var missing) ->
          throw new AssertionError("Coven does not offer " + missing);
      case Outcome.Verdict.Failed(int line, var reason, var before) ->
          throw new AssertionError(
              "%s line %d: %s%nThe conversation so far:%n%s"
                  .formatted(play.id(), line, reason, before));
    }
  }
}
