package im.coven.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// A Redis Cluster of a test's own: three masters with a replica each, which takes over when its
/// master was not heard of for a second. Made and asked with `redis-cli`.
public final class RedisCluster implements AutoCloseable {

  public static final int SLOTS = Slots.COUNT;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MASTERS = 3;

  private final List<RedisProcess> nodes;

  private RedisCluster(List<RedisProcess> nodes) {
    this.nodes = nodes;
  }

  /// Starts the processes and makes a cluster of them.
  public static RedisCluster start() {
    List<RedisProcess> nodes =
        IntStream.range(0, 2 * MASTERS)
            .parallel()
            .mapToObj(_ ->
                RedisProcess.start(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "1000",
                    "--cluster-port",
                    String.valueOf(freePort()),
                    "--appendfsync",
                    "everysec",
                    "--repl-diskless-sync-delay",
                    "0"))
            .toList();
    var cluster = new RedisCluster(nodes);
    var create = new ArrayList<>(List.of("--cluster", "create"));
    nodes.forEach(node -> create.add("127.0.0.1:" + node.port()));
    create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    cli(create);
    cluster.awaitWhole();
    return cluster;
  }

  /// Waits until all nodes agree that every slot is served, by a master with a replica.
  public void awaitWhole() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() ->
            nodes.stream()
                .filter(RedisProcess::isAlive)
                .allMatch(node ->
                    ask(node.port(), "CLUSTER", "INFO").contains("cluster_state:ok")
                        && masters(node.port()).size() == MASTERS
                        && isReplicated(node.port())));
  }

  private static boolean isReplicated(int port) {
    return !ask(port, "ROLE").startsWith("slave")
        || ask(port, "INFO", "replication").contains("master_link_status:up");
  }

  /// Addresses to begin with, as `redis.cluster` takes them.
  public List<String> seeds() {
    return nodes.stream().map(node -> "127.0.0.1:" + node.port()).toList();
  }

  public List<RedisProcess> nodes() {
    return nodes;
  }

  /// The process on a port.
  public RedisProcess node(int port) {
    return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
  }

  /// The port of the master that has a slot, as most nodes see it; -1 while there is none.
  public int masterOf(int slot) {
    var votes = new TreeMap<Integer, Integer>();
    nodes.stream()
        .filter(RedisProcess::isAlive)
        .forEach(node ->
            masters(node.port())
                .forEach((port, slots) -> {
                  if (slots.contains(slot)) {
                    votes.merge(port, 1, Integer::sum);
                  }
                }));
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(-1);
  }

  /// Waits until another node serves a slot.
  public void awaitMasterOtherThan(RedisProcess old, int slot) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> masterOf(slot) != old.port() && masterOf(slot) >= 0);
  }

  /// Some master that does not have a slot.
  public int masterWithout(int slot) {
    int owner = masterOf(slot);
    return masters(owner).keySet().stream().filter(port -> port != owner).findFirst().orElseThrow();
  }

  /// Moves a slot with all its keys to another master, in two halves. `between` is run before every
  /// step.
  public void migrate(int slot, int to, Runnable between) {
    int from = masterOf(slot);
    String number = String.valueOf(slot);
    String source = ask(from, "CLUSTER", "MYID").strip();
    String target = ask(to, "CLUSTER", "MYID").strip();
    ask(to, "CLUSTER", "SETSLOT", number, "IMPORTING", source);
    between.run();
    ask(from, "CLUSTER", "SETSLOT", number, "MIGRATING", target);
    between.run();
    int keys = Integer.parseInt(ask(from, "CLUSTER", "COUNTKEYSINSLOT", number).strip());
    moveKeys(from, to, number, Math.max(1, keys / 2));
    between.run();
    while (moveKeys(from, to, number, Math.max(1, keys))) {
      // Some may have come in the meantime.
    }
    between.run();
    ask(to, "CLUSTER", "SETSLOT", number, "NODE", target);
    between.run();
    ask(from, "CLUSTER", "SETSLOT", number, "NODE", target);
  }

  private static boolean moveKeys(int from, int to, String slot, int most) {
    String some = ask(from, "CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(most)).strip();
    if (some.isEmpty()) {
      return false;
    }
    var move = new ArrayList<>(List.of("MIGRATE", "127.0.0.1", String.valueOf(to), ""));
    move.addAll(List.of("0", "5000", "KEYS"));
    move.addAll(List.of(some.split("\\s+")));
    ask(from, move.toArray(String[]::new));
    return true;
  }

  /// The slot of what has this hash tag.
  public static int slotOf(String tag) {
    return Slots.of(tag);
  }

  /// What a node answers to a command.
  public static String ask(int port, String... words) {
    var command = new ArrayList<>(List.of("-p", String.valueOf(port)));
    command.addAll(List.of(words));
    return cli(command);
  }

  /// The ports of the masters that a node knows to live, with their slots.
  private static Map<Integer, List<Integer>> masters(int port) {
    var masters = new TreeMap<Integer, List<Integer>>();
    for (String line : ask(port, "CLUSTER", "NODES").split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length > 8 && words[2].contains("master") && !words[2].contains("fail")) {
        var slots = new ArrayList<Integer>();
        for (int i = 8; i < words.length && !words[i].startsWith("["); i++) {
          String[] bounds = words[i].split("-", -1);
          IntStream.rangeClosed(
                  Integer.parseInt(bounds[0]), Integer.parseInt(bounds[bounds.length - 1]))
              .forEach(slots::add);
        }
        String address = words[1].substring(0, words[1].indexOf('@'));
        masters.put(Integer.valueOf(address.substring(address.indexOf(':') + 1)), slots);
      }
    }
    return masters;
  }

  private static String cli(List<String> arguments) {
    var command = new ArrayList<>(List.of("redis-cli"));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }
}
