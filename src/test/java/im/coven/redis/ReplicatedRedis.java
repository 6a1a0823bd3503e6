package im.coven.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A master, replicas, and three Sentinels that are quick to judge: all real processes.
///
/// Who is the master changes; {@link #master} and {@link #replicas} say who it is now.
public final class ReplicatedRedis implements AutoCloseable {

  /// What the Sentinels call the master.
  public static final String NAME = "coven";

  private static final int SENTINELS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<RedisProcess> sentinels = new ArrayList<>();

  private ReplicatedRedis() {}

  /// Starts a master with so many replicas, and waits until all know each other.
  public static ReplicatedRedis start(int replicas) {
    var redis = new ReplicatedRedis();
    RedisProcess master = RedisProcess.start();
    redis.servers.add(master);
    String port = String.valueOf(master.port());
    for (int i = 0; i < replicas; i++) {
      redis.servers.add(
          RedisProcess.start("--replicaof", "127.0.0.1", port, "--repl-diskless-sync-delay", "0"));
    }
    IntStream.range(0, SENTINELS).forEach(_ -> redis.sentinels.add(sentinel(master.port())));
    redis.awaitWhole();
    return redis;
  }

  private static RedisProcess sentinel(int master) {
    try {
      Path file = Files.createTempFile("coven-sentinel", ".conf");
      Files.writeString(
          file,
          """
          sentinel monitor %1$s 127.0.0.1 %2$d 2
          sentinel down-after-milliseconds %1$s 500
          sentinel failover-timeout %1$s 2000
          """
              .formatted(NAME, master));
      return RedisProcess.startSentinel(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where the Sentinels are, with commas.
  public String sentinels() {
    return sentinels.stream()
        .map(sentinel -> "127.0.0.1:" + sentinel.port())
        .collect(Collectors.joining(","));
  }

  /// The server that the first Sentinel names.
  public RedisProcess master() {
    String port =
        sentinels.getFirst().answer("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).getLast();
    return servers.stream()
        .filter(server -> String.valueOf(server.port()).equals(port))
        .findFirst()
        .orElseThrow();
  }

  /// All others.
  public List<RedisProcess> replicas() {
    RedisProcess master = master();
    return servers.stream().filter(server -> !server.equals(master)).toList();
  }

  /// Starts again whatever has ended.
  public void startAgain() {
    servers.stream().filter(server -> !server.isAlive()).forEach(RedisProcess::restart);
  }

  /// Has the Sentinels make a replica the master without need, and waits until they did.
  public void failOver() {
    RedisProcess old = master();
    // Two fail-overs in a row are refused for a while.
    await()
        .atMost(PATIENCE)
        .until(() -> sentinels.getFirst().command("SENTINEL", "FAILOVER", NAME).equals("+OK"));
    awaitMasterOtherThan(old);
  }

  /// Waits until the Sentinels name another master, and it is one.
  public void awaitMasterOtherThan(RedisProcess old) {
    await().atMost(PATIENCE).until(() -> !master().equals(old) && isMaster(master()));
  }

  /// Waits until all servers are up, all replicas follow the master, and all Sentinels know it.
  public void awaitWhole() {
    await()
        .atMost(PATIENCE)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> {
          RedisProcess master = master();
          return isMaster(master)
              && replicas().stream().allMatch(ReplicatedRedis::follows)
              && sentinels.stream().allMatch(sentinel -> knowsAll(sentinel, master));
        });
  }

  private boolean knowsAll(RedisProcess sentinel, RedisProcess master) {
    String known = String.join(" ", sentinel.answer("SENTINEL", "MASTER", NAME));
    return known.contains(" flags master ")
        && known.contains(" port " + master.port() + " ")
        && known.contains(" num-slaves " + (servers.size() - 1) + " ")
        && known.contains(" num-other-sentinels " + (SENTINELS - 1) + " ");
  }

  private static boolean isMaster(RedisProcess server) {
    return server.answer("ROLE").contains("master");
  }

  private static boolean follows(RedisProcess server) {
    List<String> role = server.answer("ROLE");
    return role.contains("slave") && role.contains("connected");
  }

  @Override
  public void close() {
    sentinels.forEach(RedisProcess::close);
    servers.forEach(RedisProcess::close);
  }
}
