package im.coven.redis;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Signals to processes that a test started.
public final class Signals {

  private Signals() {}

  /// Sends one, such as `STOP`.
  public static void send(Process process, String name) {
    try {
      int exit =
          new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " answered " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
