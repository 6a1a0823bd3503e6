package im.coven.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The `redis-server` program of this machine: the one on `PATH`, else the one that Coven ships.
final class RedisBinary {

  /// The release in `org.signal:embedded-redis`.
  private static final String SHIPPED = "redis-server-7.0.15-";

  private RedisBinary() {}

  /// Finds it; the shipped one is unpacked into `dir`, which exists.
  ///
  /// @throws IOException with a message for the operator when there is none for this machine
  static Path find(Path dir) throws IOException {
    Optional<Path> installed = onPath("redis-server");
    if (installed.isPresent()) {
      return installed.get();
    }
    return unpack(dir, platform(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  /// Finds a program on `PATH`.
  static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Unpacks the shipped program for a platform.
  static Path unpack(Path dir, String platform) throws IOException {
    try (InputStream shipped = RedisBinary.class.getResourceAsStream("/" + SHIPPED + platform)) {
      if (shipped == null) {
        throw new IOException(
            "There is no redis-server on PATH, and none is shipped for "
                + platform
                + ": install Redis 7.0 or newer, or set redis.uri to one that runs.");
      }
      Path program = dir.resolve(SHIPPED + platform);
      if (!Files.isExecutable(program)) {
        // First beside, then moved: who finds the file finds all of it.
        Path part = Files.createTempFile(dir, "redis-server", ".part");
        Files.copy(shipped, part, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
        Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
      }
      return program;
    }
  }

  /// What the shipped programs call a platform.
  static String platform(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : osName;
    String arch =
        switch (osArch) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case "x86", "i386" -> "386";
          default -> osArch;
        };
    return os.toLowerCase(Locale.ROOT) + "-" + arch;
  }
}
