package im.coven.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever an adversary does to the connections, answers, bells, timers and instances, the
/// promises of {@link World} hold; and without any one of the safeguards it finds out how to break
/// them.
class ReplicaModelTest {

  private static final int STEPS_MAX = 60;

  /// How many games it may take to break a machine that lacks a safeguard.
  private static final int GAMES_MAX = 20_000;

  /// A game that breaks it can be cut to this many moves at most.
  private static final int MOVES_NEEDED = 12;

  @Property(tries = 4_000)
  void whateverHappensTwoInstancesKeepThePromises(@ForAll("steps") List<Step> steps) {
    play(2, steps);
  }

  @Property(tries = 1_000)
  void whateverHappensThreeInstancesKeepThePromises(@ForAll("steps") List<Step> steps) {
    play(3, steps);
  }

  @Example
  void withoutTheGapCheckTheLogIsDeliveredWithHoles() {
    assertBroken(
        new Safeguards() {
          @Override
          LogEntry next(EntryId position, LogEntry entry) {
            return new LogEntry(
                entry.epoch(),
                entry.id(),
                position,
                entry.version(),
                entry.appendId(),
                entry.event());
          }
        },
        "delivers .* after .*, where the log has .*");
  }

  @Example
  void aRepetitionUnderAnotherIdIsInTheLogTwice() {
    assertBroken(
        new Safeguards() {
          @Override
          <A> Work.Carry<A> repeated(Work.Carry<A> work) {
            return new Work.Carry<>(
                work.request(), work.appendId() + "+", work.deadlineMs(), work.asker());
          }
        },
        ".* is in the log 2 times");
  }

  @Example
  void whoDoesNotReadAfterAnInterruptionStaysBehind() {
    assertBroken(
        new Safeguards() {
          @Override
          boolean readsAfterInterruption() {
            return false;
          }
        },
        "an instance (is at .*, the log at .*|does not know that the channel is no more)");
  }

  @Example
  void whatIsUnsureMayBeInTheLogAndMustNotBeRefused() {
    assertBroken(
        new Safeguards() {
          @Override
          Reply whenUnsure(Reply known) {
            return known;
          }
        },
        ".* was told .*, and is in the log");
  }

  /// A game that chance seldom plays: the second interruption falls between the reading of the log
  /// after the first and the answer to it.
  @Example
  void anInterruptionWhileTheLogIsReadIsNotOverlooked() {
    play(
        2,
        List.of(
            step(Step.Kind.CUT_PUB_SUB, 1),
            step(Step.Kind.CONNECT_PUB_SUB, 1),
            step(Step.Kind.HEAR, 1),
            step(Step.Kind.EXECUTE, 1),
            step(Step.Kind.CUT_PUB_SUB, 1),
            step(Step.Kind.PUBLISH, 0),
            step(Step.Kind.EXECUTE, 0),
            step(Step.Kind.CONNECT_PUB_SUB, 1),
            step(Step.Kind.HEAR, 1)));
  }

  private static Step step(Step.Kind kind, int instance) {
    return new Step(kind, instance, 0);
  }

  private static void play(int instances, List<Step> steps) {
    var world = new World(instances, new Safeguards());
    try {
      world.play(steps);
    } catch (Violation e) {
      var told = new Violation(e.getMessage() + "\n" + world.trace());
      told.initCause(e);
      throw told;
    }
  }

  /// Finds a game that breaks the promises, and of it what is needed.
  private static void assertBroken(Safeguards safeguards, String violation) {
    var games = steps().generator(GAMES_MAX);
    var random = new Random(1606);
    Predicate<String> expected = Pattern.compile(violation).asMatchPredicate();
    for (int number = 0; number < GAMES_MAX; number++) {
      List<Step> steps = games.next(random).value();
      Predicate<List<Step>> breaks =
          game -> violation(new World(2, safeguards), game).filter(expected).isPresent();
      if (breaks.test(steps)) {
        assertThat(shrunk(steps, breaks)).hasSizeLessThanOrEqualTo(MOVES_NEEDED);
        return;
      }
    }
    throw new AssertionError("nothing was found in " + GAMES_MAX + " games");
  }

  /// Leaves out whatever is not needed.
  private static List<Step> shrunk(List<Step> steps, Predicate<List<Step>> breaks) {
    List<Step> least = steps;
    for (int length = Math.max(1, steps.size() / 2); length > 0; length /= 2) {
      int from = 0;
      while (from + length <= least.size()) {
        var fewer = new ArrayList<>(least.subList(0, from));
        fewer.addAll(least.subList(from + length, least.size()));
        if (breaks.test(fewer)) {
          least = fewer;
        } else {
          from++;
        }
      }
    }
    return least;
  }

  private static Optional<String> violation(World world, List<Step> steps) {
    try {
      world.play(steps);
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Provide
  static Arbitrary<List<Step>> steps() {
    Arbitrary<Step.Kind> kind =
        Arbitraries.frequency(
            Tuple.of(12, Step.Kind.PUBLISH),
            Tuple.of(3, Step.Kind.RENAME),
            Tuple.of(2, Step.Kind.JOIN),
            Tuple.of(2, Step.Kind.LEAVE),
            Tuple.of(1, Step.Kind.LOOK),
            Tuple.of(1, Step.Kind.DESTROY),
            Tuple.of(1, Step.Kind.CREATE),
            Tuple.of(16, Step.Kind.EXECUTE),
            Tuple.of(14, Step.Kind.ANSWER),
            Tuple.of(14, Step.Kind.HEAR),
            Tuple.of(2, Step.Kind.HEAR_AGAIN),
            Tuple.of(1, Step.Kind.DROP),
            Tuple.of(2, Step.Kind.CUT_COMMANDS),
            Tuple.of(2, Step.Kind.CUT_COMMANDS_LATE),
            Tuple.of(4, Step.Kind.EXECUTE_LATE),
            Tuple.of(6, Step.Kind.CONNECT_COMMANDS),
            Tuple.of(3, Step.Kind.CUT_PUB_SUB),
            Tuple.of(5, Step.Kind.CONNECT_PUB_SUB),
            Tuple.of(1, Step.Kind.LOSE),
            Tuple.of(1, Step.Kind.REFUSE),
            Tuple.of(4, Step.Kind.TIMER),
            Tuple.of(1, Step.Kind.EXPIRE),
            Tuple.of(1, Step.Kind.CRASH),
            Tuple.of(1, Step.Kind.IDLE));
    return Combinators.combine(
            kind, Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 5))
        .as(Step::new)
        .list()
        .ofMaxSize(STEPS_MAX);
  }
}
