package im.coven.cli;

import im.coven.ops.CannotStart;
import im.coven.ops.InvalidSettings;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// `coven`: the command that has all others.
@Command(
    name = "coven",
    description = "A MIX channel service for XMPP.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the message says why and what to do",
      "2:wrong usage, or a configuration that cannot be used"
    })
public final class Cli {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private Cli() {}

  /// Runs a command; answers the exit code.
  public static int run(Server server, String... args) {
    return commandLine(server).execute(args);
  }

  static CommandLine commandLine(Server server) {
    return new CommandLine(new Cli())
        .addSubcommand(new ServeCommand(server))
        .addSubcommand(new CheckCommand())
        .addSubcommand(new AccountCommand())
        .addSubcommand(new WalkthroughCommand())
        .addSubcommand(new ConformCommand())
        .addSubcommand(new LoadCommand())
        .addSubcommand(new RehearseCommand(server))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((misuse, args) -> misused(misuse))
        .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
  }

  private static int misused(ParameterException misuse) {
    CommandLine line = misuse.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("coven: " + misuse.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(misuse, err);
    err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
    return MISUSED;
  }

  private static int failed(Exception failure, CommandLine line) {
    PrintWriter err = line.getErr();
    switch (failure) {
      case InvalidSettings invalid -> {
        invalid.problems().forEach(problem -> err.println("coven: " + problem));
        err.println("Every key is explained in conf/coven.yaml.");
        return MISUSED;
      }
      case CannotStart cannot -> err.println("coven: " + cannot.getMessage());
      default -> {
        LoggerFactory.getLogger(Cli.class).error("a fault of Coven's own", failure);
        err.println("coven: a fault of Coven's own: " + failure);
      }
    }
    return FAILED;
  }
}
