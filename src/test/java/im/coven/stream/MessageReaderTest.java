package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.xml.XmlLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Streams in the messages of a WebSocket: what is read from frames, and what is not taken.
class MessageReaderTest {

  private static final XmlLimits LIMITS = XmlLimits.UNAUTHENTICATED;
  private static final int CLOSED = 0x88;
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;

  private static List<String> read(ClientFrames frames) {
    return ClientFrames.read(frames.bytes(), Integer.MAX_VALUE / 2, LIMITS);
  }

  @Test
  @Requirement("WS-003")
  @Requirement("WS-005")
  @Requirement("WS-008")
  void aStreamIsReadHoweverItsBytesAreSplit() {
    var frames =
        new ClientFrames()
            .text(ClientFrames.OPEN)
            .frame(PONG, new byte[] {1})
            .fragmented(
                "<message xmlns='jabber:client'><body>d\u00fcrr \ud83d\ude00</body></message>")
            .text("<r xmlns='urn:xmpp:sm:3'/>")
            .text(
                "<presence xmlns='jabber:client'><status>"
                    + "x".repeat(200)
                    + "</status></presence>")
            .text(ClientFrames.CLOSE)
            .text("<presence xmlns='jabber:client'/>")
            .frame(PING, "still there".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .frame(CLOSED, new byte[] {3, (byte) 0xE8})
            .text("<presence xmlns='jabber:client'/>");
    byte[] bytes = frames.bytes();
    List<String> whole = ClientFrames.read(bytes.clone(), bytes.length, LIMITS);
    assertThat(whole)
        .contains("opened example.org jabber:client")
        .containsSubsequence(
            "<message xmlns='jabber:client'><body>d\u00fcrr \ud83d\ude00</body></message>",
            "<r xmlns='urn:xmpp:sm:3'/>",
            "<presence xmlns='jabber:client'><status>" + "x".repeat(200) + "</status></presence>",
            "closed",
            "ping [115, 116, 105, 108, 108, 32, 116, 104, 101, 114, 101]",
            "left");
    assertThat(whole).filteredOn(line -> line.startsWith("<presence")).hasSize(1);
    assertThat(whole.getLast()).isEqualTo("left");
    for (int piece = 1; piece < 40; piece++) {
      assertThat(ClientFrames.read(bytes, piece, LIMITS))
          .as("pieces of %d", piece)
          .isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @Requirement("WS-003")
  @Requirement("WS-004")
  @CsvSource(
      delimiter = '|',
      value = {
        "<a xmlns='x'/><a xmlns='x'/>      | BAD_FORMAT: a message holds one whole element",
        "<a xmlns='x'>                     | BAD_FORMAT: a message holds one whole element",
        "''                                | BAD_FORMAT: a message holds one whole element",
        "' <a xmlns=\"x\"/>'               | BAD_FORMAT: a message begins with <",
        "hello                             | BAD_FORMAT: a message begins with <",
        "<?xml version='1.0'?><a xmlns='x'/> | RESTRICTED_XML: processing instructions are not allowed",
        "<!-- --><a xmlns='x'/>            | RESTRICTED_XML: comments are not allowed",
        "<!DOCTYPE a><a/>                  | RESTRICTED_XML: document types are not allowed",
        "</a>                              | NOT_WELL_FORMED: an end tag without a start tag",
        "</nowhere>                        | NOT_WELL_FORMED: an end tag without a start tag",
        "<a></b>                           | NOT_WELL_FORMED: an end tag without its start tag",
        "<stream:error/>                   | NOT_WELL_FORMED: not well-formed",
        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='example.org'>"
            + " | BAD_FORMAT: a message holds one whole element",
      })
  void aMessageIsOneElementThatStandsAlone(String message, String fault) {
    List<String> heard = read(new ClientFrames().text(ClientFrames.OPEN).text(message));
    assertThat(heard).endsWith(fault).filteredOn(line -> line.contains(": ")).hasSize(1);
  }

  static List<Arguments> framesThatAreNone() {
    byte[] some = {'<', 'a', '/', '>'};
    byte[] many = new byte[200];
    return List.of(
        Arguments.of("binary", new ClientFrames().frame(BINARY, some), 1003),
        Arguments.of("not masked", new ClientFrames().raw(0x81, 0x04, '<', 'a', '/', '>'), 1002),
        Arguments.of("compressed", new ClientFrames().frame(0xC1, some), 1002),
        Arguments.of("of no kind", new ClientFrames().frame(0x83, some), 1002),
        Arguments.of("control of no kind", new ClientFrames().frame(0x8B, some), 1002),
        Arguments.of("the rest of nothing", new ClientFrames().frame(0x80, some), 1002),
        Arguments.of(
            "a message in another", new ClientFrames().frame(0x01, some).frame(0x81, some), 1002),
        Arguments.of("a ping in parts", new ClientFrames().frame(0x09, some), 1002),
        Arguments.of("a ping too long", new ClientFrames().frame(PING, many), 1002),
        Arguments.of("too large", new ClientFrames().text("<" + "a".repeat(10_000)), 1009),
        Arguments.of(
            "too large to count",
            new ClientFrames().raw(0x81, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4),
            1009),
        Arguments.of(
            "too large together",
            new ClientFrames()
                .frame(0x01, "<a>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .frame(0x80, new byte[9_998]),
            1009));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framesThatAreNone")
  @Requirement("WS-002")
  @Requirement("WS-016")
  void framesThatCannotBeTakenSayWhy(String what, ClientFrames frames, int code) {
    List<String> heard = read(new ClientFrames().raw(ints(frames.bytes())).text("<b xmlns='x'/>"));
    assertThat(heard).contains("failing " + code);
    assertThat(heard.getLast()).startsWith("POLICY_VIOLATION: ");
  }

  private static int[] ints(byte[] bytes) {
    var ints = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      ints[i] = bytes[i];
    }
    return ints;
  }

  @Test
  void whatFragmentsBringIsRefusedBeforeItIsHeld() {
    var frames =
        new ClientFrames().frame(0x01, "<a b='".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int i = 0; i < 5_000; i++) {
      frames.frame(0x00, new byte[] {'x'});
    }
    assertThat(read(frames)).containsExactly("POLICY_VIOLATION: more than 4096 bytes in a tag");
  }

  @Test
  @Requirement("WS-011")
  void aSecondOpeningIsAnElementLikeOthersUntilTheStreamBeginsAnew() {
    assertThat(read(new ClientFrames().text(ClientFrames.OPEN).text(ClientFrames.OPEN)))
        .containsExactly("opened example.org jabber:client", ClientFrames.OPEN);
  }
}
