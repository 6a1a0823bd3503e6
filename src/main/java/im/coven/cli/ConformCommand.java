package im.coven.cli;

import im.coven.client.ClientStage.Account;
import im.coven.client.Endpoint;
import im.coven.client.Walkthrough.Dialect;
import im.coven.client.XmppException;
import im.coven.conform.Performer;
import im.coven.conform.Play;
import im.coven.conform.Report;
import im.coven.conform.ReportText;
import im.coven.conform.Suite;
import im.coven.conform.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `coven conform`: the conformance suite, against any MIX server.
@Command(
    name = "conform",
    description = {
      "Plays conversations at any running MIX server and says which requirements of the"
          + " specifications (XEP-0369 and those beside it) they prove. Clients log in, create"
          + " channels, join, talk and leave as each script says, and every stanza is checked.",
      "Needs accounts (--accounts), or a server that allows in-band registration; each script has"
          + " accounts and a channel of its own then, which are removed again."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed",
      "1:something failed, or the server could not be asked; the output says what",
      "2:wrong usage"
    })
final class ConformCommand implements Callable<Integer> {

  private static final int ACCOUNTS_MIN = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "Where the server listens for clients (${DEFAULT-VALUE}).")
  private String server = "127.0.0.1:5222";

  @Option(names = "--domain", description = "The domain of the accounts (${DEFAULT-VALUE}).")
  private String domain = "localhost";

  @Option(names = "--mix", description = "The domain of the channels (mix. before the other).")
  private String mix = "";

  @Option(names = "--muc", description = "The domain of the rooms, where the server has any.")
  private String muc = "";

  @Option(
      names = "--tls",
      description = {
        "How connections are secured, one of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
        "Certificates are not checked."
      })
  private Endpoint.Security tls = Endpoint.Security.WHERE_OFFERED;

  @Option(
      names = "--accounts",
      paramLabel = "FILE",
      description = {
        "Accounts to use: a user and its password on each line, at least three.",
        "They should be in nobody's roster and in no channel. Without it accounts are registered."
      })
  private @Nullable Path accounts;

  @Option(
      names = "--dialect",
      paramLabel = "core:0|core:1|both",
      description = "The version of MIX that the clients speak (${DEFAULT-VALUE}).")
  private String dialect = "both";

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long an expected stanza is waited for (${DEFAULT-VALUE}).")
  private int patience = 5;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes FILE.md and FILE.json: each requirement, and what failed in full.")
  private @Nullable Path report;

  @Option(names = "--list", description = "Lists the scripts instead of playing them.")
  private boolean list;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILTER",
      description = {
        "Plays only scripts whose id contains one of these, or that are about a requirement whose"
            + " id does: core/, joining, PAM-02."
      })
  private List<String> filters = List.of();

  @Override
  public Integer call() {
    List<Play> plays = plays();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      plays.forEach(play -> out.printf("%-32s %s%n", play.id(), play.title()));
      out.flush();
      return Cli.DONE;
    }
    Target target = target();
    PrintWriter err = spec.commandLine().getErr();
    var progress = ProgressLine.on(err);
    Report made;
    try {
      made = Performer.playAll(target, plays, dialects(), progress::say);
    } catch (XmppException e) {
      progress.end();
      err.println("coven: " + e.getMessage());
      err.println(
          "The suite needs a server that answers clients at %s and %s."
              .formatted(
                  server,
                  accounts == null
                      ? "allows in-band registration; or name --accounts"
                      : "knows the accounts of " + accounts));
      return Cli.FAILED;
    }
    progress.end();
    out.print(ReportText.table(made));
    out.flush();
    boolean written = report == null || write(report, made);
    if (made.nothingOffered()) {
      err.println("coven: " + target.mix() + " does not say that it knows MIX; see --mix");
      return Cli.FAILED;
    }
    return written && made.isSound() ? Cli.DONE : Cli.FAILED;
  }

  private List<Play> plays() {
    Suite suite = Suite.load();
    if (filters.isEmpty()) {
      return suite.plays();
    }
    var wanted = new ArrayList<Play>();
    for (String filter : filters) {
      List<Play> found = suite.filtered(filter).plays();
      if (found.isEmpty()) {
        throw misuse(
            "\"%s\" is part of the id of no script and no requirement; --list shows the scripts"
                .formatted(filter));
      }
      wanted.addAll(found);
    }
    return suite.plays().stream().filter(wanted::contains).toList();
  }

  private Target target() {
    int colon = server.lastIndexOf(':');
    if (colon < 1 || !server.substring(colon + 1).matches("\\d{1,5}")) {
      throw misuse("--server: \"" + server + "\" is not HOST:PORT, such as 127.0.0.1:5222");
    }
    int port = Integer.parseInt(server.substring(colon + 1));
    if (port < 1 || port > 65535) {
      throw misuse("--server: there is no port " + port);
    }
    if (patience < 1) {
      throw misuse("--patience: at least 1");
    }
    return new Target(
        new Endpoint(server.substring(0, colon), port, domain, tls),
        mix.isEmpty() ? "mix." + domain : mix,
        muc,
        accounts == null ? List.of() : accounts(accounts),
        Duration.ofSeconds(patience));
  }

  private List<Account> accounts(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw misuse("--accounts: cannot read " + file + ": " + e.getMessage());
    }
    var read = new ArrayList<Account>();
    for (String line : lines) {
      String[] cells = line.strip().split("\\s+", 2);
      if (line.isBlank()) {
        continue;
      }
      if (cells.length < 2) {
        throw misuse("--accounts: no user and password, with a blank between: " + line.strip());
      }
      read.add(new Account(cells[0].replaceFirst("@.*", ""), cells[1]));
    }
    if (read.size() < ACCOUNTS_MIN) {
      throw misuse(
          "--accounts: %s has %d, and a script has up to %d clients"
              .formatted(file, read.size(), ACCOUNTS_MIN));
    }
    return read;
  }

  private List<Dialect> dialects() {
    List<Dialect> chosen =
        Stream.of(Dialect.values())
            .filter(one -> dialect.equals("both") || dialect.equals(one.label()))
            .toList();
    if (chosen.isEmpty()) {
      throw misuse("--dialect: \"" + dialect + "\" is none of core:0, core:1, both");
    }
    return chosen;
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private boolean write(Path name, Report made) {
    String base = name.toString().replaceFirst("\\.(md|json)$", "");
    try {
      Files.writeString(Path.of(base + ".md"), ReportText.markdown(made));
      Files.writeString(Path.of(base + ".json"), ReportText.json(made).encodePrettily() + "\n");
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("coven: cannot write " + e.getMessage());
      return false;
    }
  }
}
