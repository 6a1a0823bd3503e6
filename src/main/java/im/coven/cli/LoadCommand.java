package im.coven.cli;

import im.coven.load.Chart;
import im.coven.load.LoadFailure;
import im.coven.load.LoadPlan;
import im.coven.load.LoadPlan.Accounts;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.LoadPlan.Face;
import im.coven.load.LoadPlan.Security;
import im.coven.load.LoadPlan.Target;
import im.coven.load.LoadPlan.Traffic;
import im.coven.load.LoadTest;
import im.coven.load.Loopback;
import im.coven.load.Report;
import im.coven.load.ReportText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coven load`: a load test against any XMPP server with MIX or MUC.
@Command(
    name = "load",
    description = {
      "Loads a running XMPP server, to see what an installation can carry: members log in, join"
          + " channels or rooms, and some of them speak at a given rate, whether the server keeps"
          + " up or not. Accounts for every delivery, and reports latencies from the moment at"
          + " which a message was due.",
      "Needs accounts that are called alike and numbered from 0 (--user-prefix, --password), or a"
          + " server that allows in-band registration (--register)."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every delivery came, once and in order",
      "1:could not be run; the message says why",
      "2:wrong usage",
      "3:deliveries were lost, doubled or out of order",
      "4:nothing was lost, but --p99-max was passed"
    })
final class LoadCommand implements Callable<Integer> {

  private static final int UNSOUND = 3;
  private static final int SLOW = 4;
  private static final int PASSWORD_BYTES = 12;

  /// Where the members live.
  private enum Mode {
    MIX,
    MUC
  }

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LoadTarget target = new LoadTarget();

  @Option(names = "--mode", description = "mix or muc (${DEFAULT-VALUE}).")
  private Mode mode = Mode.MIX;

  @Option(
      names = "--core",
      paramLabel = "NS",
      description = "The dialect of MIX: urn:xmpp:mix:core:0 or …:1 (${DEFAULT-VALUE}).")
  private String core = "urn:xmpp:mix:core:1";

  @Option(names = "--members", description = "Members in all (${DEFAULT-VALUE}).")
  private int members = 100;

  @Option(
      names = "--channels",
      description = "Channels or rooms; each gets its share of the members (${DEFAULT-VALUE}).")
  private int channels = 1;

  @Option(
      names = "--publishers",
      description = "Members of each channel that speak (10, or all where there are fewer).")
  private int publishers;

  @Option(names = "--rate", description = "Messages a second over all channels (10).")
  private double rate;

  @Option(
      names = "--deliveries",
      description = "Deliveries a second instead: --rate by the members of a channel.")
  private double deliveries;

  @Option(names = "--bytes", description = "Bytes of a body, at least 50 (${DEFAULT-VALUE}).")
  private int bytes = 100;

  @Option(names = "--seconds", description = "Seconds that are measured (${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Option(names = "--warmup", description = "Seconds before those (${DEFAULT-VALUE}).")
  private int warmup = 5;

  @Option(
      names = "--patience",
      description = "Seconds without any delivery after which the rest is lost (${DEFAULT-VALUE}).")
  private int patience = 10;

  @Option(
      names = "--user-prefix",
      description = "What the accounts are called before their number (${DEFAULT-VALUE}).")
  private String userPrefix = "load";

  @Option(names = "--password", description = "The password of all accounts.")
  private String password = "";

  @Option(
      names = "--register",
      description = {
        "Makes the accounts in-band, under names that nobody has, and removes them at the end."
      })
  private boolean register;

  @Option(
      names = "--p99-max",
      paramLabel = "MS",
      description = "Milliseconds that the 99th percentile may take; else exit code 4.")
  private double p99Max = Double.MAX_VALUE;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report as JSON too.")
  private @Nullable Path json;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg",
      description = "Draws latencies and deliveries of each second.")
  private @Nullable Path plot;

  @Override
  public Integer call() {
    LoadPlan plan = plan();
    PrintWriter err = spec.commandLine().getErr();
    var progress = ProgressLine.on(err);
    Report report;
    try {
      report = LoadTest.run(plan, progress::say);
    } catch (LoadFailure failure) {
      progress.end();
      err.println("coven: " + failure.getMessage());
      return Cli.FAILED;
    }
    progress.end();
    PrintWriter out = spec.commandLine().getOut();
    out.print(ReportText.of(report));
    boolean written = write(json, ReportText.json(report).encodePrettily() + "\n");
    written &= write(plot, Chart.of(report));
    out.flush();
    return written ? code(report) : Cli.FAILED;
  }

  private int code(Report report) {
    PrintWriter err = spec.commandLine().getErr();
    if (!report.account().isSound()) {
      err.println("coven: not every delivery came, once and in order");
      return UNSOUND;
    }
    if (report.latency().p99Ms() > p99Max) {
      err.printf(Locale.ROOT, "coven: p99 is over %.1f ms%n", p99Max);
      return SLOW;
    }
    return Cli.DONE;
  }

  private LoadPlan plan() {
    try {
      if (rate > 0 && deliveries > 0) {
        throw new IllegalArgumentException("--rate and --deliveries exclude each other");
      }
      if (!register && password.isEmpty()) {
        throw new IllegalArgumentException("--password is missing; or say --register");
      }
      var accounts = new Accounts(userPrefix, password(), register);
      int each = channels < 1 ? 0 : members / channels;
      int speaking = publishers == 0 ? Math.min(10, each) : publishers;
      var crowd = new Crowd(members, channels, speaking, accounts);
      double messages = deliveries > 0 ? deliveries / each : rate > 0 ? rate : 10;
      var traffic = new Traffic(messages, bytes, warmup, seconds, patience);
      return new LoadPlan(target.target(face()), crowd, traffic);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private String password() {
    if (!password.isEmpty()) {
      return password;
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private Face face() {
    if (mode == Mode.MUC) {
      return Face.MUC;
    }
    return switch (core) {
      case "urn:xmpp:mix:core:0" -> Face.MIX_CORE_0;
      case "urn:xmpp:mix:core:1" -> Face.MIX_CORE_1;
      default -> throw new IllegalArgumentException("--core: there is no \"" + core + "\"");
    };
  }

  private boolean write(@Nullable Path file, String text) {
    if (file == null) {
      return true;
    }
    try {
      Files.writeString(file, text);
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("coven: cannot write " + file + ": " + e.getMessage());
      return false;
    }
  }

  /// The options that say where the server is.
  static final class LoadTarget {

    @Option(names = "--host", description = "Where the server listens (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", description = "Its port for clients (${DEFAULT-VALUE}).")
    private int port = 5222;

    @Option(names = "--domain", description = "The domain of the accounts (${DEFAULT-VALUE}).")
    private String domain = "localhost";

    @Option(
        names = "--service",
        paramLabel = "JID",
        description = "The MIX or MUC service (mix. or chat. before the domain).")
    private String service = "";

    @Option(
        names = "--tls",
        description = "Secures the connections by STARTTLS; on loopback with any certificate.")
    private boolean tls;

    @Option(
        names = "--trust-all",
        description = "With --tls: any certificate will do, wherever the server is.")
    private boolean trustAll;

    Target target(Face face) {
      String preset = (face == Face.MUC ? "chat." : "mix.") + domain;
      return new Target(host, port, domain, service.isEmpty() ? preset : service, face, security());
    }

    private Security security() {
      if (!tls) {
        return Security.NONE;
      }
      return trustAll || Loopback.is(host) ? Security.STARTTLS_TRUSTING_ALL : Security.STARTTLS;
    }
  }
}
