package im.coven;

import im.coven.cli.Server;
import im.coven.ops.SettingsReader;
import im.coven.redis.TestRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// An instance of Coven inside the test's process, on ports of its own choice, with keys of its own
/// in the Redis that all tests share.
public final class TestCoven implements AutoCloseable {

  private final String prefix;
  private final Server.Running running;

  private TestCoven(String prefix, String... assignments) {
    this.prefix = prefix;
    List<String> all =
        new ArrayList<>(
            List.of(
                "client.port=0",
                "client.tls-port=0",
                "ops.port=0",
                TestRedis.setting(),
                "redis.prefix=" + prefix,
                "data.dir=" + folder()));
    all.addAll(List.of(assignments));
    running = Coven.start(SettingsReader.read(Path.of("conf", "loadtest.yaml"), Map.of(), all));
  }

  /// Starts an instance that nobody else shares anything with; `assignments` are `KEY=VALUE`.
  public static TestCoven start(String... assignments) {
    String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return new TestCoven("test-" + unique, assignments);
  }

  /// Starts another instance on the same state.
  public TestCoven another(String... assignments) {
    return new TestCoven(prefix, assignments);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory(Path.of("target"), "coven");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What its keys in Redis begin with.
  public String prefix() {
    return prefix;
  }

  /// The domain of the accounts; the channels are at `mix.` before it.
  public String domain() {
    return "shakespeare.example";
  }

  public int clientPort() {
    return running.ports().client();
  }

  public int clientTlsPort() {
    return running.ports().clientTls();
  }

  public int webSocketPort() {
    return running.ports().webSocket();
  }

  public int webSocketTlsPort() {
    return running.ports().webSocketTls();
  }

  public int opsPort() {
    return running.ports().ops();
  }

  @Override
  public void close() {
    running.close();
  }
}
