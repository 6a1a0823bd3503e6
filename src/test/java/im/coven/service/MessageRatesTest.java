package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import org.junit.jupiter.api.Test;

class MessageRatesTest {

  private static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  private static final Jid OTHER = Jid.of("other@mix.shakespeare.example");
  private static final Jid HAG = Jid.of("hag66@shakespeare.example");
  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");

  @Test
  @Requirement("CORE-10-002")
  void aParticipantThatSentTooMuchWaitsForTheNextStretchAndNobodyElseDoes() {
    var rates = new MessageRates(2, 0);
    rates.renew(1_000);
    for (int i = 0; i < 2 * MessageRates.SECONDS; i++) {
      assertThat(rates.admits(COVEN, HAG)).isTrue();
      rates.count(COVEN, HAG);
    }
    assertThat(rates.admits(COVEN, HAG)).isFalse();
    assertThat(rates.admits(COVEN, HECATE)).isTrue();
    assertThat(rates.admits(OTHER, HAG)).isTrue();
    rates.renew(1_000 + MessageRates.SECONDS * 1000L - 1);
    assertThat(rates.admits(COVEN, HAG)).isFalse();
    rates.renew(1_000 + MessageRates.SECONDS * 1000L);
    assertThat(rates.admits(COVEN, HAG)).isTrue();
  }

  @Test
  @Requirement("CORE-10-002")
  void aChannelThatTookTooMuchTakesNothingFromAnybody() {
    var rates = new MessageRates(0, 1);
    for (int i = 0; i < MessageRates.SECONDS; i++) {
      rates.count(COVEN, HAG);
    }
    assertThat(rates.admits(COVEN, HECATE)).isFalse();
    assertThat(rates.admits(OTHER, HECATE)).isTrue();
  }

  @Test
  void withoutLimitsEverythingIsAdmitted() {
    var rates = new MessageRates(0, 0);
    for (int i = 0; i < 10_000; i++) {
      rates.count(COVEN, HAG);
    }
    assertThat(rates.admits(COVEN, HAG)).isTrue();
  }
}
