package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.conformance.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Two clients of a library that is not ours, xmpp.js, as a browser runs it.
///
/// Needs a Node.js that has WebSockets (20.10 or newer), and what `npm ci` in `src/test/node`
/// brings; where that is missing the test is passed over.
class XmppJsIT {

  private static final Path FOLDER = Path.of("src", "test", "node");
  private static final String PASSWORD = "hover through the fog";

  /// What Node.js 20 needs for them; later ones have them anyway.
  private static final String WEB_SOCKETS = "--experimental-websocket";

  private static final long SECONDS_MAX = 120;

  @Test
  @Requirement("WS-001")
  @Requirement("WS-003")
  @Requirement("WS-004")
  @Requirement("WS-005")
  @Requirement("WS-010")
  @Requirement("WS-011")
  void twoTabsMeetInAChannelAndOneLosesItsConnection() throws Exception {
    assumeTrue(isThere(), "no Node.js with WebSockets, or npm ci was not run in " + FOLDER);
    try (var coven = TestCoven.start("websocket.port=0")) {
      var endpoint =
          new Endpoint("127.0.0.1", coven.clientPort(), coven.domain(), Security.WHERE_OFFERED);
      for (String user : List.of("paddock", "graymalkin")) {
        try (var client = XmppClient.connect(endpoint)) {
          client.register(user, PASSWORD);
        }
      }
      String output =
          run(
              "node",
              WEB_SOCKETS,
              FOLDER.resolve("browser.js").toString(),
              "ws://127.0.0.1:" + coven.webSocketPort() + "/xmpp-websocket",
              "mix." + coven.domain(),
              PASSWORD,
              "paddock@" + coven.domain(),
              "graymalkin@" + coven.domain());
      assertThat(output).contains("\nresumed\n").endsWith("passed\n");
    }
  }

  private static boolean isThere() throws InterruptedException {
    try {
      return Files.isDirectory(FOLDER.resolve("node_modules/@xmpp/client"))
          && run("node", WEB_SOCKETS, "-p", "typeof WebSocket").strip().equals("function");
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as(output).isTrue();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
