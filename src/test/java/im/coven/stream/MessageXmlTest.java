package im.coven.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageXmlTest {

  @ParameterizedTest
  @Requirement("WS-004")
  @CsvSource(
      delimiter = '|',
      value = {
        "<presence/>               | <presence xmlns='jabber:client'/>",
        "<message to='x'>          | <message xmlns='jabber:client' to='x'>",
        "<iq>                      | <iq xmlns='jabber:client'>",
        "<message from='           | <message xmlns='jabber:client' from='",
        "<a xmlns='urn:xmpp:sm:3'/> | <a xmlns='urn:xmpp:sm:3'/>",
        "<message xmlns='jabber:client' id='1'/> | <message xmlns='jabber:client' id='1'/>",
        "<stream:error>            | <stream:error xmlns:stream='http://etherx.jabber.org/streams'>",
      })
  void whatStoodInAStreamStandsAlone(String element, String alone) {
    assertThat(new String(MessageXml.alone(element.getBytes(UTF_8)), UTF_8)).isEqualTo(alone);
  }

  @Test
  @Requirement("WS-004")
  @Requirement("WS-005")
  void theOpeningSaysWhatAHeaderSays() {
    assertThat(MessageXml.header("i'd", "example.org", Jid.of("hag66@example.org")))
        .isEqualTo(
            "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0' xml:lang='en'"
                + " id='i&apos;d' from='example.org' to='hag66@example.org'/>");
    assertThat(new String(MessageXml.alone(StreamXml.features(List.of()).getBytes(UTF_8)), UTF_8))
        .isEqualTo(
            "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>"
                + "</stream:features>");
  }

  @ParameterizedTest
  @CsvSource({
    "0,     81 00",
    "125,   81 7d",
    "126,   81 7e 00 7e",
    "65535, 81 7e ff ff",
    "65536, 81 7f 00 00 00 00 00 01 00 00",
    "16777216, 81 7f 00 00 00 00 01 00 00 00"
  })
  void aLengthStandsInAsFewBytesAsItNeeds(int length, String header) {
    assertThat(java.util.HexFormat.ofDelimiter(" ").formatHex(WebSocketFrame.text(length)))
        .isEqualTo(header);
  }
}
