package im.coven.client;

import im.coven.script.Bindings;
import im.coven.script.Scene;
import im.coven.script.Script;
import im.coven.script.ScriptFailure;
import im.coven.script.ScriptRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Two clients create a channel on a running server, join it, talk, leave and destroy it, as the
/// first published walk-through of MIX does; each stanza is checked.
///
/// The scripts are `walkthrough/*.script` among the resources.
public final class Walkthrough {

  private static final Duration STANZA_LIMIT = Duration.ofSeconds(10);

  private Walkthrough() {}

  /// The namespaces that clients and server speak.
  public enum Dialect {
    /// `urn:xmpp:mix:core:0` with `urn:xmpp:mix:pam:0`.
    CORE_0("core:0", "urn:xmpp:mix:pam:0"),
    /// `urn:xmpp:mix:core:1` with `urn:xmpp:mix:pam:2`.
    CORE_1("core:1", "urn:xmpp:mix:pam:2");

    private final String label;
    private final String pam;

    Dialect(String label, String pam) {
      this.label = label;
      this.pam = pam;
    }

    /// The dialect as the command line names it.
    public String label() {
      return label;
    }

    /// The namespace in which channels are spoken to (XEP-0369).
    public String core() {
      return "urn:xmpp:mix:" + label;
    }

    /// The namespace in which clients ask their own server (XEP-0405).
    public String pam() {
      return pam;
    }

    /// What its clients say and hear.
    public Script script() {
      String path = "/walkthrough/" + label.replace(':', '-') + ".script";
      try (InputStream text = Walkthrough.class.getResourceAsStream(path)) {
        if (text == null) {
          throw new IllegalStateException("missing resource " + path);
        }
        return Script.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Where and how to play. `mixDomain` is the domain of the channels.
  public record Options(Endpoint endpoint, String mixDomain, List<Dialect> dialects) {

    public Options {
      dialects = List.copyOf(dialects);
    }
  }

  /// Plays the walk-through in each dialect and prints the conversation; answers whether every step
  /// went as written. Accounts and channel get names that nobody else has; the channel is removed
  /// again, and so are the accounts where the server does that.
  public static boolean run(Options options, PrintWriter out) {
    boolean passed = true;
    for (Dialect dialect : options.dialects()) {
      passed &= run(options, dialect, out);
    }
    out.flush();
    return passed;
  }

  private static boolean run(Options options, Dialect dialect, PrintWriter out) {
    String suffix = "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    out.println("=== The walk-through in " + dialect.label() + " ===");
    var checked = new Checked(out);
    try (var stage = new ClientStage(options.endpoint(), suffix, checked::show)) {
      var given =
          Map.of(
              "domain", options.endpoint().domain(),
              "mix", options.mixDomain(),
              "name", "coven" + suffix);
      var runner = new ScriptRunner(stage, STANZA_LIMIT, new Bindings(given));
      try {
        runner.play(dialect.script());
      } finally {
        runner.end();
      }
    } catch (ScriptFailure | XmppException e) {
      out.println();
      out.println("FAILED in " + dialect.label() + ": " + e.getMessage());
      return false;
    }
    out.println();
    out.println(
        "passed in %s: %d stanzas sent, %d received as written"
            .formatted(dialect.label(), checked.sent, checked.received));
    return true;
  }

  /// Prints scenes and counts them.
  private static final class Checked {
    private final PrintWriter out;
    private int sent;
    private int received;

    Checked(PrintWriter out) {
      this.out = out;
    }

    void show(Scene scene) {
      switch (scene) {
        case Scene.Sent _ -> sent++;
        case Scene.Received _ -> received++;
        case Scene.Said _, Scene.Moved _, Scene.Silence _, Scene.Proved _, Scene.Disproved _ -> {}
      }
      boolean isStep = !(scene instanceof Scene.Moved);
      out.println((isStep ? "\n" : "") + scene.words());
      out.flush();
    }
  }
}
