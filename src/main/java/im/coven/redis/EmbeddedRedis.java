package im.coven.redis;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The real `redis-server` that Coven runs for itself when none is configured: append-only, on a
/// Unix socket in the data folder, which only this user may open.
///
/// It is started again when it dies, and the append-only file gives its state back. One folder
/// serves one Coven: a lock, which the operating system drops with the process, keeps the second
/// out. When Coven itself is killed, a small shell that waits for the end of its input ends Redis;
/// one that is still there all the same is shut down by the next start.
///
/// Blocks; not for event loops. Thread-safe.
public final class EmbeddedRedis implements AutoCloseable {

  /// When Redis forces what it wrote to the disk.
  public enum Fsync {
    /// Before it answers. Nothing accepted is lost, by a power cut neither.
    ALWAYS,
    /// Once a second. A power cut loses up to two seconds; so may the death of Redis, if the disk
    /// was busy.
    EVERYSEC
  }

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  /// Minutes that Redis may take to read its files at a start.
  private static final int LOADING_MAX_MIN = 10;

  private static final int SHUTDOWN_MAX_S = 30;
  private static final int ANSWER_MAX_MS = 1000;
  private static final int RESTART_PAUSE_MIN_MS = 100;
  private static final int RESTART_PAUSE_MAX_MS = 5000;

  /// The file with the URI: the socket is elsewhere when the folder's path is too long for one.
  private static final String ADDRESS = "redis.address";

  /// Bytes of a Unix socket's path that every system allows.
  private static final int SOCKET_PATH_MAX = 100;

  private static final int LOG_BYTES_MAX = 1 << 20;

  private final Path dir;
  private final Fsync fsync;
  private final Path socket;
  private final FileChannel lockFile;
  private volatile @Nullable Process server;
  private @Nullable Process watchdog;
  private volatile boolean closing;

  private EmbeddedRedis(Path dir, Fsync fsync, FileChannel lockFile) throws IOException {
    this.dir = dir;
    this.fsync = fsync;
    this.lockFile = lockFile;
    this.socket = socketPath(dir);
    Files.writeString(dir.resolve(ADDRESS), uri() + "\n");
  }

  /// Starts it in a folder, which is made if need be, and waits until it answers.
  ///
  /// @throws IOException with a message for the operator
  public static EmbeddedRedis start(Path folder, Fsync fsync) throws IOException {
    Path dir = Files.createDirectories(folder.toAbsolutePath().normalize());
    EmbeddedRedis redis = new EmbeddedRedis(dir, fsync, lock(dir));
    try {
      redis.shutDownOrphan();
      redis.launch();
      Thread.ofPlatform().daemon().name("embedded-redis").start(redis::supervise);
      return redis;
    } catch (IOException e) {
      redis.close();
      throw e;
    }
  }

  /// Where the one in a folder listens, or last listened; nothing when there never was one.
  public static Optional<String> uriIn(Path folder) throws IOException {
    Path address = folder.toAbsolutePath().normalize().resolve(ADDRESS);
    return Files.exists(address)
        ? Optional.of(Files.readString(address).strip())
        : Optional.empty();
  }

  /// Where it listens.
  public String uri() {
    return "unix://" + socket;
  }

  /// Whether the server's process is there.
  public boolean isRunning() {
    Process current = server;
    return current != null && current.isAlive();
  }

  /// The process id of the server; it changes with every restart.
  public long pid() {
    Process current = server;
    return current == null ? -1 : current.pid();
  }

  /// Stops the server after it has written everything, and waits for its end.
  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    Process current = server;
    if (current != null) {
      current.destroy();
      try {
        if (!current.waitFor(SHUTDOWN_MAX_S, TimeUnit.SECONDS)) {
          LOG.warn("the embedded Redis did not stop within {} s and is killed", SHUTDOWN_MAX_S);
          current.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    stopWatchdog();
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.warn("the lock of {} is not released: {}", dir, e.getMessage());
    }
  }

  private static FileChannel lock(Path dir) throws IOException {
    FileChannel file =
        FileChannel.open(
            dir.resolve("redis.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw new IOException(
          "The data folder "
              + dir
              + " is in use by another Coven. Stop it, set data.dir to another folder, or let both"
              + " use one Redis with redis.uri.");
    }
    return file;
  }

  private static Path socketPath(Path dir) throws IOException {
    Path inside = dir.resolve("redis.sock");
    int length = inside.toString().getBytes(StandardCharsets.UTF_8).length;
    return length <= SOCKET_PATH_MAX
        ? inside
        : Files.createTempDirectory("coven").resolve("redis.sock");
  }

  /// Redis of a Coven that was killed: the lock is ours, so nobody else uses it.
  private void shutDownOrphan() throws IOException {
    if (ask("PING") == null) {
      return;
    }
    LOG.warn("a Redis of an earlier run is still on {}: it is shut down", socket);
    ask("SHUTDOWN");
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_MAX_S);
    while (ask("PING") != null) {
      if (System.nanoTime() > limit) {
        throw new IOException("The Redis of an earlier run on " + socket + " does not shut down.");
      }
      pause(20);
    }
  }

  private void launch() throws IOException {
    Path log = dir.resolve("redis.log");
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
      Files.delete(log);
    }
    Process started = startProcess(log);
    awaitAnswer(started, log);
    LOG.info("embedded Redis runs on {} (process {})", socket, started.pid());
  }

  private synchronized Process startProcess(Path log) throws IOException {
    if (closing) {
      throw new IOException("it is being closed");
    }
    Process started =
        new ProcessBuilder(command())
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    server = started;
    stopWatchdog();
    // Its input ends when we close it or die, however we die.
    watchdog =
        new ProcessBuilder(
                "sh", "-c", "trap '' INT TERM HUP; read nothing; kill -TERM " + started.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return started;
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own: Ctrl-C in a terminal is for Coven, which stops Redis when it has done.
    RedisBinary.onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
    command.add(RedisBinary.find(dir).toString());
    command.addAll(
        List.of("--port", "0", "--unixsocket", socket.toString(), "--unixsocketperm", "700"));
    command.addAll(List.of("--dir", dir.toString(), "--databases", "1", "--save", ""));
    command.addAll(
        List.of("--appendonly", "yes", "--appendfsync", fsync.name().toLowerCase(Locale.ROOT)));
    return command;
  }

  private synchronized void stopWatchdog() {
    Process shell = watchdog;
    if (shell != null) {
      shell.destroyForcibly();
      watchdog = null;
    }
  }

  private void awaitAnswer(Process started, Path log) throws IOException {
    long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(LOADING_MAX_MIN);
    while (System.nanoTime() < limit) {
      String answer = ask("PING");
      if (answer != null && answer.startsWith("+PONG")) {
        return;
      }
      if (!started.isAlive()) {
        throw new IOException(
            "The embedded Redis did not start. Its last words in " + log + ":\n" + tail(log));
      }
      pause(10);
    }
    started.destroyForcibly();
    throw new IOException("The embedded Redis takes too long to read " + dir + "; see " + log);
  }

  private void supervise() {
    int pauseMs = RESTART_PAUSE_MIN_MS;
    try {
      while (true) {
        int exit = Objects.requireNonNull(server).waitFor();
        if (closing) {
          return;
        }
        LOG.error("the embedded Redis ended (exit code {}) and is started again", exit);
        Thread.sleep(pauseMs);
        pauseMs = relaunch() ? RESTART_PAUSE_MIN_MS : Math.min(RESTART_PAUSE_MAX_MS, 2 * pauseMs);
      }
    } catch (InterruptedException e) {
      LOG.warn("the embedded Redis is no longer watched");
    }
  }

  private boolean relaunch() {
    try {
      launch();
      return true;
    } catch (IOException e) {
      if (!closing) {
        LOG.error("the embedded Redis cannot be started: {}", e.getMessage());
      }
      return false;
    }
  }

  /// Sends one command and reads what comes first; nothing when nobody listens, empty when nobody
  /// answers.
  private @Nullable String ask(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\r\n").getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      ByteBuffer answer = ByteBuffer.allocate(64);
      for (int i = 0; i < ANSWER_MAX_MS && channel.read(answer) == 0; i++) {
        pause(1);
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return null;
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
  }

  private static void pause(int ms) throws IOException {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }
}
