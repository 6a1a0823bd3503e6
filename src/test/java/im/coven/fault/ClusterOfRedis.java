package im.coven.fault;

import im.coven.redis.RedisCluster;
import java.util.List;
import java.util.stream.IntStream;

/// An ensemble on a Redis Cluster.
final class ClusterOfRedis extends Ensemble {

  private final RedisCluster redis;

  private ClusterOfRedis(RedisCluster redis, int confirming) {
    super(
        _ ->
            launch(
                "",
                "redis.cluster=" + String.join(",", redis.seeds()),
                "redis.replicas=" + confirming),
        List.of(List.of("alice", "bob"), List.of("carol", "dave"), List.of("erin", "frank")));
    this.redis = redis;
  }

  /// `confirming` replicas must have what counts as accepted.
  static ClusterOfRedis assemble(int confirming) {
    return new ClusterOfRedis(RedisCluster.start(), confirming);
  }

  RedisCluster redis() {
    return redis;
  }

  /// Its slot was of the master with the cast's number when the cluster was made.
  @Override
  String channelName(int round, int cast) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "round%d-%d-%d".formatted(round, cast, i))
        .filter(name -> slot(name) * 3 / RedisCluster.SLOTS == cast)
        .findFirst()
        .orElseThrow();
  }

  private static int slot(String name) {
    return RedisCluster.slotOf(name + "@mix." + Member.DOMAIN);
  }

  /// The slot of the first channel of this round.
  int slot() {
    return slot(channelName(rounds(), 0));
  }

  /// All servers are up again, so that the next fault finds what it takes.
  @Override
  String found() {
    redis.awaitWhole();
    return super.found();
  }

  @Override
  public void close() {
    super.close();
    redis.close();
  }
}
