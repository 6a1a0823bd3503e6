package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EncodedJid;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Spread;
import im.coven.stanza.Presence;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What somebody is shown who comes to a channel, or asks anew.
class PresenceSnapshotIT {

  @ParameterizedTest
  @EnumSource(names = "TWO_INSTANCES")
  @Requirement("PRES-05-001")
  @Requirement("PRES-05-002")
  @Requirement("PRES-05-003")
  void theClientsOfADeadInstanceAreGone(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      stage.play(PresenceScenes.CAST + PresenceScenes.HECATE_JOINS);
      stage.kill(1);
      stage.ask(0, () -> stage.server(0).bury("instance1"));
      // hecate was on that instance: who comes now finds hag66 alone. Nobody is asked for it, as
      // the channel knows what it knew before.
      stage.play(
          """
          [client] hag77 hag77@shakespeare.example/heath
          hag77 connects
          hag77 ignores:
            <presence from='hag77@shakespeare.example/…' …>…</presence>
          hag77 sends:
            <presence/>
          """
              + PresenceScenes.joins("hag77", "second witch")
              + """
                <presence from='${hag66}#coven@mix.shakespeare.example/cave' …>…</presence>
                <presence from='${hag77.id}#coven@mix.shakespeare.example/heath' …>…</presence>
              hag77 receives nothing
              """);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("PAM-02-055")
  @Requirement("PAM-02-058")
  @Requirement("PAM-02-059")
  @Requirement("PAM-02-060")
  void presenceOfABareJidAsksForAllOfIt(Spread spread) {
    Jid channel = Jid.of("coven@mix.shakespeare.example");
    Jid hag66 = Jid.of("hag66@shakespeare.example");
    try (var stage = AccountStage.open(spread)) {
      stage.play(PresenceScenes.CAST);
      // hecate takes part without being told of presence, then with it.
      AccountStage.Client throne = stage.bind(0, Jid.of("hecate@shakespeare.example/roost"));
      throne.send("<presence/>");
      throne.send(
          """
          <iq type='set' id='j'>
            <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
              <join xmlns='urn:xmpp:mix:core:1'><nick>third witch</nick></join>
            </client-join>
          </iq>
          """);
      assertThat(shownUntil(throne, "j")).isEmpty();
      Jid hecate = Jid.of("hecate@shakespeare.example");
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p1")).isEmpty();
      throne.send(
          """
          <iq type='set' id='u' to='coven@mix.shakespeare.example'>
            <update-subscription xmlns='urn:xmpp:mix:core:1'>
              <subscribe node='urn:xmpp:mix:nodes:presence'/>
            </update-subscription>
          </iq>
          """);
      List<String> shown = new ArrayList<>(shownUntil(throne, "u"));
      while (!shown.contains("roost")) {
        // Its own presence is on the way to the channel.
        shown.addAll(shownUntil(throne, "p2"));
      }
      assertThat(shown).contains("cave").doesNotHaveDuplicates();
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p3")).containsExactlyInAnyOrderElementsOf(shown);
      // Nothing was stored of it: a bare JID is no client.
      refresh(stage, hag66, channel);
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p4")).containsExactlyInAnyOrderElementsOf(shown);
    }
  }

  private static void refresh(AccountStage stage, Jid account, Jid channel) {
    var asks = Presence.bare(account, channel, Presence.Type.AVAILABLE);
    assertThat(stage.ask(0, () -> stage.mix(0).handle(asks))).isEmpty();
  }

  /// The resources of whom a client is shown until it is answered under an id, which may be that of
  /// a ping to the channel: what the channel was asked before has been sent by then.
  private static List<String> shownUntil(AccountStage.Client client, String id) {
    if (id.startsWith("p")) {
      client.send(
          "<iq type='get' id='%s' to='coven@mix.shakespeare.example'>"
              + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
          id);
    }
    var shown = new ArrayList<String>();
    while (true) {
      Element next = client.receive(Duration.ofSeconds(20)).orElseThrow();
      Jid from = Jid.of(next.attrOr("from", ""));
      if (next.name().equals("presence") && EncodedJid.read(from).isPresent()) {
        shown.add(from.resourcepart());
      } else if (next.name().equals("iq") && id.equals(next.attr("id"))) {
        return shown;
      }
    }
  }
}
