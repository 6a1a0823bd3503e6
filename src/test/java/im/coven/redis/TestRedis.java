package im.coven.redis;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The Redis server that all ordinary tests share; each works under a prefix of its own.
///
/// The one that the environment variable `REDIS_URI` names; else a container, where a Docker engine
/// answers that has all that it takes, or could fetch it and there is no `redis-server` on `PATH`;
/// else the `redis-server` on `PATH`; else the one that Coven ships. Started at the first use,
/// ended with the JVM.
///
/// With `-Dredis.cluster=true` instances that are started as a whole ({@link #setting}) have a
/// Redis Cluster instead.
public final class TestRedis {
  private static final String IMAGE = "redis:7-bookworm";
  private static final int REDIS_PORT = 6379;

  /// Milliseconds in which a Docker engine that is to be used answers.
  private static final int DOCKER_ANSWER_MS = 1000;

  private static final String URI = start();

  private TestRedis() {}

  public static String uri() {
    return URI;
  }

  /// What tells an instance where Redis is, `KEY=VALUE`.
  public static String setting() {
    return Boolean.getBoolean("redis.cluster") ? Cluster.SETTING : "redis.uri=" + URI;
  }

  /// Started where it is wanted.
  private static final class Cluster {
    static final String SETTING = "redis.cluster=" + String.join(",", RedisCluster.start().seeds());
  }

  private static String start() {
    String given = System.getenv("REDIS_URI");
    if (given != null && !given.isEmpty()) {
      return given;
    }
    boolean installed = RedisBinary.onPath("redis-server").isPresent();
    if (installed ? dockerHasImage() : dockerAnswers()) {
      return container();
    }
    return RedisProcess.start("--appendonly", "no").uri();
  }

  @SuppressWarnings("resource") // ended by Testcontainers with the JVM
  private static String container() {
    GenericContainer<?> redis =
        new GenericContainer<>(DockerImageName.parse(IMAGE)).withExposedPorts(REDIS_PORT);
    redis.start();
    return "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT);
  }

  private static boolean dockerAnswers() {
    return docker("/_ping").startsWith("HTTP/1.1 200");
  }

  /// Whether a container can be had without fetching anything. Two more images may be wanted: that
  /// of the reaper, which the build switches off, and, inside a container, one that finds out the
  /// host.
  private static boolean dockerHasImage() {
    return "true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))
        && (!Files.exists(Path.of("/.dockerenv"))
            || System.getenv("TESTCONTAINERS_HOST_OVERRIDE") != null)
        && docker("/images/" + IMAGE + "/json").startsWith("HTTP/1.1 200");
  }

  /// Asks the local engine, and hears the start of its answer, if there is one in time.
  private static String docker(String path) {
    Path socket = Path.of("/var/run/docker.sock");
    if (!Files.exists(socket)) {
      return "";
    }
    String request = "GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector answered = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.register(answered, SelectionKey.OP_READ);
      if (answered.select(DOCKER_ANSWER_MS) > 0) {
        channel.read(answer);
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }
}
