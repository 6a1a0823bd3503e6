package im.coven.channel;

import static im.coven.channel.ChannelFixture.COVEN;
import static im.coven.channel.ChannelFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a channel makes of the presence of clients, and of other events for who is present.
class PresenceDecisionsTest {

  private static final Jid CAVE = OWNER.withResource("cave");

  private static Decision show(ChannelFixture fixture, Jid client, String status) {
    return fixture.ask(request(client, "session", status, false));
  }

  private static ChannelRequest request(Jid client, String owner, String status, boolean again) {
    var presence =
        new Presence(
            client,
            COVEN,
            null,
            Presence.Type.AVAILABLE,
            null,
            List.of(Element.text("status", "jabber:client", status)));
    return new ChannelRequest.ShowPresence(
        COVEN, List.of(new PresenceRequest.Show(client, owner, presence, again)));
  }

  private static Decision hide(ChannelFixture fixture, Jid client, String owner) {
    var hide = new PresenceRequest.Hide(client, owner.equals("-") ? null : owner);
    return fixture.ask(new ChannelRequest.ShowPresence(COVEN, List.of(hide)));
  }

  /// What became of whom: `+cave` or `-cave`, in their order.
  private static String changes(Decision decision) {
    if (!(decision instanceof Decision.Accepted(var event, _))) {
      return "";
    }
    var text = new StringBuilder();
    for (ChannelEvent each : event.each()) {
      if (each instanceof ChannelEvent.PresenceChanged(var changes)) {
        for (PresenceChange change : changes) {
          text.append(change instanceof PresenceChange.Gone ? '-' : '+')
              .append(change.item().face().resource())
              .append(' ');
        }
      } else {
        text.append(each.getClass().getSimpleName()).append(' ');
      }
    }
    return text.toString().strip();
  }

  @ParameterizedTest
  @Requirement("PRES-04-005")
  @CsvSource({
    "stranger@b.example/x, 10,   forbidden",
    "hag66@shakespeare.example/x, 5000, policy-violation",
    "hag66@shakespeare.example/x, 10,   -",
  })
  void refusalsInOrderOfPrecedence(String client, int length, String answer) {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    Jid who = Jid.of(client);
    Decision decision = show(fixture, who, "x".repeat(length));
    Map<Jid, StanzaError> refused =
        switch (decision) {
          case Decision.Accepted(_, Decision.Presented(var errors)) -> errors;
          case Decision.Settled(Decision.Presented(var errors)) -> errors;
          default -> throw new AssertionError(decision);
        };
    StanzaError error = refused.get(who);
    assertThat(error == null ? "-" : error.condition().wire()).isEqualTo(answer);
    assertThat(fixture.channel.presence().size()).isEqualTo(answer.equals("-") ? 1 : 0);
  }

  @Test
  @Requirement("PRES-04-006")
  void whoDoesNotShareIsIgnoredAndGoneFromThenOn() {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    assertThat(changes(show(fixture, CAVE, "here"))).isEqualTo("+cave");
    var unshare =
        new ChannelRequest.SetPreferences(OWNER, Map.of(Preference.PRESENCE, Preference.NOT_SHARE));
    assertThat(changes(fixture.ask(unshare))).isEqualTo("Changed -cave");
    assertThat(changes(show(fixture, CAVE, "here"))).isEmpty();
    assertThat(fixture.channel.presence().size()).isZero();
  }

  @Test
  void whatWasSaidBeforeIsToldAgainOnlyByTheClientItself() {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    assertThat(changes(fixture.ask(request(CAVE, "s", "here", true)))).isEqualTo("+cave");
    assertThat(changes(fixture.ask(request(CAVE, "s", "here", true)))).isEmpty();
    assertThat(changes(fixture.ask(request(CAVE, "s", "here", false)))).isEqualTo("+cave");
    assertThat(changes(fixture.ask(request(CAVE, "s", "there", true)))).isEqualTo("+cave");
  }

  @ParameterizedTest
  @CsvSource({"cave, older, ''", "cave, session, -cave", "cave, -, -cave", "heath, session, ''"})
  void anEndIsThatOfTheSessionThatSaysSo(String resource, String owner, String answer) {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    show(fixture, CAVE, "here");
    assertThat(changes(hide(fixture, OWNER.withResource(resource), owner))).isEqualTo(answer);
  }

  @Test
  @Requirement("PRES-04-013")
  @Requirement("PRES-04-016")
  void otherEventsTakeTheirPresenceAlong() {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    Jid hecate = Jid.of("hecate@shakespeare.example");
    fixture.join(hecate.toString(), "third witch");
    show(fixture, hecate.withResource("throne"), "here");
    show(fixture, hecate.withResource("tablet"), "there");
    assertThat(changes(fixture.ask(new ChannelRequest.SetNick(hecate, "queen"))))
        .isEqualTo("Changed +throne +tablet");
    assertThat(changes(fixture.ask(new ChannelRequest.Leave(hecate))))
        .isEqualTo("-throne -tablet Left");
    fixture.join(hecate.toString(), "third witch");
    show(fixture, hecate.withResource("throne"), "here");
    assertThat(changes(fixture.ask(new ChannelRequest.Grant(OWNER, hecate, Access.BANNED))))
        .contains("-throne Left");
    assertThat(fixture.channel.presence().size()).isZero();
  }

  @Test
  @Requirement("PRES-03-013")
  @Requirement("ANON-02-014")
  void whoIsHiddenFromNowOnIsGoneAndSomebodyElseComes() {
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    show(fixture, CAVE, "here");
    String id = fixture.channel.participant(OWNER).orElseThrow().id();
    Decision hidden =
        fixture.ask(
            new ChannelRequest.Configure(
                OWNER,
                ChannelFixture.MADE,
                Map.of(ConfigField.JID_VISIBILITY, List.of("jid-hidden"))));
    PresenceItem item = fixture.channel.presence().of(id, "cave").orElseThrow();
    assertThat(changes(hidden)).contains("-cave +" + item.face().resource());
    assertThat(item.face().jid()).isNull();
    assertThat(item.face().nick()).isNotNull();
    assertThat(item.face().resource()).isNotEqualTo("cave");
    assertThat(
            fixture.channel.realResource(
                fixture.channel.participant(OWNER).orElseThrow(), item.face().resource()))
        .contains("cave");
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, 2, 9, here",
    "FULL, 1, 9, ''",
    "JOINED, 2, 9, ''",
    "FULL, 0, 1, -",
    "NONE, 9, 9, -"
  })
  void presenceTurnsItselfDown(
      PresenceLimits.Level level, int fullMax, int joinedMax, String answer) {
    var limits = new PresenceLimits(level, fullMax, joinedMax, 4096, 100);
    var decider = new Decider(new ChannelLimits(4, 2_000, 5, limits));
    var fixture = ChannelFixture.named();
    fixture.join(OWNER.toString(), "hag66");
    fixture.join("hecate@shakespeare.example", "third witch");
    Decision decision = decider.decide(fixture.channel, request(CAVE, "s", "here", false));
    String payload =
        decision instanceof Decision.Accepted(ChannelEvent.PresenceChanged(var changes), _)
            ? changes.getFirst().item().payload()
            : "-";
    assertThat(payload.replaceAll("<[^>]*>", "")).isEqualTo(answer);
  }
}
