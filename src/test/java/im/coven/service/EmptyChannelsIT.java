package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.coven.channel.ChannelLimits;
import im.coven.channel.MixNode;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Spread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Channels in which nobody takes part, where the operator does not want to keep them.
class EmptyChannelsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration DAY = Duration.ofDays(1);
  private static final InstantSource LATER = () -> Instant.now().plus(DAY.multipliedBy(2));

  private static MixLimits limits(Duration emptyFor) {
    MixLimits preset = MixLimits.DEFAULT;
    ReplicaLimits replica = preset.replica();
    var archive =
        new ArchiveRules(Set.of(MixNode.MESSAGES), 0, 0, Duration.ZERO, Duration.ofMillis(100));
    return new MixLimits(
        ChannelLimits.DEFAULT,
        new ReplicaLimits(
            replica.waitingMax(),
            replica.appendsMax(),
            replica.gapMs(),
            replica.retryMs(),
            replica.answerMs(),
            replica.idleMs(),
            replica.presenceWaitMs(),
            archive),
        0,
        0,
        1_000,
        300,
        emptyFor);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-07-100")
  void aChannelThatIsEmptyForLongIsNoMore(Spread spread) {
    assertThat(MixLimits.DEFAULT.emptyFor()).as("off by default").isZero();
    try (var stage = AccountStage.open(spread)) {
      stage.account("hag66", "");
      var hag = stage.bind(0, Jid.of("hag66@" + AccountStage.DOMAIN + "/cave"));
      make(hag, "empty");
      make(hag, "inhabited");
      ask(hag, "inhabited", "<join xmlns='urn:xmpp:mix:core:1'><nick>hag</nick></join>");

      stage.emptying(0, LATER, limits(DAY));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(ask(hag, "empty", DISCO)).isEqualTo("error"));
      assertThat(ask(hag, "inhabited", DISCO)).isEqualTo("result");
    }
  }

  private static final String DISCO = "<query xmlns='http://jabber.org/protocol/disco#info'/>";

  private static void make(AccountStage.Client hag, String name) {
    hag.send(
        "<iq type='set' id='c' to='%s'><create xmlns='urn:xmpp:mix:core:1' channel='%s'/></iq>",
        AccountStage.MIX, name);
    assertThat(hag.receive(PATIENCE).orElseThrow().attr("type")).isEqualTo("result");
  }

  private static String ask(AccountStage.Client hag, String channel, String payload) {
    String type = payload.equals(DISCO) ? "get" : "set";
    hag.send("<iq type='%s' id='q' to='%s@%s'>%s</iq>", type, channel, AccountStage.MIX, payload);
    return hag.receive(PATIENCE).orElseThrow().attrOr("type", "");
  }
}
