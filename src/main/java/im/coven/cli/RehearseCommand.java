package im.coven.cli;

import im.coven.client.Endpoint;
import im.coven.client.Walkthrough;
import im.coven.client.Walkthrough.Dialect;
import im.coven.load.LoadFailure;
import im.coven.load.LoadPlan;
import im.coven.load.LoadPlan.Accounts;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.LoadPlan.Face;
import im.coven.load.LoadPlan.Security;
import im.coven.load.LoadPlan.Target;
import im.coven.load.LoadPlan.Traffic;
import im.coven.load.LoadTest;
import im.coven.ops.Logging;
import im.coven.ops.Settings;
import im.coven.ops.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coven rehearse`: serves members of its own for some seconds, so that the JVM can note for later
/// starts which classes and which paths through them matter (`-XX:AOTCacheOutput`, JEP 515).
@Command(
    name = "rehearse",
    description = {
      "Makes later starts faster, and the first minutes after them: serves members of its own for"
          + " some seconds, on free ports of this machine and with a Redis of its own, and has the"
          + " JVM keep what it learned in target/coven.aot. bin/coven uses that as long as it is"
          + " newer than the jar."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:could not be done; the message says why"})
final class RehearseCommand implements Callable<Integer> {

  private static final String DOMAIN = "localhost";
  private static final String SERVICE = "mix." + DOMAIN;
  private static final int MEMBERS = 100;
  private static final int PUBLISHERS = 10;
  private static final double MESSAGES_PER_SECOND = 200;
  private static final int BODY_BYTES = 100;
  private static final int SECONDS = 6;
  private static final int PATIENCE_SECONDS = 30;

  private final Server server;
  @Spec private CommandSpec spec = CommandSpec.create();

  RehearseCommand(Server server) {
    this.server = server;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("coven-rehearsal");
    try {
      Settings settings = settings(folder);
      Logging.configure(settings);
      try (Server.Running running = server.start(settings)) {
        return rehearse(running.ports().client());
      }
    } finally {
      remove(folder);
    }
  }

  /// Nothing of the user's configuration or environment: the rehearsal touches nobody's Redis.
  private static Settings settings(Path folder) {
    return SettingsReader.read(
        null,
        Map.of(),
        List.of(
            "data.dir=" + folder,
            "domains.accounts=" + DOMAIN,
            "domains.mix=" + SERVICE,
            "client.host=127.0.0.1",
            "client.port=0",
            "client.tls-port=0",
            "client.tls-required=false",
            "client.plain-on-loopback=true",
            "client.registration=open",
            "client.stanzas-per-second=0",
            "ops.host=127.0.0.1",
            "ops.port=0",
            "log.level=warn"));
  }

  private int rehearse(int port) {
    PrintWriter err = spec.commandLine().getErr();
    var shown = new StringWriter();
    var endpoint = new Endpoint("127.0.0.1", port, DOMAIN, Endpoint.Security.WHERE_OFFERED);
    var options = new Walkthrough.Options(endpoint, SERVICE, List.of(Dialect.values()));
    if (!Walkthrough.run(options, new PrintWriter(shown, true))) {
      err.println(shown);
      return Cli.FAILED;
    }
    try {
      for (Face face : List.of(Face.MIX_CORE_0, Face.MIX_CORE_1)) {
        LoadTest.run(plan(port, face), _ -> {});
      }
      return Cli.DONE;
    } catch (LoadFailure failure) {
      err.println("coven: " + failure.getMessage());
      return Cli.FAILED;
    }
  }

  private static LoadPlan plan(int port, Face face) {
    var target = new Target("127.0.0.1", port, DOMAIN, SERVICE, face, Security.NONE);
    var crowd = new Crowd(MEMBERS, 1, PUBLISHERS, new Accounts("rehearsal", "rehearsal", true));
    var traffic = new Traffic(MESSAGES_PER_SECOND, BODY_BYTES, 0, SECONDS, PATIENCE_SECONDS);
    return new LoadPlan(target, crowd, traffic);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(RehearseCommand::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
