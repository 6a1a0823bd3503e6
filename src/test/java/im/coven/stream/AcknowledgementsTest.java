package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.stream.Acknowledgements.Next;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

  private static final long LAST = 0xFFFF_FFFFL;

  @Test
  @Requirement("SM-011")
  void theClientIsAskedEveryFewStanzas() {
    var acks = new Acknowledgements<String>(2, 10);
    assertThat(acks.sent("a")).isEqualTo(Next.NOTHING);
    assertThat(acks.sent("b")).isEqualTo(Next.REQUEST);
    assertThat(acks.sent("c")).isEqualTo(Next.NOTHING);
    assertThat(acks.sent("d")).isEqualTo(Next.REQUEST);
  }

  @Test
  @Requirement("SM-011")
  void theQueueIsBounded() {
    var acks = new Acknowledgements<String>(100, 2);
    acks.sent("a");
    acks.sent("b");
    assertThat(acks.sent("c")).isEqualTo(Next.OVERFLOW);
  }

  @Test
  void whatIsAcknowledgedIsForgotten() {
    var acks = new Acknowledgements<String>(100, 100);
    acks.sent("a");
    acks.sent("b");
    acks.sent("c");
    assertThat(acks.acknowledged(2)).isEmpty();
    assertThat(acks.unacknowledged()).containsExactly("c");
    assertThat(acks.acknowledged(2)).isEmpty();
    assertThat(acks.unacknowledged()).containsExactly("c");
    assertThat(acks.acknowledged(3)).isEmpty();
    assertThat(acks.isWaiting()).isFalse();
  }

  @Test
  @Requirement("SM-012")
  void moreThanWasSentCannotBeAcknowledged() {
    var acks = new Acknowledgements<String>(100, 100);
    acks.sent("a");
    assertThat(acks.acknowledged(2)).isEqualTo(OptionalLong.of(1));
    assertThat(acks.acknowledged(LAST)).isEqualTo(OptionalLong.of(1));
    assertThat(acks.unacknowledged()).containsExactly("a");
  }

  @Test
  @Requirement("SM-010")
  void countersWrap() {
    var acks = new Acknowledgements<String>(100, 100, LAST);
    acks.sent("a");
    acks.sent("b");
    assertThat(acks.acknowledged(0)).isEmpty();
    assertThat(acks.unacknowledged()).containsExactly("b");
    assertThat(acks.acknowledged(1)).isEmpty();
    assertThat(acks.isWaiting()).isFalse();
    acks.handled(acks.received());
    assertThat(acks.handled()).isZero();
  }

  @Test
  @Requirement("SM-007")
  @Requirement("SM-009")
  void aStanzaCountsOnceAllBeforeItAreTakenCareOf() {
    var acks = new Acknowledgements<String>(100, 100);
    var first = acks.received();
    var second = acks.received();
    assertThat(acks.handled()).isZero();
    acks.handled(second);
    assertThat(acks.handled()).isZero();
    acks.handled(first);
    assertThat(acks.handled()).isEqualTo(2);
  }
}
