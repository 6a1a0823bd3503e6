package im.coven.channel;

import static im.coven.channel.ChannelFixture.COVEN;
import static im.coven.channel.ChannelFixture.MESSAGES;
import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.PARTICIPANTS;
import static im.coven.channel.ChannelFixture.body;
import static im.coven.channel.ChannelFixture.join;
import static im.coven.channel.ChannelFixture.publish;
import static im.coven.channel.ChannelFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class DeciderTest {

  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");
  private static final String CONFIG = MixNode.CONFIG.wire();

  @ParameterizedTest
  @Requirement("CORE-07-026")
  @Requirement("CORE-07-027")
  @Requirement("CORE-07-045")
  @Requirement("CORE-07-047")
  @CsvSource({
    "banned,     -,             forbidden",
    "banned,     hag66 nick,    forbidden",
    "stranger,   -,             not-acceptable",
    "stranger,   '   ',         not-acceptable",
    "stranger,   hag66 nick,    conflict",
    "stranger,   HAG66  NICK,   conflict",
    "stranger,   third witch,   joined",
    "hag66,      hag66 nick,    settled",
    "hag66,      -,             settled",
    "hag66,      other nick,    changed",
  })
  void joinAnswersInOrderOfPrecedence(String who, String nick, String answer) {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66 nick");
    Jid banned = Jid.of("banned@shakespeare.example");
    fixture.ask(new ChannelRequest.Grant(OWNER, banned, Access.BANNED));
    Jid asker = Jid.of(who + "@shakespeare.example");
    assertThat(word(fixture.decide(join(asker, nick)))).isEqualTo(answer);
  }

  @Test
  @Requirement("CORE-07-047")
  void aNickLongerThanAResourcepartIsNotAcceptable() {
    var fixture = ChannelFixture.named();
    assertThat(word(fixture.join("a@b.example", "x".repeat(1023)))).isEqualTo("joined");
    assertThat(word(fixture.join("c@b.example", "y".repeat(1024)))).isEqualTo("not-acceptable");
  }

  @ParameterizedTest
  @Requirement("CORE-07-017")
  @CsvSource({
    "urn:xmpp:mix:nodes:config,   not-allowed",
    "urn:xmpp:mix:nodes:nonsense, item-not-found",
    "urn:xmpp:mix:nodes:allowed,  item-not-found",
    "urn:xmpp:mix:nodes:banned,   not-allowed",
  })
  void joinWithoutASingleNodeFailsByTheFirst(String node, String answer) {
    var fixture = ChannelFixture.named();
    assertThat(word(fixture.join("hecate@shakespeare.example", "h", node, CONFIG)))
        .isEqualTo(answer);
    assertThat(fixture.channel.participants()).isEmpty();
  }

  @Test
  @Requirement("CORE-07-016")
  void theNodesThatFailedForTheFirstReasonAreNamed() {
    var decision =
        ChannelFixture.named().join("hecate@shakespeare.example", "h", "nonsense", CONFIG, "more");
    assertThat(((Decision.Refused) decision).nodes()).containsExactly("nonsense", "more");
  }

  @Test
  @Requirement("CORE-07-014")
  void joinSucceedsWithThoseNodesThatMayBeHad() {
    var fixture = ChannelFixture.named();
    var decision =
        (Decision.Accepted) fixture.join(HECATE.toString(), "h", MESSAGES, CONFIG, "nonsense");
    assertThat(((Decision.Participating) decision.answer()).nodes())
        .containsExactly(MixNode.MESSAGES);
  }

  @Test
  @Requirement("CORE-07-028")
  @Requirement("CORE-04-017")
  void joiningAgainAddsNodesAndKeepsTheId() {
    var fixture = ChannelFixture.named();
    fixture.join(HECATE.toString(), "h", MESSAGES);
    String id = fixture.channel.participant(HECATE).orElseThrow().id();
    fixture.join(HECATE.toString(), "-", PARTICIPANTS);
    var after = fixture.channel.participant(HECATE).orElseThrow();
    assertThat(after.nodes()).containsExactlyInAnyOrder(MixNode.MESSAGES, MixNode.PARTICIPANTS);
    assertThat(after.nick()).isEqualTo("h");
    fixture.ask(new ChannelRequest.Leave(HECATE));
    fixture.join(HECATE.toString(), "other", MESSAGES);
    assertThat(fixture.channel.participant(HECATE).orElseThrow().id()).isEqualTo(id);
    assertThat(fixture.channel.participants()).hasSize(1);
  }

  @Test
  @Requirement("CORE-07-040")
  void leavingWithoutTakingPartIsDoneAlready() {
    assertThat(word(ChannelFixture.named().decide(new ChannelRequest.Leave(HECATE))))
        .isEqualTo("settled");
  }

  @ParameterizedTest
  @Requirement("CORE-07-090")
  @CsvSource({
    "hag66,    joined",
    "allowed,  joined",
    "stranger, item-not-found",
    "banned,   item-not-found",
  })
  void anAdHocChannelIsThereOnlyForThoseOnItsLists(String who, String answer) {
    var fixture = ChannelFixture.adHoc();
    fixture.ask(
        new ChannelRequest.Grant(OWNER, Jid.of("allowed@shakespeare.example"), Access.ALLOWED));
    fixture.ask(
        new ChannelRequest.Grant(OWNER, Jid.of("banned@shakespeare.example"), Access.BANNED));
    assertThat(word(fixture.decide(join(Jid.of(who + "@shakespeare.example"), "n"))))
        .isEqualTo(answer);
  }

  @Test
  void aFullChannelIsAConstraint() {
    var fixture = ChannelFixture.named();
    for (int i = 0; i < 4; i++) {
      assertThat(word(fixture.join("u" + i + "@b.example", "n" + i))).isEqualTo("joined");
    }
    assertThat(word(fixture.join("u4@b.example", "n4"))).isEqualTo("resource-constraint");
    assertThat(word(fixture.join("u3@b.example", "n9"))).isEqualTo("changed");
  }

  @ParameterizedTest
  @Requirement("CORE-07-033")
  @Requirement("CORE-07-053")
  @Requirement("CORE-07-096")
  @CsvSource({"set-nick", "update", "publish", "destroy", "info", "ban"})
  void whatAStrangerMayNotDoIsForbidden(String what) {
    var fixture = ChannelFixture.named();
    ChannelRequest request =
        switch (what) {
          case "set-nick" -> new ChannelRequest.SetNick(HECATE, "n");
          case "update" ->
              new ChannelRequest.UpdateSubscription(HECATE, List.of(MESSAGES), List.of());
          case "publish" -> publish(HECATE, body("x"));
          case "destroy" -> new ChannelRequest.Destroy(HECATE);
          case "info" -> new ChannelRequest.SetInfo(HECATE, ChannelFixture.MADE, Map.of());
          default -> new ChannelRequest.Grant(HECATE, OWNER, Access.BANNED);
        };
    assertThat(word(fixture.decide(request))).isEqualTo("forbidden");
  }

  @Test
  @Requirement("CORE-07-048")
  void settingOnesOwnNickAgainChangesNothing() {
    var fixture = ChannelFixture.named();
    fixture.join(HECATE.toString(), "hecate");
    assertThat(word(fixture.decide(new ChannelRequest.SetNick(HECATE, "hecate"))))
        .isEqualTo("settled");
  }

  @Test
  @Requirement("CORE-07-043")
  void aBlankNickLetsTheChannelChoose() {
    var fixture = ChannelFixture.legacy();
    fixture.join("hecate@elsewhere.example", "hecate");
    fixture.join(HECATE.toString(), "-");
    var decision = (Decision.Accepted) fixture.decide(new ChannelRequest.SetNick(HECATE, "  "));
    assertThat(decision.answer()).isEqualTo(new Decision.Named("hecate 2"));
  }

  @Test
  @Requirement("CORE-07-034")
  void unsubscribingFromWhatOneDoesNotHaveIsDone() {
    var fixture = ChannelFixture.named();
    fixture.join(HECATE.toString(), "h", MESSAGES);
    var update = new ChannelRequest.UpdateSubscription(HECATE, List.of(), List.of(PARTICIPANTS));
    assertThat(fixture.decide(update))
        .isEqualTo(new Decision.Settled(new Decision.Subscribed(List.of(), List.of(PARTICIPANTS))));
  }

  @Test
  void anOwnerCannotBeBanned() {
    var fixture = ChannelFixture.named();
    assertThat(word(fixture.decide(new ChannelRequest.Grant(OWNER, OWNER, Access.BANNED))))
        .isEqualTo("not-allowed");
  }

  @Test
  @Requirement("CORE-07-064")
  @Requirement("CORE-07-065")
  @Requirement("CORE-07-066")
  void whatOnlyTheChannelMaySayIsTakenOutAndTheRestIsKept() {
    var fixture = ChannelFixture.named();
    fixture.join(HECATE.toString(), "h", MESSAGES);
    Element foreign =
        Element.builder("stanza-id", "urn:xmpp:sid:0")
            .attr("by", "other@example.org")
            .attr("id", "1")
            .build();
    var request =
        publish(
            HECATE,
            Element.text("mix", "urn:xmpp:mix:core:1", "forged"),
            Element.text("mix", "urn:xmpp:mix:core:0", "forged"),
            foreign.toBuilder().attr("by", COVEN).build(),
            foreign.toBuilder().attr("by", "COVEN@mix.shakespeare.example").build(),
            Element.builder("delay", "urn:xmpp:delay").attr("from", COVEN).build(),
            foreign,
            Element.builder("encrypted", "urn:example").attr("a", "b").build(),
            body("double, double"));
    var accepted = (Decision.Accepted) fixture.decide(request);
    byte[] payload = ((ChannelEvent.Published) accepted.event()).payload();
    assertThat(new String(payload, StandardCharsets.UTF_8))
        .isEqualTo(
            "<stanza-id xmlns='urn:xmpp:sid:0' by='other@example.org' id='1'/>"
                + "<encrypted xmlns='urn:example' a='b'/><body>double, double</body>");
  }

  @Test
  void aMessageBeyondTheLimitViolatesThePolicy() {
    var fixture = ChannelFixture.named();
    fixture.join(HECATE.toString(), "h", MESSAGES);
    assertThat(word(fixture.decide(publish(HECATE, body("x".repeat(2_000))))))
        .isEqualTo("policy-violation");
  }

  @Test
  @Requirement("CORE-04-037")
  void theInformationItemOnlyGrowsOlder() {
    var fixture = ChannelFixture.named();
    fixture.ask(
        new ChannelRequest.SetInfo(
            OWNER, fixture.channel.info().itemId(), Map.of(InfoField.NAME, List.of("Coven"))));
    assertThat(fixture.channel.info().itemId()).isEqualTo("2026-11-21T01:00:00.000001Z");
    assertThat(fixture.channel.info().name()).isEqualTo("Coven");
  }

  /// What each request comes to for each role, a joined administrator, a joined participant and so
  /// on, in a channel whose lists exist. `-` is granted.
  @ParameterizedTest
  @Requirement("ADMIN-02-002")
  @Requirement("ADMIN-02-003")
  @Requirement("ADMIN-02-006")
  @Requirement("ADMIN-02-010")
  @Requirement("ADMIN-02-013")
  @Requirement("ADMIN-03-011")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          request,      owner,      administrator, participant, allowed,   stranger,  banned
          join,         -,          -,             -,           -,         forbidden, forbidden
          leave,        -,          -,             -,           -,         -,         -
          publish,      forbidden,  forbidden,     -,           forbidden, forbidden, forbidden
          set-nick,     forbidden,  forbidden,     -,           forbidden, forbidden, forbidden
          update,       forbidden,  forbidden,     -,           forbidden, forbidden, forbidden
          preferences,  forbidden,  forbidden,     -,           forbidden, forbidden, forbidden
          info,         -,          -,             forbidden,   forbidden, forbidden, forbidden
          configure,    -,          forbidden,     forbidden,   forbidden, forbidden, forbidden
          allow,        -,          -,             forbidden,   forbidden, forbidden, forbidden
          disallow,     -,          -,             forbidden,   forbidden, forbidden, forbidden
          ban,          -,          -,             forbidden,   forbidden, forbidden, forbidden
          pardon,       -,          -,             forbidden,   forbidden, forbidden, forbidden
          ban-owner,    not-allowed, not-allowed,  forbidden,   forbidden, forbidden, forbidden
          ban-admin,    -,          not-allowed,   forbidden,   forbidden, forbidden, forbidden
          purge,        -,          -,             forbidden,   forbidden, forbidden, forbidden
          destroy,      -,          forbidden,     forbidden,   forbidden, forbidden, forbidden
          """)
  void whoMayDoWhat(ArgumentsAccessor row) {
    var fixture = ChannelFixture.named();
    fixture.configure(ConfigField.NODES_PRESENT, "information", "allowed", "banned");
    fixture.configure(ConfigField.ADMINISTRATOR, "administrator@shakespeare.example");
    for (String who : List.of("participant", "allowed")) {
      fixture.ask(new ChannelRequest.Grant(OWNER, witch(who), Access.ALLOWED));
    }
    fixture.ask(new ChannelRequest.Grant(OWNER, witch("banned"), Access.BANNED));
    fixture.join("participant@shakespeare.example", "participant");
    var askers =
        List.of(
            OWNER,
            witch("administrator"),
            witch("participant"),
            witch("allowed"),
            witch("stranger"),
            witch("banned"));
    for (int i = 0; i < askers.size(); i++) {
      String word = word(fixture.decide(request(String.valueOf(row.get(0)), askers.get(i))));
      boolean refused = word.contains("-") ? !word.endsWith("-set") : word.equals("forbidden");
      assertThat(refused ? word : "-").as("%s", askers.get(i)).isEqualTo(row.getString(i + 1));
    }
  }

  private static Jid witch(String name) {
    return Jid.of(name + "@shakespeare.example");
  }

  private static ChannelRequest request(String name, Jid from) {
    return switch (name) {
      case "join" -> join(from, "nick of " + from.localpart());
      case "leave" -> new ChannelRequest.Leave(from);
      case "publish" -> publish(from, body("Hail"));
      case "set-nick" -> new ChannelRequest.SetNick(from, "another nick");
      case "update" -> new ChannelRequest.UpdateSubscription(from, List.of(MESSAGES), List.of());
      case "preferences" ->
          new ChannelRequest.SetPreferences(from, Map.of(Preference.VCARD, Preference.ALLOW));
      case "info" -> new ChannelRequest.SetInfo(from, ChannelFixture.MADE, Map.of());
      case "configure" ->
          new ChannelRequest.Configure(
              from, ChannelFixture.MADE, Map.of(ConfigField.OPEN_PRESENCE, List.of("true")));
      case "allow" -> new ChannelRequest.Grant(from, HECATE, Access.ALLOWED);
      case "disallow" -> new ChannelRequest.Revoke(from, witch("allowed"), Access.ALLOWED);
      case "ban" -> new ChannelRequest.Grant(from, HECATE, Access.BANNED);
      case "pardon" -> new ChannelRequest.Revoke(from, witch("banned"), Access.BANNED);
      case "ban-owner" -> new ChannelRequest.Grant(from, OWNER, Access.BANNED);
      case "ban-admin" -> new ChannelRequest.Grant(from, witch("administrator"), Access.BANNED);
      case "purge" -> new ChannelRequest.Purge(from, Access.BANNED);
      case "destroy" -> new ChannelRequest.Destroy(from);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Test
  @Requirement("ADMIN-03-028")
  @Requirement("ADMIN-03-030")
  void aBanOnADomainPutsOutAllOfItButThoseWhoAdminister() {
    var fixture = ChannelFixture.named();
    fixture.configure(ConfigField.ADMINISTRATOR, "administrator@shakespeare.example");
    fixture.join(OWNER.toString(), "owner");
    fixture.join("administrator@shakespeare.example", "administrator");
    fixture.join(HECATE.toString(), "hecate");
    fixture.join("hecate@elsewhere.example", "another");
    fixture.ask(new ChannelRequest.Grant(OWNER, Jid.domain("shakespeare.example"), Access.BANNED));
    assertThat(fixture.channel.participants())
        .extracting(Participant::nick)
        .containsExactlyInAnyOrder("owner", "administrator", "another");
    assertThat(word(fixture.decide(join(HECATE, "hecate")))).isEqualTo("forbidden");
  }

  @Test
  @Requirement("ADMIN-03-015")
  void twoChangesOfTheConfigurationAreBothKept() {
    var fixture = ChannelFixture.named();
    fixture.configure(ConfigField.OPEN_PRESENCE, "true");
    String first = fixture.channel.config().itemId();
    fixture.configure(ConfigField.PRIVATE_MESSAGES, "false");
    ChannelConfig config = fixture.channel.config();
    assertThat(config.is(ConfigField.OPEN_PRESENCE)).isTrue();
    assertThat(config.is(ConfigField.PRIVATE_MESSAGES)).isFalse();
    assertThat(config.itemId()).isGreaterThan(first).isGreaterThan(ChannelFixture.MADE);
  }

  @Test
  void aListThatIsFullTakesNobodyMore() {
    var fixture = ChannelFixture.named();
    for (int i = 0; i < 5; i++) {
      fixture.ask(new ChannelRequest.Grant(OWNER, witch("u" + i), Access.BANNED));
    }
    assertThat(word(fixture.decide(new ChannelRequest.Grant(OWNER, HECATE, Access.BANNED))))
        .isEqualTo("resource-constraint");
  }
}
