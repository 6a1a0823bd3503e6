package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.redis.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing that was accepted is lost when another Redis becomes the master: a replica has it by
/// then.
@Tag("fault")
class FailoverIT {

  private static final SeveralRedis ENSEMBLE = SeveralRedis.assemble(1);

  @AfterAll
  static void end() {
    ENSEMBLE.close();
  }

  @Test
  void theMasterIsKilled() {
    ENSEMBLE.rehearse("the master is killed", _ -> ENSEMBLE.move(ENSEMBLE.redis().master()::kill));
    assertNothingIsLost();
  }

  /// For a while there are two masters.
  @Test
  void theMasterIsKilledAndStartedAgainAtOnce() {
    ENSEMBLE.rehearse(
        "the master is killed, and started again while another takes its place",
        _ -> {
          RedisProcess master = ENSEMBLE.redis().master();
          ENSEMBLE.move(() -> {
            master.kill();
            ENSEMBLE.redis().awaitMasterOtherThan(master);
            master.restart();
          });
        });
    assertNothingIsLost();
  }

  @Test
  void theMasterStandsStillUntilAnotherTookItsPlace() {
    ENSEMBLE.rehearse(
        "the master stands still until another took its place",
        _ -> {
          RedisProcess master = ENSEMBLE.redis().master();
          ENSEMBLE.move(() -> {
            master.freeze();
            ENSEMBLE.redis().awaitMasterOtherThan(master);
            master.thaw();
          });
        });
    assertNothingIsLost();
  }

  @Test
  void aFailOverIsCommanded() {
    ENSEMBLE.rehearse("a fail-over is commanded", _ -> ENSEMBLE.move(ENSEMBLE.redis()::failOver));
    assertNothingIsLost();
  }

  private static void assertNothingIsLost() {
    assertThat(ENSEMBLE.instances())
        .allMatch(instance -> instance.mentions("has lost a piece of its log") == 0);
  }
}
