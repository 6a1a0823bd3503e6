package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final ClientLimits D = ClientLimits.DEFAULT;

  @Test
  void allConnectionsAreBounded() {
    Admission admission = admission(2, 10, 10);
    Admission.Ticket first = enter(admission, "192.0.2.1");
    enter(admission, "192.0.2.2");
    assertThat(admission.enter("192.0.2.3")).isNull();
    first.leave();
    first.leave();
    assertThat(admission.open()).isEqualTo(1);
    assertThat(admission.enter("192.0.2.3")).isNotNull();
  }

  @Test
  void thoseThatHaveNotLoggedInAreBounded() {
    Admission admission = admission(10, 1, 10);
    Admission.Ticket first = enter(admission, "192.0.2.1");
    assertThat(admission.enter("192.0.2.2")).isNull();
    first.authenticated();
    assertThat(admission.unauthenticated()).isZero();
    assertThat(admission.enter("192.0.2.2")).isNotNull();
    first.leave();
    assertThat(admission.unauthenticated()).isEqualTo(1);
  }

  @Test
  void oneAddressTakesOnlyItsPart() {
    Admission admission = admission(10, 10, 1);
    enter(admission, "192.0.2.1");
    assertThat(admission.enter("192.0.2.1")).isNull();
    assertThat(admission.enter("192.0.2.2")).isNotNull();
  }

  @Test
  void oneNetworkOfIpv6IsOneAddress() {
    Admission admission = admission(10, 10, 1);
    enter(admission, "2001:db8::1");
    assertThat(admission.enter("2001:db8:0:0:ffff::2")).isNull();
    assertThat(admission.enter("2001:db8:0:1::1")).isNotNull();
  }

  @Test
  void thisMachineIsNoSingleClient() {
    Admission admission = admission(10, 10, 1);
    enter(admission, "127.0.0.1");
    assertThat(admission.enter("127.0.0.1")).isNotNull();
  }

  private static Admission.Ticket enter(Admission admission, String address) {
    return Objects.requireNonNull(admission.enter(address));
  }

  private static Admission admission(int all, int unauthenticated, int perAddress) {
    return new Admission(
        new ClientLimits(
            D.stanzas(),
            D.negotiationBytesMax(),
            D.unauthenticatedSecondsMax(),
            all,
            unauthenticated,
            perAddress,
            D.outboxBytesMax(),
            D.unacknowledgedMax(),
            D.inHandMax(),
            D.stanzasPerSecond(),
            D.saslAttemptsMax()));
  }
}
