package im.coven.fault;

import im.coven.redis.RedisProcess;
import im.coven.redis.ReplicatedRedis;
import java.util.List;
import java.util.stream.IntStream;

/// An ensemble on a master with two replicas, found through Sentinels.
final class SeveralRedis extends Ensemble {

  private static final int LOOPS = 2;

  private final ReplicatedRedis redis;

  private SeveralRedis(ReplicatedRedis redis, int confirming) {
    super(_ ->
        launch(
            "",
            "redis.sentinels=" + redis.sentinels(),
            "redis.master=" + ReplicatedRedis.NAME,
            "redis.replicas=" + confirming,
            "instance.event-loops=" + LOOPS));
    this.redis = redis;
  }

  /// `confirming` replicas must have what counts as accepted.
  static SeveralRedis assemble(int confirming) {
    return new SeveralRedis(ReplicatedRedis.start(2), confirming);
  }

  ReplicatedRedis redis() {
    return redis;
  }

  /// Does what makes another Redis the master, and waits until all event loops are there.
  void move(Runnable change) {
    RedisProcess old = redis.master();
    List<Integer> before = instances().stream().map(one -> one.logged("INFO").size()).toList();
    change.run();
    redis.awaitMasterOtherThan(old);
    String there = "commands to " + redis.master().uri() + " is back";
    await(() ->
        IntStream.range(0, before.size())
            .allMatch(i ->
                instance(i).logged("INFO").stream()
                        .skip(before.get(i))
                        .filter(line -> line.contains(there))
                        .count()
                    >= LOOPS));
  }

  /// All servers are up again, so that the next fault finds what it takes.
  @Override
  String found() {
    redis.startAgain();
    redis.awaitWhole();
    return super.found();
  }

  @Override
  public void close() {
    super.close();
    redis.close();
  }
}
