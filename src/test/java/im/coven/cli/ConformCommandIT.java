package im.coven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.ops.CannotStart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `coven conform` at a running server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformCommandIT {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TestCoven coven;

  @BeforeAll
  void start() {
    coven = TestCoven.start();
  }

  @AfterAll
  void stop() {
    coven.close();
  }

  @Test
  void whatIsProvedStandsInTheTableAndInBothReports(@TempDir Path dir) throws IOException {
    int code = run("--report", dir.resolve("mine.md").toString(), "core/joining", "PAM-02-035");
    assertThat(err.toString()).contains("1 of 3: core/joining", "3 of 3: pam/leaving");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("XEP-0369 MIX-CORE", "XEP-0405 MIX-PAM");
    assertThat(Files.readString(dir.resolve("mine.md")))
        .contains("| PAM-02-035 | MUST |", "| proved | proved |")
        .doesNotContain("What failed");
    assertThat(Files.readString(dir.resolve("mine.json"))).contains("\"verdict\" : \"passed\"");
  }

  @Test
  void aDomainWithoutChannelsIsSaidToBeOne() {
    assertThat(run("--mix", coven.domain(), "core/joining")).isEqualTo(1);
    assertThat(err.toString()).contains("does not say that it knows MIX; see --mix");
  }

  private int run(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("conform", "--server", "127.0.0.1:" + coven.clientPort()));
    args.addAll(List.of("--domain", coven.domain()));
    args.addAll(List.of(more));
    CommandLine line =
        Cli.commandLine(settings -> {
          throw new CannotStart("nobody starts it");
        });
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args.toArray(String[]::new));
  }
}
