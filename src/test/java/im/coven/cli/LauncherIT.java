package im.coven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/coven` as a process of its own, on the jar that the build made.
class LauncherIT {

  private static final Pattern READY =
      Pattern.compile("coven ready client=\\S+ tls=\\S+ ops=(\\d+)");
  private static final int PATIENCE_SECONDS = 90;

  @TempDir private Path dir;

  @Test
  void itServesUntilItIsToldToStopAndEndsInOrder() throws Exception {
    Process coven = start(serve("client.port=0", "client.tls-port=0", "ops.port=0"));
    try (BufferedReader out = coven.inputReader()) {
      Matcher ready = awaitReady(out);
      assertThat(get("/ready", ready.group(1)).statusCode()).isEqualTo(200);
      assertThat(get("/health", ready.group(1)).statusCode()).isEqualTo(200);

      // not Process.destroy, which closes the pipe as well
      assertThat(coven.toHandle().destroy()).isTrue();

      assertThat(out.lines().toList()).contains("coven stopped");
      assertThat(coven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(coven.exitValue()).isZero();
    } finally {
      coven.destroyForcibly();
    }
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      Ended ended = run(serve("client.port=0", "client.tls-port=0", "ops.port=" + port));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.errors()).hasSize(1);
      assertThat(ended.errors().getFirst())
          .startsWith("coven: ops.port: cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void aRedisThatIsNotThereIsOneClearLine() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Ended ended =
        run(
            serve(
                "client.port=0",
                "client.tls-port=0",
                "ops.port=0",
                "redis.uri=redis://127.0.0.1:" + port));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().getFirst()).contains("redis.uri", "127.0.0.1:" + port);
  }

  @Test
  void aConfigurationThatCannotBeUsedEndsWithTwo() throws Exception {
    Ended ended = run(serve("client.prot=0"));

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.errors()).anyMatch(line -> line.contains("did you mean client.port?"));
  }

  /// `errors` is what the command says; the log, of a busy machine say, stands apart from it.
  private record Ended(int exit, List<String> errors) {}

  private List<String> serve(String... assignments) {
    var command = new ArrayList<>(List.of("bin/coven", "serve", "--set", "data.dir=" + dir));
    for (String assignment : assignments) {
      command.add("--set");
      command.add(assignment);
    }
    return command;
  }

  private Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(dir.resolve("errors").toFile()).start();
  }

  private Ended run(List<String> command) throws Exception {
    Process coven = start(command);
    try {
      assertThat(coven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ended").isTrue();
      List<String> lines = Files.readAllLines(dir.resolve("errors"));
      assertThat(lines).as("no stack trace").noneMatch(line -> line.startsWith("\tat "));
      return new Ended(
          coven.exitValue(), lines.stream().filter(line -> line.startsWith("coven: ")).toList());
    } finally {
      coven.destroyForcibly();
    }
  }

  private Matcher awaitReady(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        return ready;
      }
    }
    throw new AssertionError(
        "it ended before it was ready: " + Files.readString(dir.resolve("errors")));
  }

  private static HttpResponse<String> get(String path, String port) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
