package im.coven.cli;

import im.coven.ops.Settings;
import im.coven.ops.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options by which a command is told the configuration.
final class ConfigurationOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "${env:COVEN_CONFIG}",
      description = "The configuration file (YAML); else $COVEN_CONFIG; else the defaults.")
  private @Nullable Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One value over the file and the environment; may be repeated.")
  private List<String> assignments = List.of();

  /// Reads the configuration.
  ///
  /// @throws im.coven.ops.InvalidSettings when it cannot be used
  Settings read() {
    return SettingsReader.read(file, System.getenv(), assignments);
  }
}
