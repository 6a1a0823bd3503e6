package im.coven.cli;

import im.coven.client.Endpoint;
import im.coven.client.Walkthrough;
import im.coven.client.Walkthrough.Dialect;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `coven walkthrough`: two clients play the first published walk-through of MIX against a server.
@Command(
    name = "walkthrough",
    description = {
      "Plays the walk-through of MIX against a running server, as two clients: they create a",
      "channel, join it, set nicks, talk, list the participants, leave and destroy it. Shows the",
      "conversation and checks every stanza. The server must allow in-band registration; accounts",
      "and channel get names of their own and are removed again, where the server does that."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every step went as written",
      "1:one did not; the output shows what was expected and what came",
      "2:wrong usage"
    })
public final class WalkthroughCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--host", description = "Where the server listens (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "Its port for clients (${DEFAULT-VALUE}).")
  private int port = 5222;

  @Option(names = "--domain", description = "The domain of the accounts (${DEFAULT-VALUE}).")
  private String domain = "localhost";

  @Option(names = "--mix", description = "The domain of the channels (mix. before the other).")
  private String mix = "";

  @Option(names = "--security", description = "One of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
  private Endpoint.Security security = Endpoint.Security.WHERE_OFFERED;

  @Option(
      names = "--dialect",
      paramLabel = "core:0|core:1|both",
      description = "The version of MIX that the clients speak (${DEFAULT-VALUE}).")
  private String dialect = "both";

  @Override
  public Integer call() {
    var endpoint = new Endpoint(host, port, domain, security);
    var options =
        new Walkthrough.Options(endpoint, mix.isEmpty() ? "mix." + domain : mix, dialects());
    return Walkthrough.run(options, spec.commandLine().getOut()) ? 0 : 1;
  }

  private List<Dialect> dialects() {
    List<Dialect> chosen =
        Stream.of(Dialect.values())
            .filter(one -> dialect.equals("both") || dialect.equals(one.label()))
            .toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--dialect: \"" + dialect + "\" is none of core:0, core:1, both");
    }
    return chosen;
  }
}
