package im.coven.cli;

import java.io.Console;
import java.io.PrintWriter;

/// Progress on standard error: one line that is written anew on a terminal, lines elsewhere.
final class ProgressLine {

  private final PrintWriter err;
  private final boolean rewrites;
  private int length;

  private ProgressLine(PrintWriter err, boolean rewrites) {
    this.err = err;
    this.rewrites = rewrites;
  }

  // JDK 25 answers null again where there is no terminal (JDK-8351435)
  @SuppressWarnings("SystemConsoleNull")
  static ProgressLine on(PrintWriter err) {
    Console console = System.console();
    return new ProgressLine(err, console != null && console.isTerminal());
  }

  synchronized void say(String text) {
    if (!rewrites) {
      err.println(text);
      return;
    }
    err.print("\r" + text + " ".repeat(Math.max(0, length - text.length())));
    err.flush();
    length = text.length();
  }

  /// What follows begins on a line of its own.
  synchronized void end() {
    if (length > 0) {
      err.println();
      length = 0;
    }
  }
}
