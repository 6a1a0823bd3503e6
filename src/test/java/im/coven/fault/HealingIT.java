package im.coven.fault;

import static im.coven.fault.Ensemble.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.redis.RedisProcess;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the new master lacks, because the old one waited for no replica, the instances put back.
@Tag("fault")
class HealingIT {

  private static final String LOST = "has lost a piece of its log";
  private static final SeveralRedis ENSEMBLE = SeveralRedis.assemble(0);

  @AfterAll
  static void end() {
    ENSEMBLE.close();
  }

  @Test
  void theMasterIsKilledAfterItsReplicas() {
    ENSEMBLE.rehearse(
        "the master is killed after its replicas",
        members -> {
          RedisProcess master = ENSEMBLE.redis().master();
          List<RedisProcess> replicas = ENSEMBLE.redis().replicas();
          replicas.forEach(RedisProcess::kill);
          List<Integer> before = members.stream().map(Member::accepted).toList();
          await(() ->
              members.stream()
                  .allMatch(
                      member -> member.accepted() >= before.get(members.indexOf(member)) + 20));
          ENSEMBLE.move(() -> {
            master.kill();
            replicas.forEach(RedisProcess::restart);
          });
        });
    assertHealed();
  }

  private static void assertHealed() {
    assertThat(ENSEMBLE.instances()).anyMatch(instance -> instance.mentions("was healed: ") > 0);
    assertThat(ENSEMBLE.instances()).allMatch(instance -> instance.mentions(LOST) == 0);
  }
}
