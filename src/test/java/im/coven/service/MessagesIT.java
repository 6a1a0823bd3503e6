package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Messages and requests from account to account. See RFC 6121 §8.5.
class MessagesIT {

  private static final String COUPLE =
      """
      [client] romeo romeo@shakespeare.example/orchard
      [client] juliet juliet@shakespeare.example/balcony
      romeo connects
      juliet connects
      """;

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-041")
  @Requirement("C2S-044")
  void messagesReachBareAndFullAddresses(Spread spread) {
    AccountStage.perform(
        spread,
        COUPLE
            + """
            [client] chamber juliet@shakespeare.example/chamber
            [client] hidden juliet@shakespeare.example/hidden
            chamber connects
            hidden connects
            juliet ignores:
              <presence …>…</presence>
            chamber ignores:
              <presence …>…</presence>
            hidden ignores:
              <presence …>…</presence>
            juliet sends:
              <presence/>
            chamber sends:
              <presence><priority>5</priority></presence>
            hidden sends:
              <presence><priority>-1</priority></presence>
            chamber receives nothing
            hidden receives nothing
            juliet receives nothing

            romeo sends:
              <message to='${juliet}' type='chat' id='m1'><body>But soft!</body></message>
            juliet receives:
              <message from='${romeo.full}' to='${juliet}' type='chat' id='m1'>
                <body>But soft!</body>
              </message>
            chamber receives:
              <message from='${romeo.full}' to='${juliet}' type='chat' id='m1'>…</message>

            romeo sends:
              <message to='${hidden.full}' id='m2'><body>Speak</body></message>
            hidden receives:
              <message from='${romeo.full}' to='${hidden.full}' id='m2'>…</message>

            romeo sends:
              <message to='${juliet}/gone' type='chat' id='m3'><body>Wherefore</body></message>
            juliet receives:
              <message id='m3' to='${juliet}/gone' …>…</message>
            chamber receives:
              <message id='m3' …>…</message>

            romeo sends:
              <message to='${juliet}/gone' id='m4'><body>x</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <message to='${juliet}/gone' type='headline' id='m5'/>
              <message to='${juliet}/gone' type='error' id='m6'>
                <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
              </message>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-034")
  @Requirement("C2S-036")
  @Requirement("C2S-044")
  @Requirement("C2S-045")
  void requestsAreAnsweredOnceByTheirReceiverOrTheServer(Spread spread) {
    AccountStage.perform(
        spread,
        COUPLE
            + """
            romeo sends:
              <iq to='${juliet.full}' type='get' id='v'><query xmlns='jabber:iq:version'/></iq>
            juliet receives:
              <iq from='${romeo.full}' to='${juliet.full}' type='get' id='v'>
                <query xmlns='jabber:iq:version'/>
              </iq>
            juliet sends:
              <iq to='${romeo.full}' type='result' id='v'><query xmlns='jabber:iq:version'/></iq>
            romeo receives:
              <iq from='${juliet.full}' to='${romeo.full}' type='result' id='v'>…</iq>
            romeo sends:
              <iq to='${juliet}/gone' type='get' id='w'><query xmlns='jabber:iq:version'/></iq>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <iq to='${juliet}' type='get' id='x'><query xmlns='jabber:iq:last'/></iq>
            romeo is refused with service-unavailable (cancel)
            juliet receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("C2S-040")
  @Requirement("C2S-042")
  void whatNobodyTakesIsRefused(Spread spread) {
    AccountStage.perform(
        spread,
        COUPLE
            + """
            romeo sends:
              <message to='nobody@shakespeare.example' id='m1'><body>?</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <iq to='nobody@shakespeare.example' type='get' id='i1'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <presence to='nobody@shakespeare.example'/>
              <presence to='nobody@shakespeare.example' type='subscribe'/>
            romeo receives nothing
            romeo sends:
              <message to='${juliet}' type='groupchat' id='m2'><body>?</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <message to='someone@elsewhere.example' id='m3'><body>?</body></message>
            romeo is refused with remote-server-not-found (cancel)
            romeo sends:
              <message to='room@chat.shakespeare.example' type='groupchat' id='m4'/>
            romeo is refused with item-not-found (cancel)
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-043")
  @Requirement("ROSTER-021")
  void messagesWaitForWhoIsAway(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] romeo romeo@shakespeare.example/orchard
        [client] juliet juliet@shakespeare.example/balcony
        [client] later juliet@shakespeare.example/later
        romeo connects
        romeo sends:
          <message to='${juliet}' type='chat' id='m1'><body>one</body></message>
          <message to='${juliet}' type='chat' id='typing'>
            <composing xmlns='http://jabber.org/protocol/chatstates'/>
          </message>
          <message to='${juliet}' type='headline' id='news'><body>news</body></message>
          <message to='${juliet}/gone' type='chat' id='m2'><body>two</body></message>
        romeo receives nothing
        juliet connects
        juliet sends:
          <presence><priority>-1</priority></presence>
        juliet receives:
          <presence from='${juliet.full}' …>…</presence>
        juliet receives nothing
        juliet sends:
          <presence/>
        juliet receives:
          <presence from='${juliet.full}' …/>
          <message from='${romeo.full}' to='${juliet}' type='chat' id='m1'>
            <body>one</body>
            <delay xmlns='urn:xmpp:delay' from='shakespeare.example' stamp='${when}'/>
          </message>
          <message id='m2' …>
            <body>two</body>
            <delay xmlns='urn:xmpp:delay' from='shakespeare.example' stamp='…'/>
          </message>
        juliet receives nothing
        later connects
        later sends:
          <presence/>
        later receives in any order:
          <presence from='${later.full}' …/>
          <presence from='${juliet.full}' …/>
        later receives nothing
        """);
  }

  @Test
  void fullOfflineStorageIsSaid() {
    var settings = new AccountSettings(java.util.Set.of(AccountStage.DOMAIN), 10, 10, 1);
    try (var stage = AccountStage.open(Spread.ONE_LOOP, settings)) {
      stage.play(
          """
          [client] romeo
          [client] juliet
          romeo connects
          romeo sends:
            <message to='${juliet}' id='m1'><body>one</body></message>
            <message to='${juliet}' id='m2'><body>two</body></message>
          romeo is refused with service-unavailable (cancel)
          """);
    }
  }

  @Test
  void whatAClientDidNotAcknowledgeIsNotLost() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      stage.account("juliet", "juliet@shakespeare.example/balcony");
      stage.account("romeo", "romeo@shakespeare.example/orchard");
      Client juliet = (Client) stage.enter("juliet");
      Message lost =
          new Message(
              Jid.of("romeo@shakespeare.example/orchard"),
              Jid.of("juliet@shakespeare.example/balcony"),
              "m1",
              Message.Type.CHAT,
              null,
              List.of(Element.text("body", Stanza.NS, "Tarry")));
      juliet.end(List.of(lost));
      stage.play(
          """
          [client] later juliet@shakespeare.example/later
          later connects
          later sends:
            <presence/>
          later receives:
            <presence …/>
            <message id='m1' to='juliet@shakespeare.example/balcony' …>
              <body>Tarry</body>
              <delay xmlns='urn:xmpp:delay' …/>
            </message>
          """);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-037")
  void messagesOfOneSenderArriveInTheirOrder(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      stage.account("juliet", "juliet@shakespeare.example/balcony");
      stage.account("romeo", "romeo@shakespeare.example/orchard");
      Client romeo = (Client) stage.enter("romeo");
      Client juliet = (Client) stage.enter("juliet");
      juliet.send("<presence/>");
      assertThat(juliet.receive(Duration.ofSeconds(30))).isPresent();
      int count = 200;
      for (int i = 0; i < count; i++) {
        String to = i % 3 == 0 ? "/balcony" : i % 3 == 1 ? "" : "/gone";
        romeo.send(
            "<message type='chat' id='%d' to='juliet@shakespeare.example%s'><body>x</body></message>"
                .formatted(i, to));
      }
      var ids = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        ids.add(juliet.receive(Duration.ofSeconds(30)).orElseThrow().attrOr("id", ""));
      }
      assertThat(ids).isEqualTo(IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }
  }
}
