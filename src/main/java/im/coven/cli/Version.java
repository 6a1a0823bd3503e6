package im.coven.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The version, from the jar's manifest.
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Coven " + text() + " on Java " + Runtime.version()};
  }

  /// The version; `unpackaged` where Coven runs from its classes.
  static String text() {
    String packaged = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(packaged, "unpackaged");
  }
}
