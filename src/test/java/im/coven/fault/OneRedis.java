package im.coven.fault;

import im.coven.redis.RedisProcess;
import im.coven.redis.StallingProxy;
import java.util.List;
import java.util.stream.IntStream;

/// An ensemble on one Redis, each instance over a way of its own that can be cut.
final class OneRedis extends Ensemble {

  private final RedisProcess redis;
  private final List<StallingProxy> ways;

  private OneRedis(RedisProcess redis, List<StallingProxy> ways) {
    super(i -> launch(ways.get(i).uri()));
    this.redis = redis;
    this.ways = ways;
  }

  static OneRedis assemble() {
    RedisProcess redis = RedisProcess.start();
    return new OneRedis(
        redis, IntStream.range(0, 2).mapToObj(_ -> new StallingProxy(redis.port())).toList());
  }

  RedisProcess redis() {
    return redis;
  }

  StallingProxy way(int index) {
    return ways.get(index);
  }

  @Override
  public void close() {
    super.close();
    ways.forEach(StallingProxy::close);
    redis.close();
  }
}
