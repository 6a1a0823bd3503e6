package im.coven.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stanzas come out whole, and marks are found in them, however the bytes were split.
class StanzaCutterTest {

  private static final Mark MARK = new Mark(0xC0FFEE, 80);
  private static final String BODY = MARK.body(3, 42, 1_234_567);

  private static final List<String> STANZAS =
      List.of(
          "<message type='groupchat' from='c@mix/ä>b'><mix xmlns='m'><nick>n/</nick></mix><body>%s</body></message>"
              .formatted(BODY),
          "<presence from='x'/>",
          "<iq id=\"a'b>c/\" type='get'><ping xmlns='urn:xmpp:ping' /></iq>",
          "<message><body><![CDATA[</body></message> ]] > ]>]]]></body></message>",
          "<message type=\"error\"><body>%s</body></message>".formatted(BODY),
          "<message type='error'><body>%s</body></message>".formatted(BODY),
          "<message from=\"it is type='error' you say\"><body xml:lang='en'>%s</body></message>"
              .formatted(BODY),
          "<message><a><a><a/></a></a></message>",
          "</stream:stream>");

  private final List<String> cut = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  @Test
  void whereverTheBytesAreSplitTheSameComesOut() {
    byte[] stream = (" " + String.join("\n ", STANZAS)).getBytes(UTF_8);
    for (int first = 0; first <= stream.length; first++) {
      for (int second : new int[] {first, Math.min(first + 1, stream.length), stream.length}) {
        feed(stream, first, second);
        assertThat(cut).as("split at %d and %d", first, second).isEqualTo(STANZAS);
        assertThat(numbers).as("split at %d and %d", first, second).containsExactly(42, 42);
      }
    }
  }

  @Test
  void oneByteAtATimeIsNoDifferent() {
    byte[] stream = String.join("", STANZAS).getBytes(UTF_8);
    var cutter = new StanzaCutter(this::take);
    for (int i = 0; i < stream.length; i++) {
      cutter.feed(stream, i, i + 1);
    }
    assertThat(cut).isEqualTo(STANZAS);
    assertThat(numbers).containsExactly(42, 42);
  }

  @Test
  void aStanzaWithoutEndIsNotHeldForEver() {
    var cutter = new StanzaCutter(this::take);
    byte[] piece = "<a>".repeat(1 << 18).getBytes(UTF_8);
    assertThatThrownBy(
            () -> {
              for (int fed = 0; fed <= StanzaCutter.STANZA_BYTES_MAX; fed += piece.length) {
                cutter.feed(piece, 0, piece.length);
              }
            })
        .isInstanceOf(LoadFailure.class)
        .hasMessageContaining("more than");
  }

  @Test
  void aMarkHoldsWhatWasPutIn() {
    byte[] stanza = STANZAS.getFirst().getBytes(UTF_8);
    int at = MARK.find(stanza, 0, stanza.length);
    assertThat(Mark.publisher(stanza, at)).isEqualTo(3);
    assertThat(Mark.number(stanza, at)).isEqualTo(42);
    assertThat(Mark.dueMicros(stanza, at)).isEqualTo(1_234_567);
    assertThat(BODY).hasSize(80);
    assertThat(new Mark(1, Mark.BYTES).body(99_999, 99_999_999, 3_600_000_000L))
        .hasSize(Mark.BYTES);
  }

  @Test
  void aMarkOfAnotherRunOrAMutilatedOneIsNone() {
    for (String body :
        List.of(
            new Mark(0xC0FFED, 80).body(3, 42, 0),
            BODY.substring(0, Mark.BYTES - 8),
            BODY.replace("000042", "0000x2"),
            BODY.replace("coven", "raven"))) {
      byte[] stanza = "<message><body>%s</body></message>".formatted(body).getBytes(UTF_8);
      assertThat(MARK.find(stanza, 0, stanza.length)).as(body).isEqualTo(-1);
      assertThat(MARK.inBody(body)).as(body).isEmpty();
    }
    assertThat(MARK.inBody(BODY)).isEqualTo(BODY.getBytes(UTF_8));
  }

  private void feed(byte[] stream, int first, int second) {
    cut.clear();
    numbers.clear();
    var cutter = new StanzaCutter(this::take);
    cutter.feed(stream, 0, first);
    cutter.feed(stream, first, second);
    cutter.feed(stream, second, stream.length);
  }

  private void take(byte[] bytes, int from, int to) {
    cut.add(new String(bytes, from, to - from, UTF_8));
    int at = MARK.find(bytes, from, to);
    if (at >= 0) {
      numbers.add(Mark.number(bytes, at));
    }
  }
}
