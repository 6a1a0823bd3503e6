package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every key that bounds a stanza, set lower than its default: what passes under the default ends
/// the stream.
class StanzaLimitsIT {

  private static final String PING = "<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>";

  static Stream<Arguments> bounds() {
    return Stream.of(
        Arguments.of("client.stanza-bytes-max=10000", message("x".repeat(10_000))),
        Arguments.of("client.tag-bytes-max=1024", message("<a b='" + "x".repeat(1024) + "'/>")),
        Arguments.of("client.depth-max=8", message("<a>".repeat(8) + "</a>".repeat(8))),
        Arguments.of("client.attributes-max=8", message("<a " + numbered(9, " a%d='b'") + "/>")),
        Arguments.of("client.elements-max=100", message("<a/>".repeat(100))),
        Arguments.of("client.names-max=64", message(numbered(65, "<name%d/>"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bounds")
  void aKeyThatBoundsAStanzaIsKept(String assignment, String stanza) {
    try (var wide = TestCoven.start();
        var narrow = wide.another(assignment)) {
      try (var client = RawClient.login(wide.clientPort(), someone())) {
        assertThat(client.say(stanza).say(PING).hear("id='p'")).doesNotContain("<stream:error>");
      }
      try (var client = RawClient.login(narrow.clientPort(), someone())) {
        assertThat(client.say(stanza).hearOut()).contains("<stream:error><policy-violation ");
      }
    }
  }

  private static String message(String content) {
    return "<message id='m'><x xmlns='urn:x'>" + content + "</x></message>";
  }

  private static String numbered(int count, String format) {
    return String.join("", IntStream.range(0, count).mapToObj(format::formatted).toList());
  }

  private static String someone() {
    return "u" + UUID.randomUUID();
  }
}
