package im.coven.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMessageTest {

  @Test
  void nameAndPasswordArePrepared() {
    assertThat(PlainMessage.read("\0hag66\0\u2168 caldron".getBytes(UTF_8)))
        .contains(new PlainMessage(null, "hag66", "IX caldron"));
  }

  @Test
  void theAuthorisationIdentityIsKept() {
    assertThat(PlainMessage.read("hecate@x\0hag66\0p".getBytes(UTF_8)))
        .contains(new PlainMessage("hecate@x", "hag66", "p"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hag66", "\0hag66", "\0hag66\0", "\0\0p", "\0a\0b\0c", "\0a\0b\u0007"})
  void malformedMessagesAreRefused(String message) {
    assertThat(PlainMessage.read(message.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void noTextShowsThePassword() {
    assertThat(new PlainMessage(null, "hag66", "caldron").toString()).doesNotContain("caldron");
  }

  @Test
  void onlyTheRightPasswordIsAccepted() {
    var credentials =
        Credentials.derive(
            "caldron",
            Map.of(
                ScramMechanism.SCRAM_SHA_512,
                new byte[16],
                ScramMechanism.SCRAM_SHA_1,
                new byte[16]),
            4096);
    assertThat(credentials.accepts("caldron")).isTrue();
    assertThat(credentials.accepts("Caldron")).isFalse();
    assertThat(Credentials.decoy("hag66", new byte[32], 4096).accepts("caldron")).isFalse();
    assertThat(new Credentials(Map.of()).accepts("caldron")).isFalse();
  }
}
