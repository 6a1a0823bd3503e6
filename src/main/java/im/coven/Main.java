package im.coven;

import im.coven.cli.Cli;

/// Coven's entry point: the commands of `bin/coven`, with an assembled instance behind `serve`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Cli.run(Coven::start, args));
  }
}
