package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Copies for the other clients of an account. See XEP-0280.
class CarbonsIT {

  /// `juliet` and her `chamber`, which wants copies, and `romeo`; all with presence but one: her
  /// `pocket` wants copies and is not available.
  private static final String CAST =
      """
      [client] romeo romeo@shakespeare.example/orchard
      [client] juliet juliet@shakespeare.example/balcony
      [client] chamber juliet@shakespeare.example/chamber
      [client] pocket juliet@shakespeare.example/pocket
      romeo connects
      juliet connects
      chamber connects
      pocket connects
      juliet ignores:
        <presence …>…</presence>
      chamber ignores:
        <presence …>…</presence>
      chamber sends:
        <iq type='set' id='e1'><enable xmlns='urn:xmpp:carbons:2'/></iq>
      chamber receives:
        <iq type='result' id='e1' …/>
      pocket sends:
        <iq type='set' id='e2'><enable xmlns='urn:xmpp:carbons:2'/></iq>
      pocket receives:
        <iq type='result' id='e2' …/>
      juliet sends:
        <presence/>
        <iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>
      juliet receives:
        <iq type='result' id='p1' …/>
      """;

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-052")
  void copiesAreTurnedOnAndOffAndOnAgain(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            juliet sends:
              <iq type='get' id='d1' to='shakespeare.example'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            juliet receives:
              <iq type='result' id='d1' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <feature var='urn:xmpp:carbons:2'/>
                  …
                </query>
              </iq>
            chamber sends:
              <iq type='set' id='e3'><enable xmlns='urn:xmpp:carbons:2'/></iq>
            chamber receives:
              <iq type='result' id='e3' …/>
            chamber sends:
              <iq type='set' id='e4'><disable xmlns='urn:xmpp:carbons:2'/></iq>
              <iq type='set' id='e5'><disable xmlns='urn:xmpp:carbons:2'/></iq>
            chamber receives:
              <iq type='result' id='e4' …/>
              <iq type='result' id='e5' …/>
            romeo sends:
              <message to='${juliet.full}' type='chat' id='m1'><body>Hi</body></message>
            juliet receives:
              <message id='m1' …>…</message>
            pocket receives:
              <message …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            chamber receives nothing
            chamber sends:
              <iq type='get' id='e6'><enable xmlns='urn:xmpp:carbons:2'/></iq>
            chamber is refused with bad-request (modify)
            chamber sends:
              <iq type='set' id='e7' to='${romeo}'><enable xmlns='urn:xmpp:carbons:2'/></iq>
            chamber is refused with service-unavailable (cancel)
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-053")
  void whatComesForOneClientIsCopiedForTheOthers(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            romeo sends:
              <message to='${juliet.full}' type='chat' id='m1'><body>But soft!</body></message>
            juliet receives:
              <message from='${romeo.full}' to='${juliet.full}' type='chat' id='m1'>
                <body>But soft!</body>
              </message>
            chamber receives:
              <message from='${juliet}' to='${chamber.full}' type='chat'>
                <received xmlns='urn:xmpp:carbons:2'>
                  <forwarded xmlns='urn:xmpp:forward:0'>
                    <message xmlns='jabber:client' from='${romeo.full}' to='${juliet.full}'
                        type='chat' id='m1'>
                      <body>But soft!</body>
                    </message>
                  </forwarded>
                </received>
              </message>
            pocket receives:
              <message from='${juliet}' to='${pocket.full}' type='chat'>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>

            romeo sends:
              <message to='${juliet}' type='chat' id='m2'><body>What light</body></message>
            juliet receives:
              <message to='${juliet}' type='chat' id='m2' …>…</message>
            chamber receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            pocket receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            everybody receives nothing

            chamber sends:
              <presence/>
            chamber receives nothing
            romeo sends:
              <message to='${juliet}' type='chat' id='m3'><body>through yonder</body></message>
            juliet receives:
              <message to='${juliet}' type='chat' id='m3' …>…</message>
            chamber receives:
              <message to='${juliet}' type='chat' id='m3' …>…</message>
            pocket receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            romeo sends:
              <message to='${juliet}/gone' type='chat' id='m4'><body>window breaks</body></message>
            juliet receives:
              <message id='m4' …>…</message>
            chamber receives:
              <message id='m4' …>…</message>
            pocket receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-054")
  void whatOneClientSendsIsCopiedForTheOthers(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            juliet sends:
              <message to='${romeo.full}' type='chat' id='m1'><body>Ay me!</body></message>
            romeo receives:
              <message from='${juliet.full}' id='m1' …>…</message>
            chamber receives:
              <message from='${juliet}' to='${chamber.full}' type='chat'>
                <sent xmlns='urn:xmpp:carbons:2'>
                  <forwarded xmlns='urn:xmpp:forward:0'>
                    <message xmlns='jabber:client' from='${juliet.full}' to='${romeo.full}'
                        type='chat' id='m1'>
                      <body>Ay me!</body>
                    </message>
                  </forwarded>
                </sent>
              </message>
            pocket receives:
              <message from='${juliet}' to='${pocket.full}' type='chat'>
                <sent xmlns='urn:xmpp:carbons:2'>…</sent>
              </message>

            chamber sends:
              <message to='${romeo}/gone' id='m2'><body>Wherefore</body></message>
            chamber is refused with service-unavailable (cancel)
            pocket receives:
              <message from='${juliet}' to='${pocket.full}'>
                <sent xmlns='urn:xmpp:carbons:2'>…</sent>
              </message>
              <message from='${juliet}' to='${pocket.full}' type='error'>
                <received xmlns='urn:xmpp:carbons:2'>
                  <forwarded xmlns='urn:xmpp:forward:0'>
                    <message xmlns='jabber:client' type='error' id='m2' …>…</message>
                  </forwarded>
                </received>
              </message>

            juliet sends:
              <message to='${juliet}' type='chat' id='m3'><body>A note</body></message>
            juliet receives:
              <message id='m3' …>…</message>
            chamber receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            pocket receives:
              <message from='${juliet}' …>
                <received xmlns='urn:xmpp:carbons:2'>…</received>
              </message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-055")
  @Requirement("C2S-056")
  @Requirement("C2S-057")
  void someMessagesAreForOneClientAlone(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            romeo sends:
              <message to='${juliet.full}' type='chat' id='m1'>
                <body>Hush</body>
                <private xmlns='urn:xmpp:carbons:2'/>
              </message>
              <message to='${juliet.full}' type='chat' id='m2'>
                <body>Hush</body>
                <no-copy xmlns='urn:xmpp:hints'/>
              </message>
              <message to='${juliet.full}' type='headline' id='m3'><body>News</body></message>
            juliet receives:
              <message from='${romeo.full}' to='${juliet.full}' type='chat' id='m1'>
                <body>Hush</body>
              </message>
              <message id='m2' …>…</message>
              <message id='m3' …>…</message>
            juliet sends:
              <message to='${romeo.full}' type='chat' id='m4'>
                <body>Hush</body>
                <private xmlns='urn:xmpp:carbons:2'/>
              </message>
            romeo receives:
              <message from='${juliet.full}' to='${romeo.full}' type='chat' id='m4'>
                <body>Hush</body>
              </message>
            # Only a server makes copies, and nobody hears that one did not arrive.
            romeo sends:
              <message to='${juliet.full}' type='chat' id='m5'>
                <received xmlns='urn:xmpp:carbons:2'>
                  <forwarded xmlns='urn:xmpp:forward:0'>
                    <message from='juliet@shakespeare.example/x' to='romeo@shakespeare.example'>
                      <body>I never said that</body>
                    </message>
                  </forwarded>
                </received>
              </message>
            romeo is refused with bad-request (modify)
            chamber sends:
              <message to='${juliet}' type='error' id='m6'>
                <sent xmlns='urn:xmpp:carbons:2'>
                  <forwarded xmlns='urn:xmpp:forward:0'>
                    <message from='romeo@shakespeare.example/orchard' to='${juliet.full}'/>
                  </forwarded>
                </sent>
                <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
              </message>
            everybody receives nothing
            """);
  }

  @Test
  @Requirement("C2S-053")
  void aCopyThatWasNotAcknowledgedIsGoneWithItsClient() throws Exception {
    Jid juliet = Jid.of("juliet@" + AccountStage.DOMAIN);
    Jid romeo = Jid.of("romeo@" + AccountStage.DOMAIN);
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      stage.account("juliet", "");
      stage.account("romeo", "");
      Client balcony = stage.bind(0, juliet.withResource("balcony"));
      Client chamber = stage.bind(1, juliet.withResource("chamber"));
      Client orchard = stage.bind(0, romeo.withResource("orchard"));
      chamber.send("<iq type='set' id='e'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
      assertThat(next(chamber).attr("type")).isEqualTo("result");
      balcony.send("<presence/>");
      orchard.send(
          "<message to='%s/balcony' type='chat' id='m1'><body>Hi</body></message>", juliet);
      Element copy = next(chamber);
      assertThat(copy.child("received", "urn:xmpp:carbons:2")).isPresent();
      Message unacknowledged =
          (Message) im.coven.account.StoredText.stanza(im.coven.xml.XmlWriter.toString(copy));
      chamber.end(List.of(unacknowledged));
      balcony.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
      assertThat(next(balcony).attr("id")).as("its own presence").isNull();
      assertThat(next(balcony).attr("id")).isEqualTo("m1");
      assertThat(next(balcony).attr("id")).isEqualTo("p");
      Client later = stage.bind(1, juliet.withResource("later"));
      later.send("<presence/>");
      assertThat(next(later).name()).isEqualTo("presence");
      assertThat(next(later).name()).isEqualTo("presence");
      later.send("<iq type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>");
      assertThat(next(later).attr("id")).as("nothing was kept for later").isEqualTo("q");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-014")
  void whatChannelsSendIsNotCopied(Spread spread) {
    AccountStage.perform(
        spread,
        PamActs.ENTERED
            + PamActs.PRESENCES_IGNORED
            + """
            tablet connects
            tablet sends:
              <iq type='set' id='e1'><enable xmlns='urn:xmpp:carbons:2'/></iq>
              <iq type='get' id='r1'>
                <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
              </iq>
              <presence/>
            tablet receives:
              <iq type='result' id='e1' …/>
              <iq type='result' id='r1' …>…</iq>
            relic connects
            relic sends:
              <iq type='set' id='e2'><enable xmlns='urn:xmpp:carbons:2'/></iq>
            relic receives:
              <iq type='result' id='e2' …/>
            tablet sends:
              <iq type='get' id='p1'><ping xmlns='urn:xmpp:ping'/></iq>
            tablet receives:
              <iq type='result' id='p1' …/>
            """
            + PamActs.says("m1", "Thrice the brinded cat hath mew'd.")
            + """
            hag66 ignores:
              <message …>…</message>
            hecate receives:
              <message type='groupchat' to='${hecate.full}' …>…</message>
            tablet receives:
              <message type='groupchat' to='${tablet.full}' …>…</message>
            tablet sends:
              <message type='groupchat' id='m2' to='coven@mix.shakespeare.example'>
                <body>Thrice</body>
              </message>
            hecate receives:
              <message type='groupchat' to='${hecate.full}' …>…</message>
            tablet receives:
              <message type='groupchat' to='${tablet.full}' …>…</message>
            relic receives nothing
            tablet receives nothing
            """);
  }

  private static Element next(Client client) {
    return client.receive(Duration.ofSeconds(30)).orElseThrow();
  }
}
