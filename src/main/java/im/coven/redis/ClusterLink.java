package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.BitSet;
import java.util.List;

/// A link to a Redis Cluster: one {@link NodeLink} per master, commands by slot, topics by slot.
final class ClusterLink implements RedisLink {

  private final RedisConfig config;
  private final LinkFigures figures = new LinkFigures();
  private final ClusterNodes nodes;
  private final SlotRouter router;
  private final ClusterTopics topics;
  private final Returns returns = new Returns();
  private volatile boolean up;
  private boolean interrupted;

  /// A link that is not connected yet.
  ClusterLink(Vertx vertx, RedisConfig config, RedisTopology.Cluster cluster) {
    this.config = config;
    this.nodes = new ClusterNodes(vertx, config, cluster, figures, new Changes());
    this.router = new SlotRouter(vertx, config, figures, nodes);
    this.topics = new ClusterTopics(config, nodes);
  }

  /// Connects. Fails as {@link RedisLink#open} does, and is of no use then.
  Future<ClusterLink> start() {
    return nodes.start().onSuccess(_ -> up = true).onFailure(_ -> close()).map(this);
  }

  @Override
  public String prefix() {
    return config.prefix();
  }

  @Override
  public LinkFigures figures() {
    return figures;
  }

  @Override
  public Future<Response> send(Command command, String key, Object... args) {
    return router.send(Slots.of(key), Order.of(command, key, args));
  }

  @Override
  public Future<Response> run(Script script, List<String> keys, List<?> args) {
    return run(keys, Order.of(script, keys, args, script.isWriting()));
  }

  @Override
  public Future<Response> runConfirmed(Script script, List<String> keys, List<?> args) {
    return run(keys, Order.of(script, keys, args, true));
  }

  private Future<Response> run(List<String> keys, Order order) {
    return router.send(Slots.of(keys.getFirst()), order);
  }

  @Override
  public boolean isConfirmed() {
    return config.replicas() > 0;
  }

  @Override
  public Future<Void> subscribe(String topic, Listener listener) {
    return topics.subscribe(Reach.SLOT, topic, listener);
  }

  @Override
  public Future<Void> subscribeEverywhere(String topic, Listener listener) {
    return topics.subscribe(Reach.EVERYWHERE, topic, listener);
  }

  @Override
  public Future<Void> unsubscribe(String topic) {
    return unsubscribe(Reach.SLOT, topic);
  }

  Future<Void> unsubscribe(Reach reach, String topic) {
    return topics.unsubscribe(reach, topic);
  }

  @Override
  public void onReconnected(Runnable action) {
    returns.onReconnected(action);
  }

  @Override
  public void onReturned(Runnable action) {
    returns.onReturned(action);
  }

  @Override
  public long settlingMs() {
    return Math.max(returns.settlingMs(), nodes.settlingMs());
  }

  @Override
  public boolean isUp() {
    return up;
  }

  @Override
  public void close() {
    up = false;
    returns.close();
    nodes.close();
    router.close();
    topics.close();
  }

  /// What happens to the nodes.
  private final class Changes implements ClusterNodes.Watcher {

    @Override
    public void handedOver(BitSet slots) {
      if (interrupted) {
        // A replica took over, which may lack what its master had.
        returns.settle();
      }
      router.handedOver(slots);
      if (interrupted) {
        returned();
      }
      topics.handedOver(slots);
    }

    @Override
    public void lost() {
      interrupted = true;
      up = false;
    }

    @Override
    public void returned() {
      returns.returned();
    }

    @Override
    public void changed() {
      topics.search();
      up = nodes.isWhole();
      if (up && interrupted && !topics.isSearching()) {
        interrupted = false;
        returns.reconnected();
      }
    }

    @Override
    public void left(NodeLink node, Reach reach, String topic) {
      topics.left(node, reach, topic);
    }
  }
}
