package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The masters of a cluster: a link to each, and which slot is whose.
///
/// The masters are asked for their view in turn, every {@link
/// RedisConfig.Patience#probeIntervalMs()}, and every {@link #HURRY_MS} while a slot has no master
/// that can be reached. A claim counts if its epoch is greater than that of the slot's last, so an
/// old view changes nothing. A slot is handed over only to a master that a link has been made to.
///
/// Confined to its loop.
final class ClusterNodes {

  /// Who is told of changes.
  interface Watcher {
    /// These slots have other masters.
    void handedOver(BitSet slots);

    /// A link to a master has been lost.
    void lost();

    /// Commands work again at a master where they did not.
    void returned();

    /// A link to a master is there, or is there again, or some view was read.
    void changed();

    /// A topic is at this node no more.
    void left(NodeLink node, Reach reach, String topic);
  }

  /// Milliseconds between two looks while something is missing.
  private static final int HURRY_MS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNodes.class);

  private final Vertx vertx;
  private final RedisConfig config;
  private final RedisTopology.Cluster cluster;
  private final LinkFigures figures;
  private final Watcher watcher;
  private final Map<String, NodeLink> nodes = new HashMap<>();
  private final Map<String, Future<NodeLink>> linking = new HashMap<>();
  private final @Nullable NodeLink[] owners = new NodeLink[Slots.COUNT];
  private final long[] epochs = new long[Slots.COUNT];
  private ClusterMap map = new ClusterMap(List.of(), Map.of());
  private boolean reading;
  private boolean closed;
  private long timer = -1;
  private int turn;

  ClusterNodes(
      Vertx vertx,
      RedisConfig config,
      RedisTopology.Cluster cluster,
      LinkFigures figures,
      Watcher watcher) {
    this.vertx = vertx;
    this.config = config;
    this.cluster = cluster;
    this.figures = figures;
    this.watcher = watcher;
    Arrays.fill(epochs, -1);
  }

  /// Links all masters that the first seed that answers knows of.
  Future<Void> start() {
    return ask(cluster.seeds(), new ArrayList<>())
        .compose(found ->
            Future.all(found.masters().stream().map(this::link).toList())
                .compose(_ -> {
                  adopt(found);
                  return isWhole()
                      ? Future.succeededFuture()
                      : Future.failedFuture(
                          new RedisUnavailable("not every slot of the cluster has a master"));
                }))
        .<Void>mapEmpty()
        .onSuccess(_ -> readLater());
  }

  /// The slot's master, as far as is known.
  @Nullable NodeLink owner(int slot) {
    return owners[slot];
  }

  /// The link to a node; nothing while there is none, which is then made.
  @Nullable NodeLink at(String address) {
    String name = map.canonical(address);
    NodeLink known = nodes.get(name);
    if (known == null) {
      link(name).onSuccess(_ -> read());
    }
    return known;
  }

  /// What a node said of a slot, which it knows best.
  void moved(int slot, String address) {
    NodeLink node = at(address);
    if (node != null && owners[slot] != node) {
      owners[slot] = node;
      var one = new BitSet();
      one.set(slot);
      watcher.handedOver(one);
    }
    readSoon();
  }

  /// Whether every slot has a master that can be reached.
  boolean isWhole() {
    NodeLink last = null;
    for (NodeLink owner : owners) {
      if (owner == null || (owner != last && !owner.isUp())) {
        return false;
      }
      last = owner;
    }
    return true;
  }

  /// Milliseconds until every master that is another process than before counts as complete.
  long settlingMs() {
    return nodes.values().stream().mapToLong(NodeLink::settlingMs).max().orElse(0);
  }

  /// Looks at the cluster again within a moment.
  void readSoon() {
    again(HURRY_MS / 4);
  }

  void close() {
    closed = true;
    vertx.cancelTimer(timer);
    List.copyOf(nodes.values()).forEach(NodeLink::close);
    nodes.clear();
  }

  private Future<NodeLink> link(String address) {
    NodeLink present = nodes.get(address);
    if (present != null) {
      return Future.succeededFuture(present);
    }
    Future<NodeLink> under = linking.get(address);
    if (under != null) {
      return under;
    }
    var node = new NodeLink(vertx, config.withUri(cluster.uriOf(address)), true);
    Future<NodeLink> made = node.start();
    linking.put(address, made);
    return made.onComplete(_ -> linking.remove(address))
        .onFailure(e -> LOG.debug("{}", e.getMessage()))
        .onSuccess(_ -> linked(address, node));
  }

  private void linked(String address, NodeLink node) {
    if (closed) {
      node.close();
      return;
    }
    nodes.put(address, node);
    figures.add(node.figures());
    node.onReturned(watcher::returned);
    node.onReconnected(watcher::changed);
    node.onLost(() -> {
      watcher.lost();
      readSoon();
    });
    node.onLeft((reach, topic) -> {
      watcher.left(node, reach, topic);
      readSoon();
    });
  }

  private void readLater() {
    again(isWhole() ? config.patience().probeIntervalMs() : HURRY_MS);
  }

  private void again(int delayMs) {
    if (!closed) {
      vertx.cancelTimer(timer);
      timer = vertx.setTimer(delayMs, _ -> read());
    }
  }

  private void read() {
    if (reading || closed) {
      return;
    }
    reading = true;
    view()
        .onComplete(found -> {
          reading = false;
          if (closed) {
            return;
          }
          if (found.succeeded()) {
            adopt(found.result());
          } else {
            LOG.debug("{}", found.cause().getMessage());
          }
          watcher.changed();
          readLater();
        });
  }

  private Future<ClusterMap> view() {
    List<Map.Entry<String, NodeLink>> up =
        nodes.entrySet().stream().filter(node -> node.getValue().isUp()).toList();
    if (up.isEmpty()) {
      var all = new ArrayList<>(cluster.seeds());
      nodes.keySet().forEach(address -> all.add(cluster.uriOf(address)));
      return ask(all, new ArrayList<>());
    }
    var next = up.get(Math.floorMod(turn++, up.size()));
    return next.getValue()
        .send(Request.cmd(Command.CLUSTER).arg("NODES"))
        .map(view -> parse(String.valueOf(view), cluster.uriOf(next.getKey())));
  }

  private void adopt(ClusterMap found) {
    map = found;
    Set<String> masters = found.masters();
    for (String address : masters) {
      if (!nodes.containsKey(address)) {
        link(address).onSuccess(_ -> read());
      }
    }
    var changed = new BitSet();
    for (ClusterMap.Claim claim : found.claims()) {
      NodeLink node = nodes.get(claim.address());
      if (node == null) {
        continue;
      }
      for (int slot = claim.first(); slot <= claim.last(); slot++) {
        if (claim.epoch() > epochs[slot] || owners[slot] == null) {
          epochs[slot] = claim.epoch();
          if (owners[slot] != node) {
            owners[slot] = node;
            changed.set(slot);
          }
        }
      }
    }
    if (!changed.isEmpty()) {
      watcher.handedOver(changed);
    }
    retire(masters);
  }

  /// Leaves nodes that have no slots any more, once they owe no answer.
  private void retire(Set<String> masters) {
    var owning = new HashSet<>(Arrays.asList(owners));
    for (var each : List.copyOf(nodes.entrySet())) {
      NodeLink node = each.getValue();
      boolean idle = !node.isUp() || node.figures().inFlight() == 0;
      if (!masters.contains(each.getKey()) && !owning.contains(node) && idle) {
        nodes.remove(each.getKey());
        figures.remove(node.figures());
        node.close();
        LOG.info("{} is no master of slots any more", each.getKey());
      }
    }
  }

  /// Asks one URI after the other, each over a connection that ends with the answer.
  private Future<ClusterMap> ask(List<String> uris, List<String> reasons) {
    if (uris.isEmpty()) {
      return Future.failedFuture(
          new RedisUnavailable("no node of the cluster answers: " + String.join("; ", reasons)));
    }
    String uri = uris.getFirst();
    Redis client =
        Redis.createClient(
            vertx,
            new RedisOptions()
                .setConnectionString(uri)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1));
    return client
        .connect()
        .compose(connection -> connection.send(Request.cmd(Command.CLUSTER).arg("NODES")))
        .timeout(Math.max(1, config.patience().connectTimeoutMs() / 3), TimeUnit.MILLISECONDS)
        .map(view -> parse(String.valueOf(view), uri))
        .onComplete(_ -> client.close())
        .recover(e -> {
          reasons.add(RedisTopology.shown(uri) + ": " + e.getMessage());
          return ask(uris.subList(1, uris.size()), reasons);
        });
  }

  private static ClusterMap parse(String view, String uri) {
    URI from = URI.create(uri);
    return ClusterMap.parse(view, from.getHost(), from.getScheme().equals("rediss"));
  }
}
