package im.coven.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whole sessions of clients of a library that is not ours: slixmpp with its MIX plugins.
///
/// Needs Debian's `python3-slixmpp`; where that is missing the test is passed over, but not in CI.
class SlixmppIT {

  private static final String PYTHON = "/usr/bin/python3";
  private static final Path SCRIPTS = Path.of("src", "test", "python");
  private static final long SECONDS_MAX = 120;

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private record Run(int exitCode, String output) {}

  private static Run run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as(output).isTrue();
      return new Run(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return run(List.of(PYTHON, "-c", "import slixmpp")).exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Requirement("CORE-04-027")
  @Requirement("PAM-02-017")
  @Requirement("PAM-02-065")
  void twoSlixmppClientsPlayTheWalkthrough() throws Exception {
    play("mix_walkthrough.py", "paddock", "graymalkin");
  }

  @Test
  @Requirement("ANON-02-004")
  @Requirement("ANON-03-013")
  @Requirement("ANON-03-014")
  @Requirement("PAM-02-020")
  @Requirement("PAM-02-053")
  void twoSlixmppClientsSpeakWhereOneOfThemIsHidden() throws Exception {
    play("mix_session.py", "harpier", "hecate");
  }

  private static void play(String script, String owner, String other) throws Exception {
    assumeTrue(isThere() || System.getenv("CI") != null, "python3-slixmpp is not installed");
    for (String user : List.of(owner, other)) {
      try (var client = XmppClient.connect(THEATRE.endpoint())) {
        client.register(user, "hover through the fog");
      }
    }
    String domain = THEATRE.coven().domain();
    Run run =
        run(
            List.of(
                PYTHON,
                SCRIPTS.resolve(script).toString(),
                "127.0.0.1",
                String.valueOf(THEATRE.coven().clientPort()),
                THEATRE.mixDomain(),
                owner + "@" + domain,
                other + "@" + domain,
                "hover through the fog"));
    assertThat(run.output()).as("what slixmpp said").contains("\npassed\n");
    assertThat(run.exitCode()).isZero();
  }
}
