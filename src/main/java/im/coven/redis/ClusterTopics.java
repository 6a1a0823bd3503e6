package im.coven.redis;

import im.coven.redis.RedisLink.Listener;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The topics of one loop in a cluster, each on the link to the master that has its slot.
///
/// While a topic's master stays, its link keeps the subscription through losses of the connection.
/// When the slot gets another master the topic follows it, and its listener is told that something
/// may have been missed as soon as it can hear again. One that was heard once is looked for until
/// it is placed; one that never was has failed after {@link
/// RedisConfig.Patience#commandTimeoutMs()}.
///
/// Confined to its loop.
final class ClusterTopics {

  private static final class Topic {
    final Reach reach;
    final String name;
    final int slot;
    final Listener listener;
    final Promise<Void> promise = Promise.promise();
    final long since = System.nanoTime();
    boolean wasHeard;

    /// Where it is, or is about to be confirmed; nothing while it has no place.
    @Nullable NodeLink at;

    boolean isPlaced;

    Topic(Reach reach, String name, Listener listener) {
      this.reach = reach;
      this.name = name;
      this.slot = Slots.of(name);
      this.listener = listener;
    }
  }

  private final RedisConfig config;
  private final ClusterNodes nodes;
  private final Map<Reach, Map<String, Topic>> topics = new EnumMap<>(Reach.class);

  ClusterTopics(RedisConfig config, ClusterNodes nodes) {
    this.config = config;
    this.nodes = nodes;
    for (Reach reach : Reach.values()) {
      topics.put(reach, new HashMap<>());
    }
  }

  Future<Void> subscribe(Reach reach, String name, Listener listener) {
    var topic = new Topic(reach, name, listener);
    if (of(reach).putIfAbsent(name, topic) != null) {
      throw new IllegalStateException("there is a listener of " + name + " already");
    }
    place(topic);
    return topic.promise.future();
  }

  Future<Void> unsubscribe(Reach reach, String name) {
    Topic topic = of(reach).remove(name);
    if (topic == null) {
      return Future.succeededFuture();
    }
    topic.promise.tryFail(new RedisUnavailable("given up"));
    return leave(topic);
  }

  /// Slots have other masters.
  void handedOver(BitSet slots) {
    for (Topic topic : all()) {
      if (slots.get(topic.slot) && topic.at != nodes.owner(topic.slot)) {
        leave(topic);
        place(topic);
      }
    }
  }

  /// A node has a topic no more.
  void left(NodeLink node, Reach reach, String name) {
    Topic topic = of(reach).get(name);
    if (topic != null && topic.at == node) {
      topic.at = null;
      topic.isPlaced = false;
    }
  }

  /// Looks again for the masters of those that have no place.
  void search() {
    for (Topic topic : all()) {
      if (topic.at == null) {
        place(topic);
      }
    }
  }

  /// Whether one that was heard once has no place now.
  boolean isSearching() {
    return all().stream().anyMatch(topic -> topic.wasHeard && !topic.isPlaced);
  }

  /// Fails what was never confirmed.
  void close() {
    all().forEach(topic -> topic.promise.tryFail(new RedisUnavailable("the link is closed")));
    topics.values().forEach(Map::clear);
  }

  private Map<String, Topic> of(Reach reach) {
    return topics.getOrDefault(reach, Map.of());
  }

  private List<Topic> all() {
    return topics.values().stream().flatMap(some -> some.values().stream()).toList();
  }

  private Future<Void> leave(Topic topic) {
    NodeLink old = topic.at;
    topic.at = null;
    topic.isPlaced = false;
    return old == null ? Future.succeededFuture() : old.unsubscribe(topic.reach, topic.name);
  }

  private void place(Topic topic) {
    NodeLink node = nodes.owner(topic.slot);
    if (node == null || !node.isUp()) {
      failed(topic, new RedisUnavailable("the master of slot " + topic.slot + " is away"));
      return;
    }
    topic.at = node;
    node.subscribe(topic.reach, topic.name, topic.listener)
        .onComplete(answer -> placed(topic, node, answer));
  }

  private void placed(Topic topic, NodeLink node, AsyncResult<Void> answer) {
    if (topic.at != node || of(topic.reach).get(topic.name) != topic) {
      return;
    }
    if (answer.succeeded()) {
      topic.isPlaced = true;
      boolean again = topic.wasHeard;
      topic.wasHeard = true;
      if (again) {
        topic.listener.missed();
      }
      topic.promise.tryComplete();
      return;
    }
    topic.at = null;
    switch (Redirection.of(answer.cause())) {
      case Redirection.Moved(var slot, var address) -> {
        nodes.moved(slot, address);
        if (topic.at == null) {
          waiting(topic, answer.cause());
        }
      }
      case null -> failed(topic, answer.cause());
      default -> waiting(topic, answer.cause());
    }
  }

  /// It will have a place soon, or else it fails.
  private void waiting(Topic topic, Throwable cause) {
    long patience = TimeUnit.MILLISECONDS.toNanos(config.patience().commandTimeoutMs());
    if (System.nanoTime() - topic.since > patience) {
      failed(topic, cause);
    }
    nodes.readSoon();
  }

  private void failed(Topic topic, Throwable cause) {
    if (!topic.wasHeard) {
      of(topic.reach).remove(topic.name, topic);
      topic.promise.tryFail(cause);
    }
  }
}
