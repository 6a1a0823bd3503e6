package im.coven.cli;

import im.coven.ops.Logging;
import im.coven.ops.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
      "1:could not start; the message says why",
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
  public Integer call() throws InterruptedException {
    Settings settings = configuration.read();
    Logging.configure(settings);
    PrintWriter out = spec.commandLine().getOut();
    Server.Running running = server.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running, out), "stop"));
    new Welcome(settings, running.ports()).print(out);
    new CountDownLatch(1).await();
    return Cli.DONE;
  }

  /// What the process does when it is told to stop. Halting gives the exit code: a JVM that ends by
  /// a signal would say 143 although all went well.
  private static void stop(Server.Running running, PrintWriter out) {
    running.close();
    out.println("coven stopped");
    out.flush();
    Runtime.getRuntime().halt(Cli.DONE);
  }
}
