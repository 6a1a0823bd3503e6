package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundStreamTest {

  private static final Jid ADDRESS = Jid.of("hag66@mix.test/r");

  @ParameterizedTest
  @ValueSource(strings = {"", "from='hag66@mix.test/r'", "from='hag66@mix.test'"})
  @Requirement("C2S-033")
  void stanzasComeFromTheFullJid(String from) {
    StreamStage stage = StreamStage.bound();
    assertThat(stage.say("<message to='coven@mix.test' " + from + "/>")).isEmpty();
    assertThat(stage.delivered).extracting(Stanza::from).containsExactly(ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hecate@mix.test", "hag66@mix.test/other", "mix.test", "@"})
  @Requirement("C2S-033")
  void aForeignSenderClosesTheStream(String from) {
    StreamStage stage = StreamStage.bound();
    assertThat(stage.say("<presence from='" + from + "'/>"))
        .contains("<stream:error><invalid-from ")
        .endsWith("</stream:stream>");
    assertThat(stage.delivered).isEmpty();
  }

  @Test
  void theSessionOfOldNeedsNothing() {
    StreamStage stage = StreamStage.bound();
    assertThat(
            stage.say(
                "<iq type='set' id='s'>"
                    + "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>"))
        .isEqualTo("<iq to='hag66@mix.test/r' id='s' type='result'/>");
    assertThat(stage.delivered).isEmpty();
  }

  @Test
  void aSecondResourceIsRefused() {
    assertThat(
            StreamStage.bound()
                .say("<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"))
        .contains("<not-allowed ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          <iq type='get' id='1'/>                                    | bad-request
          <iq type='get' id='1'><a xmlns='x'/><b xmlns='x'/></iq>    | bad-request
          <iq type='get'><a xmlns='x'/></iq>                         | bad-request
          <iq type='ask' id='1'><a xmlns='x'/></iq>                  | bad-request
          <iq type='get' id='1' to='@'><a xmlns='x'/></iq>           | jid-malformed
          <message to='@'/>                                          | jid-malformed
          """)
  @Requirement("C2S-034")
  @Requirement("C2S-039")
  void malformedStanzasAreBounced(String stanza, String condition) {
    StreamStage stage = StreamStage.bound();
    assertThat(stage.say(stanza))
        .contains("<error type='modify'><" + condition + " ", "to='hag66@mix.test/r'");
    assertThat(stage.delivered).isEmpty();
  }

  @Test
  void whatIsNoStanzaClosesTheStream() {
    assertThat(StreamStage.bound().say("<letter/>")).contains("<unsupported-stanza-type ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "resume='false'", "resume='0'"})
  @Requirement("SM-002")
  void whoDoesNotAskCannotResume(String resume) {
    assertThat(StreamStage.bound().say("<enable xmlns='urn:xmpp:sm:3' " + resume + "/>"))
        .isEqualTo("[counting]<enabled xmlns='urn:xmpp:sm:3'/>");
  }

  @Test
  @Requirement("SM-002")
  @Requirement("SM-004")
  void acknowledgementsAreEnabledOnce() {
    StreamStage stage = StreamStage.bound();
    assertThat(stage.say("<r xmlns='urn:xmpp:sm:3'/>")).contains("<unexpected-request ");
    assertThat(stage.say("<enable xmlns='urn:xmpp:sm:3' resume='true'/>"))
        .isEqualTo("[counting]<enabled xmlns='urn:xmpp:sm:3' id='ID' resume='true' max='300'/>");
    assertThat(stage.say("<r xmlns='urn:xmpp:sm:3'/>")).isEqualTo("[h]");
    assertThat(stage.say("<a xmlns='urn:xmpp:sm:3' h='4294967295'/>"))
        .isEqualTo("[taken 4294967295]");
    assertThat(stage.say("<enable xmlns='urn:xmpp:sm:3'/>")).contains("<unexpected-request ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h='-1'", "h='4294967296'", "h='x'"})
  void acknowledgementsWithoutANumberCloseTheStream(String h) {
    StreamStage stage = StreamStage.bound();
    stage.say("<enable xmlns='urn:xmpp:sm:3'/>");
    assertThat(stage.say("<a xmlns='urn:xmpp:sm:3' " + h + "/>")).contains("<policy-violation ");
  }

  @Test
  @Requirement("C2S-004")
  void theErrorOfAStreamMayHaveADetail() {
    assertThat(
            StreamStage.bound().happen(new StreamInput.Stop(StreamXml.handledCountTooHigh(7, 5))))
        .isEqualTo(
            "<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                + "<handled-count-too-high xmlns='urn:xmpp:sm:3' h='7' send-count='5'/>"
                + "</stream:error></stream:stream>");
  }
}
