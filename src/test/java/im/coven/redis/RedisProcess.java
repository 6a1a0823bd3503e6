package im.coven.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A `redis-server` of a test's own, append-only with `fsync` at every write, on a loopback port
/// that it keeps. The test may kill it, start it again, and stop and continue its process.
public final class RedisProcess implements AutoCloseable {
  private final Path dir;
  private final int port;
  private final List<String> settings;
  private Process process;

  private RedisProcess(Path dir, int port, List<String> settings) throws IOException {
    this.dir = dir;
    this.port = port;
    this.settings = settings;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
  }

  /// Starts a server; `settings` are further arguments of `redis-server`.
  public static RedisProcess start(String... settings) {
    try {
      return new RedisProcess(
          Files.createTempDirectory("coven-redis"), freePort(), List.of(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts a Sentinel from its file, which it rewrites.
  static RedisProcess startSentinel(Path file) {
    return start("--sentinel", file.toString());
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Ends the process as a power cut would, and waits until it is gone.
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Starts it again on the same port with the same files.
  public void restart() {
    kill();
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Loses all data, as a Redis without a disk does, and starts again.
  public void restartEmpty() {
    kill();
    deleteTree(dir);
    try {
      Files.createDirectories(dir);
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes the folder away in which it saves its data, so that it cannot, and asks it to: it then
  /// refuses to write (`MISCONF`), as with a full disk. Until {@link #findDisk}.
  public void loseDisk() {
    try {
      Path gone = Files.createTempDirectory("coven-gone");
      command("CONFIG", "SET", "dir", gone.toString());
      Files.delete(gone);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    command("CONFIG", "SET", "save", "\"3600 1\"");
    command("BGSAVE");
  }

  /// Gives the folder back and has the data saved.
  public void findDisk() {
    command("CONFIG", "SET", "dir", dir.toString());
    command("BGSAVE");
  }

  /// Freezes the process: its connections stay open and nothing answers.
  public void freeze() {
    Signals.send(process, "STOP");
  }

  public void thaw() {
    Signals.send(process, "CONT");
  }

  /// Sends a command of words without spaces; answers the first line of what Redis says.
  public String command(String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String line = String.join(" ", words) + "\r\n";
      socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a command as {@link #command}; answers the words of a flat answer, or none.
  List<String> answer(String... words) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      String line = String.join(" ", words) + "\r\n";
      socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return words(in);
    } catch (IOException away) {
      return List.of();
    }
  }

  private static List<String> words(BufferedReader in) throws IOException {
    String head = String.valueOf(in.readLine());
    if (head.startsWith("$")) {
      return List.of(String.valueOf(in.readLine()));
    }
    if (!head.startsWith("*")) {
      return List.of(head.substring(1));
    }
    var all = new ArrayList<String>();
    int count = Integer.parseInt(head.substring(1));
    for (int i = 0; i < count; i++) {
      all.addAll(words(in));
    }
    return List.copyOf(all);
  }

  @Override
  public void close() {
    kill();
    deleteTree(dir);
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(List.of(RedisBinary.find(dir).toString()));
    boolean sentinel = settings.contains("--sentinel");
    List<String> where = List.of("--port", String.valueOf(port), "--bind", "127.0.0.1");
    if (sentinel) {
      command.add(settings.getLast());
    }
    command.addAll(where);
    command.addAll(List.of("--dir", dir.toString()));
    if (sentinel) {
      command.add("--sentinel");
    } else {
      command.addAll(
          List.of(
              "--save",
              "",
              "--appendonly",
              "yes",
              "--appendfsync",
              "always",
              "--enable-protected-configs",
              "local"));
      command.addAll(settings);
    }
    Path log = dir.resolve("redis.log");
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    for (int i = 0; i < 500; i++) {
      if (!started.isAlive()) {
        throw new IOException("redis-server ended: " + Files.readString(log));
      }
      if (answers()) {
        return started;
      }
      try {
        if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException("redis-server ended: " + Files.readString(log));
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    started.destroyForcibly();
    throw new IOException("redis-server does not answer: " + Files.readString(log));
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      String text = new String(answer, StandardCharsets.US_ASCII);
      return text.equals("+PONG") || text.equals("-NOAU");
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server " + process.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void deleteTree(Path root) {
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
