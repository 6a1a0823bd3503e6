package im.coven.cli;

import im.coven.ops.Logging;
import im.coven.ops.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `coven serve`: runs an instance until it is told to stop.
@Command(
    name = "serve",
    description = {
      "Serves until it is stopped by SIGTERM or SIGINT (Ctrl-C); then it says goodbye to its"
          + " clients and exits.",
      "Without a configuration it starts a redis-server of its own, makes a certificate, and"
          + " serves accounts of localhost. It prints a line that begins with \"coven ready\" when"
          + " it serves."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped as it was told",
      "1:could not start, or the other instances took it for dead; the message says why. It may be"
          + " started again",
      "2:wrong usage, or a configuration that cannot be used"
    })
final class ServeCommand implements Callable<Integer> {

  private final Server server;
  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  ServeCommand(Server server) {
    this.server = server;
  }

  @Override
  public Integer call() {
    Settings settings = configuration.read();
    Logging.configure(settings);
    PrintWriter out = spec.commandLine().getOut();
    Server.Running running = server.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, out), "stop"));
    new Welcome(settings, running.ports()).print(out);
    running.failure().join();
    return Cli.FAILED;
  }

  /// What the process does when it ends, told to or not. Halting gives the exit code: a JVM that
  /// ends by a signal would say 143 although all went well.
  private static void stop(Server.Running running, PrintWriter out) {
    int code = running.failure().isDone() ? Cli.FAILED : Cli.DONE;
    running.close();
    out.println("coven stopped");
    out.flush();
    Runtime.getRuntime().halt(code);
  }
}
