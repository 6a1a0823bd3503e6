package im.coven.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a receiver is told that did not get everything once and in order. Deliveries are written as
/// publisher and number: `a0 b0 a1`.
class LedgerTest {

  private static final int[] THREE_EACH = {3, 3};

  @Test
  void whatComesOnceAndInOrderIsSound() {
    Ledger ledger = of("a0 b0 a1 b1 b2 a2");
    assertThat(ledger.lost(THREE_EACH)).isZero();
    assertThat(ledger.received()).isEqualTo(6);
    assertThat(ledger.doubled() + ledger.late() + ledger.unknown()).isZero();
  }

  @Test
  void whatIsMissingInTheMiddleAndAtTheEndIsLost() {
    assertThat(of("a0 a2 b0 b1 b2").lost(THREE_EACH)).isEqualTo(1);
    assertThat(of("a0 a1 b0 b1 b2").lost(THREE_EACH)).isEqualTo(1);
    assertThat(of("a1 b2").lost(THREE_EACH)).isEqualTo(4);
    assertThat(of("").lost(THREE_EACH)).isEqualTo(6);
  }

  @Test
  void whatComesTwiceIsDoubledAndHidesNoLoss() {
    Ledger ledger = of("a0 a1 a1 a0 a1 b0 b1 b2");
    assertThat(ledger.doubled()).isEqualTo(3);
    assertThat(ledger.received()).isEqualTo(5);
    assertThat(ledger.lost(THREE_EACH)).isEqualTo(1);
  }

  @Test
  void whatComesBehindItsPublishersLaterOnesIsLateAndNotLost() {
    Ledger ledger = of("a0 a2 a1 b0 b1 b2");
    assertThat(ledger.late()).isEqualTo(1);
    assertThat(ledger.doubled()).isZero();
    assertThat(ledger.lost(THREE_EACH)).isZero();
  }

  @Test
  void whatIsLateAndThenComesAgainIsBoth() {
    Ledger ledger = of("a1 a0 a0 a1 a2 b0 b1 b2");
    assertThat(ledger.late()).isEqualTo(1);
    assertThat(ledger.doubled()).isEqualTo(2);
    assertThat(ledger.lost(THREE_EACH)).isZero();
  }

  @Test
  void whatNobodyInTheChannelSentIsUnknown() {
    Ledger ledger = of("a0 c0");
    assertThat(ledger.unknown()).isEqualTo(1);
    assertThat(ledger.received()).isEqualTo(1);
  }

  @Test
  void receiversAgreeOnTheOrderOnlyIfTheySawTheSameOne() {
    long order = of("a0 b0 a1 b1").order();
    assertThat(of("a0 b0 a1 b1").order()).isEqualTo(order);
    assertThat(of("b0 a0 a1 b1").order()).isNotEqualTo(order);
    assertThat(of("a0 b0 b1 a1").order()).isNotEqualTo(order);
  }

  @Test
  void aDoubleChangesNoOrder() {
    assertThat(of("a0 b0 a0 a1").order()).isEqualTo(of("a0 b0 a1").order());
  }

  private static Ledger of(String deliveries) {
    var ledger = new Ledger(2);
    for (String delivery : deliveries.isEmpty() ? new String[0] : deliveries.split(" ", -1)) {
      ledger.enter(delivery.charAt(0) - 'a', delivery.charAt(1) - '0');
    }
    return ledger;
  }
}
