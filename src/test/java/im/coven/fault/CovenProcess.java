package im.coven.fault;

import im.coven.redis.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An instance of Coven as a process of its own, which a test may kill.
public final class CovenProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("coven ready client=(\\d+) .*");
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private final int clientPort;

  private CovenProcess(Process process, Path errors, int clientPort) {
    this.process = process;
    this.errors = errors;
    this.clientPort = clientPort;
  }

  /// Starts an instance on a Redis and waits until it serves; `assignments` are `KEY=VALUE`.
  public static CovenProcess start(String redisUri, String... assignments) {
    return start(List.of(), redisUri, assignments);
  }

  /// The same with further options of the JVM.
  static CovenProcess start(List<String> options, String redisUri, String... assignments) {
    try {
      Path data = Files.createTempDirectory(Path.of("target"), "instance");
      var command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  // Many are started, and none of them lives long.
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC"));
      command.addAll(options);
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              "im.coven.Main",
              "serve",
              "--config",
              "conf/loadtest.yaml"));
      var settings =
          new ArrayList<>(
              List.of(
                  "client.port=0",
                  "client.tls-port=0",
                  "ops.port=0",
                  "instance.lease-seconds=3",
                  "redis.uri=" + redisUri,
                  "data.dir=" + data));
      settings.addAll(List.of(assignments));
      for (String each : settings) {
        command.add("--set");
        command.add(each);
      }
      Path errors = data.resolve("errors");
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new CovenProcess(process, errors, awaitReady(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int awaitReady(Process process) throws IOException {
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return Integer.parseInt(ready.group(1));
      }
    }
    throw new IllegalStateException("the instance did not start");
  }

  /// Where it listens for clients, with STARTTLS.
  public int clientPort() {
    return clientPort;
  }

  /// Ends it as a power cut would.
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Asks it to end, as whoever restarts it does.
  void terminate() {
    Signals.send(process, "TERM");
  }

  /// Stops it where it is: its connections stay open and nothing answers.
  void freeze() {
    Signals.send(process, "STOP");
  }

  /// Lets it go on.
  void thaw() {
    Signals.send(process, "CONT");
  }

  /// Waits until it has ended; answers its exit code.
  int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the instance does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// How many lines of its log hold a text.
  long mentions(String text) {
    try (Stream<String> lines = Files.lines(errors)) {
      return lines.filter(line -> line.contains(text)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The log's lines of a level.
  List<String> logged(String level) {
    try (Stream<String> lines = Files.lines(errors)) {
      return lines.filter(line -> line.contains("level=" + level)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
