package im.coven.conform;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The conformance suite, played at a Coven that offers MIX-CORE and nothing else of the family.
class CoreAloneIT {

  /// What these are about is asked for by requests of XEP-0406: a ban, and other information.
  private static final Set<String> ADMINISTERED = Set.of("core/banned", "core/info");

  @Test
  @Requirement("CORE-03-001")
  void theCoreNeedsNoneOfItsExtensions() {
    var passed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    try (var coven = TestCoven.start("mix.extensions=", "domains.muc=", "mix.relay=false")) {
      var performer = Performer.at(ConformIT.target(coven), List.of(Dialect.CORE_1));
      for (String part : List.of("core/", "archive/")) {
        for (Play play : Suite.load().filtered(part).plays()) {
          if (play.dialects().contains(Dialect.CORE_1) && !ADMINISTERED.contains(play.id())) {
            switch (performer.play(play, Dialect.CORE_1).verdict()) {
              case Outcome.Verdict.Passed() -> passed.add(play.id());
              case Outcome.Verdict.NotOffered _ -> {}
              case Outcome.Verdict.Failed(int line, var reason, _) ->
                  failed.add(play.id() + " line " + line + ": " + reason);
            }
          }
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(passed)
        .contains(
            "core/features",
            "core/items",
            "core/lifecycle",
            "core/joining",
            "core/subscriptions",
            "core/setnick",
            "core/messages",
            "archive/pages",
            "core/leaving",
            "core/adhoc");
  }
}
