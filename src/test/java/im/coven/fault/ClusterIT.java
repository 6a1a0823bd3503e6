package im.coven.fault;

import static im.coven.fault.Ensemble.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.redis.RedisCluster;
import im.coven.redis.RedisProcess;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing that was accepted is lost on a Redis Cluster, where slots move and replicas take over:
/// one replica has it by then. Three channels, each on a master of its own, go on all the time.
@Tag("fault")
class ClusterIT {

  private static final ClusterOfRedis ENSEMBLE = ClusterOfRedis.assemble(1);

  @AfterAll
  static void end() {
    ENSEMBLE.close();
  }

  /// Between the steps all speak. Those of the channel that moves have to wait, the others not.
  @Test
  void aSlotWithALiveChannelIsMovedToAnotherMaster() {
    ENSEMBLE.rehearse(
        "a slot with a live channel is moved",
        members -> {
          RedisCluster redis = ENSEMBLE.redis();
          int target = redis.masterWithout(ENSEMBLE.slot());
          redis.migrate(
              ENSEMBLE.slot(), target, () -> awaitSpeech(members.subList(2, members.size())));
          assertThat(redis.masterOf(ENSEMBLE.slot())).isEqualTo(target);
        });
  }

  private static void awaitSpeech(List<Member> members) {
    List<Integer> before = members.stream().map(Member::accepted).toList();
    await(() ->
        IntStream.range(0, members.size())
            .allMatch(i -> members.get(i).accepted() > before.get(i)));
  }

  @Test
  void aMasterIsKilledAndItsReplicaTakesOver() {
    ENSEMBLE.rehearse(
        "a master of the cluster is killed",
        _ -> {
          int slot = ENSEMBLE.slot();
          RedisProcess master = ENSEMBLE.redis().node(ENSEMBLE.redis().masterOf(slot));
          master.kill();
          ENSEMBLE.redis().awaitMasterOtherThan(master, slot);
          master.restart();
        });
  }

  @Test
  void allInstancesAreRestarted() {
    ENSEMBLE.rehearse(
        "all instances on a cluster are restarted",
        _ -> {
          for (int i = 0; i < ENSEMBLE.instances().size(); i++) {
            ENSEMBLE.instance(i).terminate();
            assertThat(ENSEMBLE.instance(i).awaitEnd()).isZero();
            ENSEMBLE.replace(i);
          }
        });
  }
}
