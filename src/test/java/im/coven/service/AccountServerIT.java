package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountServer.Registration;
import im.coven.service.AccountStage.Client;
import im.coven.service.AccountStage.Spread;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Accounts, binding, and what the server and the own account answer.
class AccountServerIT {
  private static final Jid HAG = Jid.of("hag66@shakespeare.example");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void anAccountIsMadeOnceAndKeepsItsVerifiers() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      AccountServer server = stage.server(0);
      assertThat(stage.ask(0, () -> server.credentials(HAG))).isEmpty();
      assertThat(stage.ask(0, () -> server.changePassword(HAG, AccountStage.credentials())))
          .isFalse();
      assertThat(stage.ask(0, () -> server.register(HAG, AccountStage.credentials())))
          .isEqualTo(Registration.DONE);
      assertThat(stage.ask(1, () -> stage.server(1).register(HAG, AccountStage.credentials())))
          .isEqualTo(Registration.TAKEN);
      var kept = stage.ask(1, () -> stage.server(1).credentials(HAG)).orElseThrow();
      assertThat(kept).usingRecursiveComparison().isEqualTo(AccountStage.credentials());
      assertThat(stage.ask(1, () -> stage.server(1).changePassword(HAG, kept))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-031")
  void aNewSessionTakesTheResourceOfAnOlderOne(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      stage.play(
          """
          [client] older hag66@shakespeare.example/cave
          [client] newer hag66@shakespeare.example/cave
          older connects
          older sends:
            <presence/>
          older receives:
            <presence …/>
          newer connects
          older receives:
            <error xmlns='http://etherx.jabber.org/streams'>
              <conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>
            </error>
          newer sends:
            <presence><status>still here</status></presence>
          newer receives:
            <presence from='${newer.full}' …><status>still here</status></presence>
          newer sends:
            <message to='hag66@shakespeare.example' id='m'/>
          newer receives:
            <message id='m' …/>
          """);
    }
  }

  @Test
  @Requirement("C2S-030")
  void aResourceIsMadeWhereNoneIsAskedFor() {
    try (var stage = AccountStage.open(Spread.ONE_LOOP)) {
      stage.account("hag66", "");
      Client one = stage.bind(0, HAG);
      Client other = stage.bind(0, HAG);
      assertThat(one.address()).startsWith("hag66@shakespeare.example/").hasSizeGreaterThan(30);
      assertThat(other.address()).isNotEqualTo(one.address());
    }
  }

  @Test
  @Requirement("C2S-032")
  void anAccountHasABoundedNumberOfSessions() {
    var settings = new AccountSettings(Set.of(AccountStage.DOMAIN), 2, 10, 10);
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES, settings)) {
      stage.account("hag66", "");
      stage.bind(0, HAG.withResource("a"));
      stage.bind(1, HAG.withResource("b"));
      assertThatThrownBy(() -> stage.bind(0, HAG.withResource("c")))
          .hasMessage("resource-constraint");
      stage.bind(0, HAG.withResource("b"));
      // Sessions of a dead instance do not count.
      stage.bind(1, HAG.withResource("b"));
      stage.declareDead("instance1/0");
      stage.bind(0, HAG.withResource("c"));
    }
  }

  @Test
  void nobodyBindsToAnAccountThatIsNotThere() {
    try (var stage = AccountStage.open(Spread.ONE_LOOP)) {
      assertThatThrownBy(() -> stage.bind(0, HAG)).hasMessage("not-allowed");
    }
  }

  @Test
  void sessionsOfADeadInstanceGetNothing() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      stage.account("hag66", "");
      stage.account("hecate", "");
      Client ghost = stage.bind(1, HAG.withResource("ghost"));
      ghost.send("<presence/>");
      assertThat(ghost.receive(PATIENCE)).isPresent();
      stage.declareDead("instance1/0");
      Client hecate = stage.bind(0, Jid.of("hecate@shakespeare.example/x"));
      hecate.send("<iq type='get' id='v' to='" + ghost.address() + "'><q xmlns='urn:q'/></iq>");
      assertThat(hecate.receive(PATIENCE).orElseThrow().toString()).contains("service-unavailable");
    }
  }

  @Test
  @Requirement("C2S-035")
  @Requirement("C2S-038")
  @Requirement("C2S-048")
  @Requirement("PAM-02-017")
  @Requirement("PAM-02-018")
  @Requirement("PAM-02-019")
  void theServerAndTheAccountSayWhatTheyCanDo() {
    try (var stage = AccountStage.open(Spread.ONE_LOOP)) {
      stage.play(
          """
          [client] hag66
          [client] hecate
          hag66 connects
          hag66 sends:
            <iq type='get' id='d1'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>
          hag66 receives:
            <iq type='result' id='d1' …>
              <query xmlns='http://jabber.org/protocol/disco#info'>
                <identity category='account' type='registered'/>
                <identity category='pubsub' type='pep'/>
                <feature var='http://jabber.org/protocol/disco#info'/>
                <feature var='http://jabber.org/protocol/disco#items'/>
                <feature var='urn:xmpp:ping'/>
                <feature var='urn:xmpp:mix:pam:2'/>
                <feature var='urn:xmpp:mix:pam:0'/>
                <feature var='vcard-temp'/>
                <feature var='urn:ietf:params:xml:ns:vcard-4.0'/>
                <feature var='urn:xmpp:carbons:2'/>
                <feature var='urn:xmpp:bookmarks:1#compat'/>
                <feature var='http://jabber.org/protocol/pubsub#publish-options'/>
                …
              </query>
            </iq>
          hag66 sends:
            <iq type='get' id='d2' to='shakespeare.example'>
              <query xmlns='http://jabber.org/protocol/disco#items'/>
            </iq>
          hag66 receives:
            <iq type='result' id='d2' from='shakespeare.example' to='${hag66.full}'>
              <query xmlns='http://jabber.org/protocol/disco#items'>
                <item jid='mix.shakespeare.example' name='…'/>
                <item jid='chat.shakespeare.example' name='…'/>
              </query>
            </iq>
          hag66 sends:
            <iq type='get' id='d3' to='shakespeare.example'>
              <query xmlns='http://jabber.org/protocol/disco#info'/>
            </iq>
          hag66 receives:
            <iq type='result' id='d3' from='shakespeare.example' …>
              <query xmlns='http://jabber.org/protocol/disco#info'>
                <identity category='server' type='im' name='Coven'/>
                <feature var='urn:xmpp:ping'/>
                …
              </query>
            </iq>
          hag66 sends:
            <iq type='get' id='p' to='shakespeare.example'><ping xmlns='urn:xmpp:ping'/></iq>
          hag66 receives:
            <iq type='result' id='p' from='shakespeare.example' to='${hag66.full}'/>
          hag66 sends:
            <iq type='get' id='u1' to='shakespeare.example'><vCard xmlns='vcard-temp'/></iq>
          hag66 is refused with service-unavailable (cancel)
          hag66 sends:
            <iq type='get' id='u2'><query xmlns='jabber:iq:last'/></iq>
          hag66 is refused with service-unavailable (cancel)
          hag66 sends:
            <iq type='get' id='d4' to='${hecate}'>
              <query xmlns='http://jabber.org/protocol/disco#info'/>
            </iq>
          hag66 is refused with service-unavailable (cancel)
          hag66 sends:
            <iq type='get' id='d5' to='${hecate}'>
              <query xmlns='http://jabber.org/protocol/disco#items'/>
            </iq>
          hag66 receives:
            <iq type='result' id='d5' …>
              <query xmlns='http://jabber.org/protocol/disco#items'/>
            </iq>
          """);
    }
  }

  /// A device on the first instance that sees another one, the ghost, come on the second.
  private static Client witnessOfAGhost(AccountStage stage) {
    stage.account("hag66", "");
    Client witness = stage.bind(0, HAG.withResource("witness"));
    witness.send("<presence/>");
    assertThat(witness.receive(PATIENCE)).isPresent();
    Client ghost = stage.bind(1, HAG.withResource("ghost"));
    ghost.send("<presence/>");
    assertThat(witness.receive(PATIENCE).orElseThrow().attr("from")).endsWith("/ghost");
    return witness;
  }

  @Test
  void aDeadInstanceIsSeenToGo() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      Client witness = witnessOfAGhost(stage);
      stage.declareDead("instance1/0");
      stage.ask(0, () -> stage.server(0).bury("instance1"));
      assertThat(witness.receive(PATIENCE).orElseThrow())
          .hasToString(
              "<presence xmlns='jabber:client' from='hag66@shakespeare.example/ghost'"
                  + " to='hag66@shakespeare.example' type='unavailable'/>");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-049")
  void aRemovedAccountLeavesItsChannelsAndContacts(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      stage.play(
          """
          [client] hag66
          [client] hecate
          hag66 connects
          hecate connects
          hag66 sends:
            <presence/>
            <iq type='set' id='c' to='mix.shakespeare.example'>
              <create channel='coven' xmlns='urn:xmpp:mix:core:0'/>
            </iq>
            <iq type='set' id='j'>
              <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                <join xmlns='urn:xmpp:mix:core:1'>
                  <subscribe node='urn:xmpp:mix:nodes:participants'/>
                </join>
              </client-join>
            </iq>
          hag66 receives in any order:
            <presence …/>
            <iq type='result' id='c' …>…</iq>
            <message …>…</message>
            <iq type='result' id='j' …>…</iq>
          hecate sends:
            <iq type='set' id='j'>
              <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                <join xmlns='urn:xmpp:mix:core:1'><nick>hecate</nick></join>
              </client-join>
            </iq>
          hecate receives:
            <iq type='result' id='j' …>…</iq>
          hag66 receives:
            <message …>…</message>
          """);
      Jid hecate = Jid.of("hecate@shakespeare.example");
      assertThat(stage.ask(0, () -> stage.server(0).remove(hecate))).isTrue();
      assertThat(stage.ask(0, () -> stage.server(0).remove(hecate))).isFalse();
      assertThat(stage.ask(0, () -> stage.server(0).credentials(hecate))).isEmpty();
      Client heir = stage.bind(0, HAG.withResource("heir"));
      heir.send(
          """
          <iq type='get' id='p' to='coven@mix.shakespeare.example'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='urn:xmpp:mix:nodes:participants'/>
            </pubsub>
          </iq>
          """);
      assertThat(heir.receive(PATIENCE).orElseThrow().toString())
          .contains("hag66@shakespeare.example")
          .doesNotContain("hecate");
    }
  }

  @Test
  void theSessionsOfAnInstanceWithoutLeaseAreEnded() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      Client witness = witnessOfAGhost(stage);
      stage.lease(0, "instance0", 1000);
      stage.lease(1, "instance1", 300);
      stage.kill(1);
      Element gone = witness.receive(PATIENCE).orElseThrow();
      assertThat(gone.attr("type")).isEqualTo("unavailable");
      assertThat(gone.attr("from")).endsWith("/ghost");
    }
  }

  @Test
  void aSessionThatWasTakenForDeadComesBackWithItsNextPresence() {
    try (var stage = AccountStage.open(Spread.TWO_INSTANCES)) {
      stage.account("hag66", "");
      Client witness = stage.bind(0, HAG.withResource("witness"));
      Client slow = stage.bind(1, HAG.withResource("slow"));
      stage.ask(0, () -> stage.server(0).bury("instance1"));
      slow.send("<presence/>");
      assertThat(slow.receive(PATIENCE)).isPresent();
      witness.send("<message to='" + slow.address() + "' id='m'/>");
      assertThat(slow.receive(PATIENCE).orElseThrow().attr("id")).isEqualTo("m");
    }
  }
}
