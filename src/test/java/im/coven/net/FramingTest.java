package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a wire adds to what is sent.
class FramingTest {

  private static byte[] head(int number) {
    return ("<message id='" + number + "' to='").getBytes(UTF_8);
  }

  @Test
  void oneDocumentTakesEverythingAsItIs() {
    byte[] head = head(1);
    assertThat(Framing.Document.INSTANCE.shared(head)).isSameAs(head);
    assertThat(Framing.Document.INSTANCE.element(head)).isSameAs(head);
    assertThat(Framing.Document.INSTANCE.before(head.length)).isEmpty();
  }

  @Test
  @Requirement("WS-004")
  void whatManyGetIsMadeToStandAloneOnceForAll() {
    var framing = new Framing.Messages();
    // One event is told in a few ways, and each receiver gets one of them.
    List<byte[]> told = List.of(head(1), head(2), head(3));
    var alone = new ArrayList<byte[]>();
    told.forEach(head -> alone.add(framing.shared(head)));
    for (int i = 0; i < 100; i++) {
      assertThat(framing.shared(told.get(i % 3))).isSameAs(alone.get(i % 3));
    }
    assertThat(new String(alone.get(1), UTF_8))
        .isEqualTo("<message xmlns='jabber:client' id='2' to='");
  }

  @Test
  void whatWasLongAgoIsForgottenAndMadeAnew() {
    var framing = new Framing.Messages();
    byte[] first = head(0);
    byte[] alone = framing.shared(first);
    for (int i = 1; i < 20; i++) {
      byte[] next = head(i);
      assertThat(new String(framing.shared(next), UTF_8)).contains("id='" + i + "'");
    }
    assertThat(framing.shared(first)).isNotSameAs(alone).isEqualTo(alone);
  }
}
