package im.coven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.ops.CannotStart;
import im.coven.ops.SettingsText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CliTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "serve", "check", "account", "account add", "walkthrough", "conform", "load"})
  void everyCommandExplainsItselfAndItsExitCodes(String command) {
    assertThat(run((command + " --help").strip().split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: coven", "Exit codes:", "  2 ");
  }

  @Test
  void anUnknownOptionIsRefusedWithWhereToLook() {
    assertThat(run("serve", "--confg", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--confg", "Try: coven serve --help");
  }

  @Test
  void aConfigurationThatCannotBeUsedIsMisuse() {
    assertThat(run("serve", "--set", "client.prot=1")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean client.port?").doesNotContain("\tat ");
  }

  @Test
  void anInstanceThatCannotStartSaysWhy() {
    assertThat(run("serve")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("coven: there is a reason\n");
  }

  @Test
  void checkPrintsTheDocumentedFile() {
    assertThat(run("check", "--template")).isZero();
    assertThat(out.toString()).isEqualTo(SettingsText.template());
  }

  @Test
  void checkIsContentWithWhatCanBeServed() {
    assertThat(check("data.dir=" + dir)).isZero();
    assertThat(out.toString()).contains("all is well");
  }

  @Test
  void checkNamesAPortThatIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(check("client.host=127.0.0.1", "client.port=" + taken.getLocalPort()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("client.port: cannot listen on 127.0.0.1:");
    }
  }

  @Test
  void checkNamesFilesThatCannotBeRead() {
    Path absent = dir.resolve("absent.pem");

    assertThat(check("tls.certificate=" + absent, "tls.key=" + absent)).isEqualTo(1);
    assertThat(err.toString())
        .contains("tls.certificate: " + absent + " is not there", "tls.key: ");
  }

  @Test
  void checkNamesADataFolderThatCannotBeMade() {
    assertThat(check("data.dir=/dev/null/data")).isEqualTo(1);
    assertThat(err.toString()).contains("data.dir: /dev/null/data cannot be made");
  }

  @Test
  void checkNamesARedisThatDoesNotAnswer() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(check("redis.uri=redis://127.0.0.1:" + port)).isEqualTo(1);
    assertThat(err.toString()).contains("redis.uri: no use of redis://127.0.0.1:" + port);
  }

  @Test
  void conformListsItsScripts() {
    assertThat(run("conform", "--list", "core/leaving", "PAM-02-037")).isZero();
    assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("core/leaving", "pam/gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--server nowhere            | --server: \"nowhere\" is not HOST:PORT",
        "--server 127.0.0.1:99999    | --server: there is no port 99999",
        "--dialect core:7            | \"core:7\" is none of core:0, core:1, both",
        "--patience 0                | --patience: at least 1",
        "--tls perhaps               | --tls",
        "--accounts /absent/accounts | --accounts: cannot read /absent/accounts",
        "core/leavin9                | \"core/leavin9\" is part of the id of no script"
      })
  void conformSaysWhatItCannotUse(String arguments, String said) {
    assertThat(run(("conform " + arguments).split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(said, "Try: coven conform --help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "romeo montague                              | has 1, and a script has up to 3 clients",
        "romeo                                       | no user and password, with a blank between"
      })
  void conformSaysWhatIsWrongWithAccounts(String text, String said) throws IOException {
    Path file = Files.writeString(dir.resolve("accounts"), text);
    assertThat(run("conform", "--accounts", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(said);
  }

  @Test
  void conformSaysThatNobodyListens() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(run("conform", "--server", "127.0.0.1:" + port)).isEqualTo(1);
    assertThat(err.toString())
        .contains("cannot connect to 127.0.0.1:" + port, "allows in-band registration");
  }

  /// Checks a configuration whose ports are free unless it says otherwise.
  private int check(String... assignments) {
    var args = new ArrayList<String>();
    args.add("check");
    for (String preset : new String[] {"client.port=0", "client.tls-port=0", "ops.port=0"}) {
      args.add("--set");
      args.add(preset);
    }
    for (String assignment : assignments) {
      args.add("--set");
      args.add(assignment);
    }
    return run(args.toArray(String[]::new));
  }

  private int run(String... args) {
    CommandLine line =
        Cli.commandLine(settings -> {
          throw new CannotStart("there is a reason");
        });
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
