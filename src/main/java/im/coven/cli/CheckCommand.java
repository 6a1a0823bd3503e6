package im.coven.cli;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import im.coven.ops.SettingsText;
import im.coven.ops.WebSocketKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `coven check`: looks whether an instance could be started, and says what to mend.
@Command(
    name = "check",
    description = "Checks a configuration and what it needs of this machine; starts nothing.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:an instance could be started",
      "1:it could not; each line says what to mend",
      "2:wrong usage, or a configuration that cannot be used"
    })
final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--template",
      description = "Only print the configuration file that has every key with its default.")
  private boolean template;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (template) {
      out.print(SettingsText.template());
      out.flush();
      return Cli.DONE;
    }
    Settings settings = configuration.read();
    List<String> obstacles = obstacles(settings);
    obstacles.forEach(obstacle -> spec.commandLine().getErr().println("coven: " + obstacle));
    if (obstacles.isEmpty()) {
      out.println("coven: all is well; `bin/coven serve` with the same options should start");
      return Cli.DONE;
    }
    return Cli.FAILED;
  }

  private static List<String> obstacles(Settings settings) {
    var obstacles = new ArrayList<String>();
    String clientHost = settings.get(Catalogue.CLIENT_HOST);
    port(obstacles, "client.port", clientHost, settings.get(Catalogue.CLIENT_PORT));
    port(obstacles, "client.tls-port", clientHost, settings.get(Catalogue.CLIENT_TLS_PORT));
    port(obstacles, "websocket.port", clientHost, settings.get(WebSocketKeys.PORT));
    port(obstacles, "websocket.tls-port", clientHost, settings.get(WebSocketKeys.TLS_PORT));
    port(obstacles, "ops.port", settings.get(Catalogue.OPS_HOST), settings.get(Catalogue.OPS_PORT));
    file(obstacles, "tls.certificate", settings.get(Catalogue.TLS_CERTIFICATE));
    file(obstacles, "tls.key", settings.get(Catalogue.TLS_KEY));
    folder(obstacles, settings.get(Catalogue.DATA_DIR));
    if (!settings.hasOwnRedis()) {
      StateAccess.obstacle(settings).ifPresent(obstacles::add);
    }
    return obstacles;
  }

  private static void port(List<String> obstacles, String key, String host, int port) {
    if (port < 0) {
      return;
    }
    var address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      obstacles.add("%s: no address is known for \"%s\"".formatted(key, host));
      return;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      obstacles.add(
          "%s: cannot listen on %s:%d (%s); stop what listens there or set another %s"
              .formatted(key, host, port, e.getMessage(), key));
    }
  }

  private static void file(List<String> obstacles, String key, String file) {
    if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
      obstacles.add("%s: %s is not there or may not be read by this user".formatted(key, file));
    }
  }

  private static void folder(List<String> obstacles, Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      obstacles.add(
          "data.dir: %s cannot be made or written; %s is not a folder that this user may write"
              .formatted(folder, existing));
    }
  }
}
