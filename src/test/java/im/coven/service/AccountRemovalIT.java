package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountServer.Registration;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is left of an account that was removed: nothing.
class AccountRemovalIT {

  private static final Jid ROMEO = Jid.of("romeo@shakespeare.example");
  private static final Jid JULIET = Jid.of("juliet@shakespeare.example");
  private static final String ORCHARD = "orchard@mix.shakespeare.example";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-049")
  void whoRemovesItsAccountIsToldAndThenNothingIsLeft(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      int there = spread == Spread.ONE_LOOP ? 0 : 1;
      Client romeo = arrive(stage, 0, ROMEO.withResource("balcony"));
      Client juliet = arrive(stage, there, JULIET.withResource("chamber"));
      Client elsewhere = stage.bind(there, ROMEO.withResource("street"));
      befriend(romeo, juliet);
      meet(juliet, romeo);
      // It takes no messages, so one is kept for it.
      romeo.send("<presence><priority>-1</priority></presence>");
      until(romeo, "<priority>-1</priority>");
      juliet.send("<message type='chat' id='kept' to='%s'><body>Hist!</body></message>", ROMEO);
      settled(juliet);

      romeo.send(
          "<iq type='set' id='bye'><query xmlns='jabber:iq:register'><remove/></query></iq>");

      assertThat(until(romeo, "id='bye'").attr("type")).isEqualTo("result");
      assertThat(next(romeo)).contains("<not-authorized ");
      assertThat(until(elsewhere, "<not-authorized ").name()).isEqualTo("error");
      awaitPresences(juliet, "unsubscribe", "unsubscribed", "unavailable");
      assertThat(participants(juliet)).contains("juliet@").doesNotContain("romeo@");
      assertThat(roster(juliet)).contains("jid='romeo@shakespeare.example' subscription='none'");
      assertThat(stage.ask(0, () -> stage.server(0).credentials(ROMEO))).isEmpty();

      assertThat(register(stage, there)).isEqualTo(Registration.DONE);
      Client heir = stage.bind(there, ROMEO.withResource("balcony"));
      heir.send("<presence/>");
      assertThat(settled(heir)).hasSize(1).allMatch(own -> own.name().equals("presence"));
      assertThat(roster(heir)).doesNotContain("<item");
      heir.send("<message type='groupchat' id='m' to='%s'><body>I?</body></message>", ORCHARD);
      assertThat(until(heir, "id='m'").attr("type")).isEqualTo("error");
      heir.send("<iq type='set' id='mam' to='%s'><query xmlns='urn:xmpp:mam:2'/></iq>", ORCHARD);
      assertThat(until(heir, "id='mam'").attr("type")).isEqualTo("error");
    }
  }

  @Test
  void aRemovalThatWasOnlyBegunIsFinishedByAnInstance() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      Client romeo = arrive(stage, 1, ROMEO.withResource("balcony"));
      Client juliet = arrive(stage, 0, JULIET.withResource("chamber"));
      befriend(romeo, juliet);
      meet(juliet, romeo);

      var removal = stage.ask(0, () -> stage.removals().begin(ROMEO)).orElseThrow();
      assertThat(stage.ask(0, () -> stage.server(0).credentials(ROMEO))).isEmpty();
      assertThat(stage.ask(0, () -> stage.removals().begin(ROMEO))).contains(removal);
      assertThat(register(stage, 0)).isEqualTo(Registration.TAKEN);
      assertThat(
              stage.ask(0, () -> stage.server(0).changePassword(ROMEO, AccountStage.credentials())))
          .isFalse();
      // Somebody has it in hand.
      assertThat(stage.ask(0, () -> stage.removals().due())).isEmpty();
      stage.ask(0, () -> stage.removals().handOver(removal));
      stage.lease(0, "instance0", 60_000);

      assertThat(until(romeo, "<not-authorized ").name()).isEqualTo("error");
      await().until(() -> stage.ask(0, () -> stage.removals().find(ROMEO)).isEmpty());
      assertThat(participants(juliet)).contains("juliet@").doesNotContain("romeo@");
      assertThat(register(stage, 0)).isEqualTo(Registration.DONE);
    }
  }

  @Test
  void aSecondWorkerThatIsLateSparesTheHeir() {
    try (var stage = AccountStage.open(Spread.ONE_LOOP)) {
      register(stage, 0);
      var removal = stage.ask(0, () -> stage.removals().begin(ROMEO)).orElseThrow();
      stage.ask(0, () -> stage.removals().handOver(removal));
      stage.ask(0, () -> stage.server(0).takeUpRemovals());
      register(stage, 0);
      Client heir = arrive(stage, 0, ROMEO.withResource("balcony"));
      heir.send(
          "<iq type='set' id='add'><query xmlns='jabber:iq:roster'><item jid='%s'/></query></iq>",
          JULIET);
      until(heir, "id='add'");

      stage.ask(0, () -> stage.removals().finish(removal));

      assertThat(roster(heir)).contains("juliet@");
      assertThat(stage.ask(0, () -> stage.server(0).credentials(ROMEO))).isPresent();
    }
  }

  @Test
  void aRemovalOfNobodyIsForgotten() {
    try (var stage = AccountStage.open(Spread.ONE_LOOP)) {
      assertThat(stage.ask(0, () -> stage.server(0).remove(ROMEO))).isFalse();
      register(stage, 0);
      var removal = stage.ask(0, () -> stage.removals().begin(ROMEO)).orElseThrow();
      stage.ask(0, () -> stage.removals().finish(removal));
      stage.ask(0, () -> stage.removals().handOver(removal));
      register(stage, 0);

      stage.ask(0, () -> stage.server(0).takeUpRemovals());

      assertThat(stage.ask(0, () -> stage.server(0).credentials(ROMEO))).isPresent();
      assertThat(stage.ask(0, () -> stage.removals().due())).isEmpty();
    }
  }

  /* ---- scenes ---- */

  private static Registration register(AccountStage stage, int index) {
    return stage.ask(index, () -> stage.server(index).register(ROMEO, AccountStage.credentials()));
  }

  private static Client arrive(AccountStage stage, int index, Jid full) {
    stage.account(String.valueOf(full.localpart()), "");
    Client client = stage.bind(index, full);
    client.send("<presence/>");
    until(client, "<presence");
    return client;
  }

  private static void befriend(Client one, Client other) {
    one.send("<presence type='subscribe' to='%s'/>", bare(other));
    until(other, "type='subscribe'");
    other.send("<presence type='subscribed' to='%s'/>", bare(one));
    until(one, "type='subscribed'");
    other.send("<presence type='subscribe' to='%s'/>", bare(one));
    until(one, "type='subscribe'");
    one.send("<presence type='subscribed' to='%s'/>", bare(other));
    until(other, "type='subscribed'");
  }

  /// The host makes a channel, and both join it.
  private static void meet(Client host, Client guest) {
    host.send(
        "<iq type='set' id='make' to='mix.shakespeare.example'>"
            + "<create channel='orchard' xmlns='urn:xmpp:mix:core:0'/></iq>");
    until(host, "id='make'");
    for (Client each : List.of(host, guest)) {
      each.send(
          "<iq type='set' id='join'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
              + "<join xmlns='urn:xmpp:mix:core:1'><nick>%s</nick></join></client-join></iq>",
          ORCHARD, bare(each).equals(ROMEO) ? "romeo" : "juliet");
      assertThat(until(each, "id='join'").attr("type")).isEqualTo("result");
    }
    assertThat(participants(host)).contains("juliet@", "romeo@");
  }

  private static String participants(Client who) {
    who.send(
        "<iq type='get' id='who' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<items node='urn:xmpp:mix:nodes:participants'/></pubsub></iq>",
        ORCHARD);
    return until(who, "id='who'").toString();
  }

  private static String roster(Client who) {
    who.send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
    return until(who, "id='roster'").toString();
  }

  private static Jid bare(Client client) {
    return Jid.of(client.address()).bare();
  }

  /// Receives until presences of all these types came from romeo.
  private static void awaitPresences(Client client, String... types) {
    var missing = new HashSet<>(List.of(types));
    while (!missing.isEmpty()) {
      Element element = client.receive(PATIENCE).orElseThrow();
      if (element.name().equals("presence")
          && Jid.of(element.attrOr("from", "")).bare().equals(ROMEO)) {
        missing.remove(element.attr("type"));
      }
    }
  }

  /// Receives all that was on its way before the answer to a ping.
  private static List<Element> settled(Client client) {
    client.send("<iq type='get' id='settled'><ping xmlns='urn:xmpp:ping'/></iq>");
    var before = new ArrayList<Element>();
    Element element = client.receive(PATIENCE).orElseThrow();
    while (!"settled".equals(element.attr("id"))) {
      before.add(element);
      element = client.receive(PATIENCE).orElseThrow();
    }
    return before;
  }

  private static Element until(Client client, String part) {
    Element element = client.receive(PATIENCE).orElseThrow();
    while (!element.toString().contains(part)) {
      element = client.receive(PATIENCE).orElseThrow();
    }
    return element;
  }

  private static String next(Client client) {
    return client.receive(PATIENCE).orElseThrow().toString();
  }
}
