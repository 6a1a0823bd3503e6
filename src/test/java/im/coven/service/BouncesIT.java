package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a channel makes of messages that its participants' servers could not deliver (H57).
class BouncesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Jid COVEN = Jid.of("coven@" + AccountStage.MIX);
  private static final Jid HAG = Jid.of("hag66@" + AccountStage.DOMAIN);
  private static final Jid GONE = Jid.of("hag77@elsewhere.example");

  @ParameterizedTest
  @CsvSource({
    "item-not-found,          false, true",
    "gone,                    false, true",
    "item-not-found,          true,  false",
    "remote-server-timeout,   false, false",
    "remote-server-not-found, false, false",
    "service-unavailable,     false, false",
  })
  @Requirement("CORE-05-011")
  void whoseAccountIsNoMoreIsPutOutAndNobodyElse(String condition, boolean full, boolean out) {
    try (var stage = AccountStage.open(Spread.TWO_LOOPS)) {
      stage.account("hag66", "");
      Client hag = stage.bind(0, HAG.withResource("cave"));
      hag.send("<presence/>");
      take(hag);
      hag.send(
          "<iq type='set' id='c' to='%s'><create xmlns='urn:xmpp:mix:core:1' channel='coven'/></iq>",
          AccountStage.MIX);
      take(hag);
      stage.ask(0, () -> stage.mix(0).handle(join()));
      hag.send(
          "<iq type='set' id='j'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
              + "<join xmlns='urn:xmpp:mix:core:1'><nick>hag</nick>"
              + "<subscribe node='urn:xmpp:mix:nodes:messages'/></join></client-join></iq>",
          COVEN);
      take(hag);

      var answers = stage.ask(0, () -> stage.mix(0).handle(bounce(condition, full)));

      assertThat(answers).isEmpty();
      hag.send(
          "<iq type='get' id='p' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
              + "<items node='urn:xmpp:mix:nodes:participants'/></pubsub></iq>",
          COVEN);
      // Nothing came before it: the bounce was not distributed.
      String listed = take(hag);
      assertThat(listed).contains("id='p'").contains(HAG.toString());
      assertThat(listed.contains(GONE.toString())).isEqualTo(!out);
    }
  }

  private static Iq.Set join() {
    return new Iq.Set(
        GONE,
        COVEN,
        "j",
        Element.builder("join", "urn:xmpp:mix:core:1").text("nick", "crone").build());
  }

  private static Message bounce(String condition, boolean full) {
    Jid from = full ? GONE.withResource("phone") : GONE;
    var error =
        Element.builder("error", "jabber:client")
            .attr("type", "cancel")
            .add(Element.of(condition, "urn:ietf:params:xml:ns:xmpp-stanzas"))
            .build();
    return new Message(from, COVEN, "m", Message.Type.ERROR, null, List.of(error));
  }

  private static String take(Client hag) {
    return XmlWriter.toString(hag.receive(PATIENCE).orElseThrow());
  }
}
