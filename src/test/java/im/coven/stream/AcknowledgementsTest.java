package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.stream.Acknowledgements.Next;
import im.coven.stream.Checkpoint.Inbound;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
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
    var acks = new Acknowledgements<String>(100, 100, LAST, new Inbound(LAST, List.of()));
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

  @Test
  @Requirement("SM-009")
  @Requirement("SM-027")
  void whatWasTakenCareOfBeforeIsKnownWhenItComesAgain() {
    var acks = new Acknowledgements<String>(100, 100);
    var first = acks.received();
    var second = acks.received();
    var third = acks.received();
    acks.handled(first);
    acks.handled(third);
    assertThat(acks.isIdle()).isFalse();
    Inbound inbound = acks.inbound();
    assertThat(inbound).isEqualTo(new Inbound(1, List.of(3L)));
    assertThat(second.isKnown()).isFalse();

    var again = new Acknowledgements<String>(100, 100, 0, inbound);
    assertThat(again.handled()).isEqualTo(1);
    var secondAgain = again.received();
    assertThat(secondAgain.number()).isEqualTo(2);
    assertThat(secondAgain.isKnown()).isFalse();
    assertThat(again.inbound()).isEqualTo(inbound);
    var thirdAgain = again.received();
    assertThat(thirdAgain.isKnown()).isTrue();
    again.handled(thirdAgain);
    again.handled(secondAgain);
    assertThat(again.handled()).isEqualTo(3);
    assertThat(again.isIdle()).isTrue();
  }

  @Test
  @Requirement("SM-010")
  @Requirement("SM-015")
  void aResumedStreamCountsOn() {
    var acks = new Acknowledgements<String>(100, 100, LAST, new Inbound(LAST, List.of()));
    acks.sent("a");
    assertThat(acks.acknowledged()).isEqualTo(LAST);
    assertThat(acks.sent()).isEqualTo(LAST + 1);
    assertThat(Acknowledgements.unwrapped(LAST, 0)).isEqualTo(LAST + 1);
    assertThat(Acknowledgements.wire(LAST + 1)).isZero();
    assertThat(acks.acknowledged(0)).isEmpty();
    assertThat(acks.unacknowledged()).isEmpty();
  }

  /// Whatever is sent and acknowledged, in whatever order: the queue is what was sent and not
  /// acknowledged, and a count that is too high changes nothing.
  @Property
  @Requirement("SM-010")
  @Requirement("SM-012")
  void theQueueIsWhatIsNotAcknowledged(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> acts,
      @ForAll @LongRange(max = LAST) long from) {
    var acks = new Acknowledgements<Long>(3, 1000, from, new Inbound(0, List.of()));
    long sent = from;
    long acknowledged = from;
    for (int act : acts) {
      if (act < 6) {
        sent++;
        acks.sent(sent);
      } else {
        long h = acknowledged + act - 6;
        boolean tooHigh = h > sent;
        assertThat(acks.acknowledged(Acknowledgements.wire(h)).isPresent()).isEqualTo(tooHigh);
        acknowledged = tooHigh ? acknowledged : h;
      }
      assertThat(acks.unacknowledged())
          .isEqualTo(LongStream.rangeClosed(acknowledged + 1, sent).boxed().toList());
    }
  }
}
