package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.coven.redis.EmbeddedRedis.Fsync;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir Path folder;
  private Vertx vertx;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void stopVertx() {
    vertx.close().await();
  }

  @Test
  void keepsItsDataFromOneStartToTheNext() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS);
        LinkDriver driver = new LinkDriver(vertx, LinkDriver.config(redis.uri()))) {
      set(driver, "key", "value");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.EVERYSEC);
        LinkDriver driver = new LinkDriver(vertx, LinkDriver.config(redis.uri()))) {
      assertThat(read(driver, "key")).isEqualTo("value");
    }
  }

  @Test
  void isStartedAgainWithItsDataWhenItIsKilled() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS);
        LinkDriver driver = new LinkDriver(vertx, LinkDriver.config(redis.uri()))) {
      set(driver, "key", "value");
      long first = redis.pid();

      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      await().until(() -> redis.pid() != first && redis.isRunning());
      await()
          .ignoreException(RedisUnavailable.class)
          .untilAsserted(() -> assertThat(read(driver, "key")).isEqualTo("value"));
    }
  }

  @Test
  void endsWithItsOwner() throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS);
    ProcessHandle process = ProcessHandle.of(redis.pid()).orElseThrow();
    redis.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(redis.isRunning()).isFalse();
  }

  @Test
  void aSecondOneInTheSameFolderIsRefused() throws IOException {
    try (EmbeddedRedis first = EmbeddedRedis.start(folder, Fsync.ALWAYS)) {
      assertThatThrownBy(() -> EmbeddedRedis.start(folder, Fsync.ALWAYS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another Coven");
      assertThat(first.isRunning()).isTrue();
    }
  }

  @Test
  void dataThatCannotBeReadIsReportedWithRedisOwnWords() throws IOException {
    Files.createDirectories(folder.resolve("appendonlydir"));
    Files.writeString(folder.resolve("appendonlydir/appendonly.aof.manifest"), "rubbish");
    assertThatThrownBy(() -> EmbeddedRedis.start(folder, Fsync.ALWAYS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not start")
        .hasMessageContaining("manifest");
  }

  @Test
  void anotherStartAfterAFailedOneIsNotLockedOut() throws IOException {
    Path manifest = folder.resolve("appendonlydir/appendonly.aof.manifest");
    Files.createDirectories(folder.resolve("appendonlydir"));
    Files.writeString(manifest, "rubbish");
    assertThatThrownBy(() -> EmbeddedRedis.start(folder, Fsync.ALWAYS))
        .isInstanceOf(IOException.class);
    Files.delete(manifest);
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS)) {
      assertThat(redis.isRunning()).isTrue();
    }
  }

  @Test
  void onlyItsUserMayOpenTheSocket() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS)) {
      assertThat(Files.getPosixFilePermissions(Path.of(redis.uri().substring("unix://".length()))))
          .doesNotContain(
              PosixFilePermission.OTHERS_READ,
              PosixFilePermission.OTHERS_WRITE,
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE);
    }
  }

  @Test
  void aFolderWhosePathIsTooLongForASocketIsServedToo() throws IOException {
    Path deep = folder.resolve("a".repeat(120));
    try (EmbeddedRedis redis = EmbeddedRedis.start(deep, Fsync.ALWAYS);
        LinkDriver driver = new LinkDriver(vertx, LinkDriver.config(redis.uri()))) {
      set(driver, "key", "value");
      assertThat(read(driver, "key")).isEqualTo("value");
    }
  }

  @Test
  void redisDoesNotOutliveAnOwnerThatWasKilled() throws Exception {
    Process owner = owner(folder);
    long redis = Long.parseLong(owner.inputReader().readLine());
    ProcessHandle process = ProcessHandle.of(redis).orElseThrow();

    owner.destroyForcibly();

    assertThat(owner.waitFor(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> !process.isAlive());
  }

  @Test
  void aRedisLeftOverByAKilledOwnerIsShutDownFirst() throws Exception {
    Process orphan =
        new ProcessBuilder(
                RedisBinary.find(folder).toString(),
                "--port",
                "0",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--unixsocket",
                folder.resolve("redis.sock").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      await().until(() -> Files.exists(folder.resolve("redis.sock")));
      try (EmbeddedRedis redis = EmbeddedRedis.start(folder, Fsync.ALWAYS)) {
        assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(redis.isRunning()).isTrue();
      }
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void theShippedProgramRuns() throws Exception {
    Path program =
        RedisBinary.unpack(
            folder,
            RedisBinary.platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    Process version = new ProcessBuilder(program.toString(), "--version").start();
    assertThat(version.inputReader().readLine()).contains("v=7.");
    assertThat(version.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPlatformWithoutAShippedProgramIsToldWhatToInstall() {
    assertThatThrownBy(() -> RedisBinary.unpack(folder, "plan9-sparc"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan9-sparc")
        .hasMessageContaining("install Redis");
  }

  /// Another JVM that owns an embedded Redis and prints its process id.
  private static Process owner(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// The main class of that JVM. Its standard output is for the process id alone.
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      var out = System.out;
      System.setOut(System.err);
      EmbeddedRedis redis = EmbeddedRedis.start(Path.of(args[0]), Fsync.ALWAYS);
      out.println(redis.pid());
      Thread.currentThread().join();
    }
  }

  private static void set(LinkDriver driver, String key, String value) {
    driver.ask(() -> driver.send(Request.cmd(Command.SET).arg(key).arg(value)));
  }

  private static String read(LinkDriver driver, String key) {
    return String.valueOf(driver.ask(() -> driver.send(Request.cmd(Command.GET).arg(key))));
  }
}
