package im.coven.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.client.ClientStage;
import im.coven.client.Endpoint;
import im.coven.script.Bindings;
import im.coven.script.Script;
import im.coven.script.ScriptRunner;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What channels need not keep any more goes by itself, without anybody's message.
class RetentionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MESSAGES = 99;
  private static final String[] SETTINGS = {
    "archive.channel-messages-max=5",
    "archive.channel-fresh-minutes=0",
    "mix.sweep-seconds=1",
    "mix.participant-messages-per-second=0"
  };

  private static String says(String who, String prefix) {
    var script = new StringBuilder(who).append(" sends:\n");
    for (int i = 0; i < MESSAGES; i++) {
      script.append(
          "  <message to='coven@mix.shakespeare.example' type='groupchat'><body>%s %d</body></message>\n"
              .formatted(prefix, i));
    }
    return script.append(who).append(" receives nothing\n").toString();
  }

  private static final String FIRST =
      """
      [client] hag66
      hag66 sends:
        <iq type='set' to='coven@mix.shakespeare.example' id='first'>
          <query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set></query>
        </iq>
      hag66 receives:
        <message from='coven@mix.shakespeare.example' …>
          <result xmlns='urn:xmpp:mam:2' id='${first}' …>…</result>
        </message>
        <iq type='result' id='first' …>…</iq>
      """;

  /// Each instance looks after a channel when a hundred messages came by itself; here fewer come by
  /// each of two, so it is the sweep that removes some.
  @Test
  void whatIsTooMuchGoesByTheClock() {
    try (var here = TestCoven.start(SETTINGS);
        var there = here.another(SETTINGS)) {
      var near = runner(here, "");
      var far = runner(there, "-far");
      near.play(
          Script.parse(
              """
              [client] hag66
              hag66 connects
              hag66 sends:
                <iq type='set' to='mix.shakespeare.example' id='c'>
                  <create xmlns='urn:xmpp:mix:core:1' channel='coven'/>
                </iq>
                <iq type='set' to='coven@mix.shakespeare.example' id='j'>
                  <join xmlns='urn:xmpp:mix:core:1'><nick>hag</nick></join>
                </iq>
              hag66 receives:
                <iq type='result' id='c' …>…</iq>
                <iq type='result' id='j' …>…</iq>
              """
                  + says("hag66", "Double")));
      // Nothing goes yet: what is kept and what is not share a node of the stream.
      String before = near.play(Script.parse(FIRST)).value("first").orElseThrow();
      far.play(
          Script.parse(
              """
              [client] hag77
              hag77 connects
              hag77 sends:
                <iq type='set' to='coven@mix.shakespeare.example' id='j'>
                  <join xmlns='urn:xmpp:mix:core:1'><nick>crone</nick></join>
                </iq>
              hag77 receives:
                <iq type='result' id='j' …>…</iq>
              """
                  + says("hag77", "Toil")));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String now = before;
      for (int i = 0; now.equals(before) && System.nanoTime() < deadline; i++) {
        String name = "later" + i;
        now = near.play(Script.parse(FIRST.replace("first", name))).value(name).orElseThrow();
      }
      assertThat(now).as("the oldest message that is kept").isNotEqualTo(before);
      near.end();
      far.end();
    }
  }

  private static ScriptRunner runner(TestCoven coven, String suffix) {
    var endpoint = Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain());
    return new ScriptRunner(
        new ClientStage(endpoint, suffix, _ -> {}), PATIENCE, new Bindings(Map.of()));
  }
}
