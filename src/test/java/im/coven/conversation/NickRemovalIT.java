package im.coven.conversation;

import im.coven.client.ClientStage;
import im.coven.script.Bindings;
import im.coven.script.Script;
import im.coven.script.ScriptRunner;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of a registered nick when the account of its owner is removed.
class NickRemovalIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre("misc.nicks=optional");

  private static final String REMOVAL =
      """
      [client] hag66
      [client] hecate
      hag66 connects
      hecate connects
      hag66 sends:
        <iq type='set' to='mix.shakespeare.example' id='r'>
          <register xmlns='urn:xmpp:mix:misc:0'><nick>Crone</nick></register>
        </iq>
      hag66 receives:
        <iq type='result' id='r' …>…</iq>
      hecate sends:
        <iq type='set' to='mix.shakespeare.example' id='r'>
          <register xmlns='urn:xmpp:mix:misc:0'><nick>Crone</nick></register>
        </iq>
      hecate is refused with conflict (cancel)
      hag66 sends:
        <iq type='set' id='bye'><query xmlns='jabber:iq:register'><remove/></query></iq>
      hag66 receives:
        <iq type='result' id='bye' …/>
      hecate sends:
        <iq type='set' to='mix.shakespeare.example' id='again'>
          <register xmlns='urn:xmpp:mix:misc:0'><nick>Crone</nick></register>
        </iq>
      hecate receives:
        <iq type='result' id='again' …>…</iq>
      """;

  /// The stage is not closed: that would remove the accounts, of which one is gone already.
  @Test
  void whoComesNextMayHaveIt() {
    var stage = new ClientStage(THEATRE.endpoint(), "", _ -> {});
    var runner = new ScriptRunner(stage, Duration.ofSeconds(10), new Bindings(Map.of()));
    runner.play(Script.parse(REMOVAL));
    runner.end();
  }
}
