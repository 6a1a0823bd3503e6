package im.coven.channel;

import static im.coven.channel.ChannelFixture.COVEN;
import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.ChannelRequest.Invite;
import im.coven.channel.ChannelRequest.Join;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may invite, and whom an invitation lets in.
class InvitationTest {

  private static final Instant NOW = Instant.parse("2026-11-21T01:00:00Z");
  private static final Duration GOOD = Duration.ofDays(7);

  /// A closed channel with somebody of every role in it.
  private static ChannelFixture scene(ChannelFixture fixture, boolean byParticipants) {
    configure(fixture, ConfigField.ADMINISTRATOR, jid("administrator").toString());
    configure(
        fixture, ConfigField.NODES_PRESENT, "participants", "information", "allowed", "banned");
    configure(fixture, ConfigField.INVITATION_BY_PARTICIPANTS, String.valueOf(byParticipants));
    for (String who : List.of("allowed", "participant")) {
      fixture.ask(new ChannelRequest.Grant(OWNER, jid(who), Access.ALLOWED));
    }
    fixture.join(jid("participant").toString(), "p");
    fixture.ask(new ChannelRequest.Grant(OWNER, jid("banned"), Access.BANNED));
    return fixture;
  }

  @ParameterizedTest
  @Requirement("MISC-06-002")
  @Requirement("MISC-06-006")
  @CsvSource({
    "false, owner,         stranger, settled",
    "false, administrator, stranger, settled",
    "false, participant,   stranger, forbidden",
    "true,  participant,   stranger, settled",
    "true,  allowed,       stranger, forbidden",
    "true,  stranger,      stranger, forbidden",
    "true,  banned,        stranger, forbidden",
    "true,  banned,        banned,   forbidden",
    "true,  participant,   banned,   not-allowed",
    "true,  owner,         banned,   not-allowed",
    "true,  owner,         allowed,  settled",
  })
  void aRoleMayInviteAsTheConfigurationSays(
      boolean byParticipants, String who, String whom, String answer) {
    var fixture = scene(ChannelFixture.named(), byParticipants);
    assertThat(word(fixture.decide(new Invite(jid(who), jid(whom), NOW)))).isEqualTo(answer);
  }

  @Test
  @Requirement("MISC-06-007")
  @Requirement("MISC-06-009")
  @Requirement("MISC-06-010")
  void anInvitationLetsInOnceItIsUsed() {
    var fixture = scene(ChannelFixture.named(), true);
    var invitation = invited(fixture, "participant", "stranger");
    assertThat(fixture.channel.role(jid("stranger"))).isEqualTo(Role.STRANGER);
    assertThat(word(fixture.ask(join("stranger", invitation, NOW)))).isEqualTo("together");
    assertThat(fixture.channel.participant(jid("stranger"))).isPresent();
    assertThat(fixture.channel.listed(Access.ALLOWED)).contains(jid("stranger"));
  }

  @ParameterizedTest
  @Requirement("MISC-06-012")
  @CsvSource({"named, forbidden", "ad hoc, item-not-found"})
  void whoShowsNoneOrOneThatIsWrongIsNotLetIn(String channel, String answer) {
    var fixture =
        scene(channel.equals("named") ? ChannelFixture.named() : ChannelFixture.adHoc(), true);
    var good = invited(fixture, "owner", "stranger");
    Jid elsewhere = Jid.of("other@mix.shakespeare.example");
    var wrong =
        List.of(
            new Invitation(good.inviter(), good.invitee(), good.channel(), ""),
            new Invitation(good.inviter(), good.invitee(), good.channel(), "no token of ours"),
            new Invitation(good.inviter(), good.invitee(), elsewhere, good.token()),
            new Invitation(jid("administrator"), good.invitee(), COVEN, good.token()),
            new Invitation(good.inviter(), jid("allowed"), COVEN, good.token()));
    for (Invitation each : wrong) {
      assertThat(word(fixture.decide(join("stranger", each, NOW)))).isEqualTo(answer);
    }
    assertThat(word(fixture.decide(join("hecate", good, NOW)))).isEqualTo(answer);
    assertThat(word(fixture.decide(join("banned", good, NOW)))).isEqualTo(answer);
    assertThat(word(fixture.decide(join("allowed", wrong.getFirst(), NOW)))).isEqualTo("joined");
    assertThat(word(fixture.decide(join("stranger", good, NOW)))).isEqualTo("together");
  }

  @ParameterizedTest
  @Requirement("MISC-06-004")
  @CsvSource({"604800, together", "604801, forbidden"})
  void anInvitationIsGoodForATime(long seconds, String answer) {
    var fixture = scene(ChannelFixture.named(), true);
    var invitation = invited(fixture, "owner", "stranger");
    assertThat(word(fixture.decide(join("stranger", invitation, NOW.plusSeconds(seconds)))))
        .isEqualTo(answer);
  }

  @ParameterizedTest
  @Requirement("MISC-06-013")
  @ValueSource(strings = {"banned", "left", "switched off", "banned invitee", "off"})
  void anInvitationLosesItsForce(String how) {
    var fixture = scene(ChannelFixture.named(), true);
    var invitation = invited(fixture, "participant", "stranger");
    switch (how) {
      case "banned" ->
          fixture.ask(new ChannelRequest.Grant(OWNER, jid("participant"), Access.BANNED));
      case "left" -> fixture.ask(new ChannelRequest.Leave(jid("participant")));
      case "switched off" -> configure(fixture, ConfigField.INVITATION_BY_PARTICIPANTS, "false");
      case "banned invitee" ->
          fixture.ask(new ChannelRequest.Grant(OWNER, jid("stranger"), Access.BANNED));
      default -> fixture.under(rules(Duration.ZERO));
    }
    assertThat(word(fixture.decide(join("stranger", invitation, NOW)))).isEqualTo("forbidden");
  }

  @Test
  @Requirement("MISC-01-001")
  void aServiceMayHaveNone() {
    var fixture = scene(ChannelFixture.named(), true).under(rules(Duration.ZERO));
    assertThat(word(fixture.decide(new Invite(OWNER, jid("stranger"), NOW))))
        .isEqualTo("service-unavailable");
  }

  @Property(tries = 500)
  @Requirement("MISC-06-005")
  void noTokenButTheVeryOneIsGenuine(@ForAll("tokens") String token, @ForAll int flipped) {
    var fixture = scene(ChannelFixture.named(), true);
    var good = invited(fixture, "owner", "stranger");
    assertThat(admitted(fixture, good, good.token())).isTrue();
    assertThat(admitted(fixture, good, token)).isFalse();
    int at = Math.floorMod(flipped, good.token().length());
    char other = good.token().charAt(at) == 'A' ? 'B' : 'A';
    String forged = good.token().substring(0, at) + other + good.token().substring(at + 1);
    assertThat(admitted(fixture, good, forged)).isFalse();
  }

  /// Another channel under the same name has another key.
  @Test
  @Requirement("MISC-06-005")
  void aChannelKnowsNoTokenOfAnother() {
    var fixture = scene(ChannelFixture.named(), true);
    var good = invited(fixture, "owner", "stranger");
    var ids = new ChannelIds(new byte[32]);
    assertThat(fixture.channel.ids().isGenuine(good, NOW)).isTrue();
    assertThat(ids.isGenuine(good, NOW)).isFalse();
  }

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().alpha().numeric().withChars("-_").ofLength(43));
  }

  private static boolean admitted(ChannelFixture fixture, Invitation good, String token) {
    var shown = new Invitation(good.inviter(), good.invitee(), good.channel(), token);
    return fixture.decide(join("stranger", shown, NOW)) instanceof Decision.Accepted;
  }

  private static Invitation invited(ChannelFixture fixture, String who, String whom) {
    var decision = (Decision.Settled) fixture.decide(new Invite(jid(who), jid(whom), NOW));
    return ((Decision.Invited) decision.answer()).invitation();
  }

  private static Join join(String who, Invitation invitation, Instant at) {
    return new Join(
        jid(who),
        who,
        List.of(),
        Dialect.CORE_1,
        null,
        new Invitation.Shown(invitation, at),
        Registered.NONE);
  }

  private static MiscRules rules(Duration invitation) {
    return new MiscRules(true, GOOD, 1, invitation, MiscRules.Nicknames.OFF);
  }

  private static void configure(ChannelFixture fixture, ConfigField field, String... values) {
    fixture.ask(
        new ChannelRequest.Configure(OWNER, ChannelFixture.MADE, Map.of(field, List.of(values))));
  }

  private static Jid jid(String who) {
    return who.equals("owner") ? OWNER : Jid.of(who + "@shakespeare.example");
  }
}
