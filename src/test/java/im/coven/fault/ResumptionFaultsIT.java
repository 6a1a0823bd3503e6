package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients that resume their sessions lose nothing and get nothing twice, wherever they go on. The
/// stream of a resumed session is one stream for the {@link Checker}: a piece of the archive
/// without a hole.
///
/// The long form is that of {@link FaultsIT}.
@Tag("fault")
class ResumptionFaultsIT {

  private static final OneRedis ENSEMBLE = OneRedis.assemble();

  @AfterAll
  static void end() {
    ENSEMBLE.close();
  }

  @Test
  @Requirement("SM-021")
  @Requirement("SM-006")
  void connectionsAreCut() {
    ENSEMBLE.rehearseResuming("connections are cut and resumed", Ensemble::cut);
  }

  @Test
  @Requirement("SM-027")
  void anInstanceIsKilled() {
    ENSEMBLE.rehearseResuming(
        "an instance is killed, and its sessions resumed",
        members -> {
          ENSEMBLE.instance(1).kill();
          Ensemble.await(() ->
              members.stream()
                  .filter(member -> members.indexOf(member) % 2 == 1)
                  .allMatch(member -> member.resumed() + member.lostSessions() > 0));
        });
  }

  @Test
  @Requirement("SM-027")
  void allInstancesAreRestartedOneAfterTheOther() {
    ENSEMBLE.rehearseResuming(
        "all instances are restarted, and the sessions resumed",
        members -> {
          for (int i = 0; i < ENSEMBLE.instances().size(); i++) {
            ENSEMBLE.instance(i).terminate();
            assertThat(ENSEMBLE.instance(i).awaitEnd()).isZero();
            ENSEMBLE.replace(i);
          }
        });
  }
}
