package im.coven.conversation;

import im.coven.TestCoven;
import im.coven.client.ClientStage;
import im.coven.client.Endpoint;
import im.coven.client.Walkthrough.Dialect;
import im.coven.conform.Suite;
import im.coven.script.Bindings;
import im.coven.script.Script;
import im.coven.script.ScriptRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server for the tests of one class, and scripts played on it.
///
/// Each play has accounts and channel names of its own: `${hag66}`, `${hag77}`, `${hecate}` and
/// `${channel}`, which is `${name}@${mix}`. `${core}` and `${pam}` are the namespaces of its
/// dialect. The acts of the conformance suite may be named. What needs no settings of the server is
/// not played here, but is a script of that suite.
final class Theatre implements BeforeAllCallback, AfterAllCallback {

  private static final Duration STANZA_LIMIT = Duration.ofSeconds(10);

  private final String[] assignments;
  private @Nullable TestCoven coven;

  /// `assignments` are what the server is told besides, `KEY=VALUE`.
  Theatre(String... assignments) {
    this.assignments = assignments;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    coven = TestCoven.start(assignments);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    coven().close();
  }

  TestCoven coven() {
    if (coven == null) {
      throw new IllegalStateException("the theatre is closed");
    }
    return coven;
  }

  Endpoint endpoint() {
    return Endpoint.of("127.0.0.1", coven().clientPort(), coven().domain());
  }

  String mixDomain() {
    return "mix." + coven().domain();
  }

  /// Plays acts one after the other, as one script.
  Bindings play(Dialect dialect, String... acts) {
    String suffix = "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    try (var stage = new ClientStage(endpoint(), suffix, _ -> {})) {
      return play(stage, "coven" + suffix, dialect, acts);
    }
  }

  /// Plays an act, then one that depends on the time at which the first was over, and the rest.
  Bindings playOn(Dialect dialect, String first, Supplier<String> then, String rest) {
    String suffix = "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    try (var stage = new ClientStage(endpoint(), suffix, _ -> {})) {
      var runner = runner(stage, "coven" + suffix, dialect);
      try {
        runner.play(Script.parse(first, Suite.acts(dialect)));
        runner.play(Script.parse(then.get(), Suite.acts(dialect)));
        return runner.play(Script.parse(rest, Suite.acts(dialect)));
      } finally {
        runner.end();
      }
    }
  }

  /// Plays acts with names that can be known beforehand. Once for each server.
  Bindings playToTheLetter(Dialect dialect, String... acts) {
    try (var stage = new ClientStage(endpoint(), "", _ -> {})) {
      return play(stage, "coven", dialect, acts);
    }
  }

  private Bindings play(ClientStage stage, String name, Dialect dialect, String... acts) {
    var runner = runner(stage, name, dialect);
    try {
      return runner.play(Script.parse(String.join("\n", acts), Suite.acts(dialect)));
    } finally {
      runner.end();
    }
  }

  private ScriptRunner runner(ClientStage stage, String name, Dialect dialect) {
    Map<String, String> given = new HashMap<>();
    given.put("domain", coven().domain());
    given.put("mix", mixDomain());
    given.put("name", name);
    given.put("channel", name + "@" + mixDomain());
    given.put("core", dialect.core());
    given.put("pam", dialect.pam());
    return new ScriptRunner(stage, STANZA_LIMIT, new Bindings(given));
  }
}
