package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.sasl.ScramClient;
import im.coven.sasl.ScramMechanism;
import im.coven.stanza.StanzaError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  @Test
  @Requirement("C2S-001")
  void theHeaderIsAnsweredBeforeAnythingElse() {
    String answer =
        StreamStage.open().say(StreamStage.HEADER.replace(">", " from='hag66@mix.test'>"));
    assertThat(answer)
        .startsWith("<?xml version='1.0'?><stream:stream xmlns='jabber:client'")
        .contains(" version='1.0'", " id='ID'", " from='mix.test'", " to='hag66@mix.test'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to='mix.test'     | to='elsewhere.test'          | host-unknown
          to='mix.test'     | to='hag66@mix.test'          | host-unknown
          to='mix.test'     | id='x'                       | host-unknown
          version='1.0'     | version='0.9'                | unsupported-version
          version='1.0'     | id='x'                       | unsupported-version
          version='1.0'     | version='one'                | unsupported-version
          xmlns='jabber:client' | xmlns='jabber:server'    | invalid-namespace
          xmlns:stream='http://etherx.jabber.org/streams' | xmlns:stream='urn:x' | invalid-namespace
          """)
  @Requirement("C2S-002")
  @Requirement("C2S-003")
  @Requirement("C2S-004")
  void headersThatAreRefused(String right, String wrong, String condition) {
    StreamStage stage = StreamStage.open();
    String answer = stage.say(StreamStage.HEADER.replace(right, wrong));
    assertThat(answer)
        .startsWith("<?xml")
        .contains("<stream:error><" + condition + " xmlns=")
        .endsWith("</stream:error></stream:stream>");
    assertThat(stage.say("<presence/>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.7", "2.0", "01.0"})
  void versionsThatSpeakOurs(String version) {
    String header = StreamStage.HEADER.replace("version='1.0'", "version='" + version + "'");
    assertThat(StreamStage.open().say(header)).contains("<stream:features>");
  }

  @Test
  @Requirement("C2S-008")
  @Requirement("C2S-014")
  void whereTlsIsRequiredNothingElseIsOffered() {
    StreamStage stage = demanding();
    assertThat(stage.say(StreamStage.HEADER))
        .contains("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>")
        .doesNotContain("<mechanism", "<register");
    assertThat(stage.say(StreamStage.plain("hag66", "caldron")))
        .isEqualTo("<failure xmlns='" + SASL + "'><encryption-required/></failure>");
  }

  @Test
  @Requirement("C2S-009")
  @Requirement("C2S-012")
  void afterTlsAllIsOfferedButTls() {
    StreamStage stage = demanding();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(STARTTLS)).startsWith("<proceed");
    assertThat(stage.say(StreamStage.HEADER))
        .contains(
            "<mechanism>SCRAM-SHA-512</mechanism><mechanism>SCRAM-SHA-256</mechanism>"
                + "<mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism>",
            "<register xmlns='http://jabber.org/features/iq-register'/>")
        .doesNotContain("starttls");
  }

  @Test
  void tlsTwiceIsRefused() {
    StreamStage stage = demanding();
    stage.say(StreamStage.HEADER);
    stage.say(STARTTLS);
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(STARTTLS))
        .isEqualTo("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>");
  }

  @Test
  @Requirement("C2S-014")
  void plainIsNotOfferedToTheNetworkWithoutTls() {
    var stage =
        new StreamStage(
            StreamStage.policy(StreamPolicy.Tls.OFFERED),
            Entry.Security.PLAIN,
            Entry.Origin.NETWORK);
    assertThat(stage.say(StreamStage.HEADER))
        .contains("<mechanism>SCRAM-SHA-1</mechanism>")
        .doesNotContain("PLAIN", "<register");
    assertThat(stage.say(StreamStage.plain("hag66", "caldron"))).contains("encryption-required");
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-018")
  void eachScramMechanismLeadsToANewStream(ScramMechanism mechanism) {
    StreamStage stage = StreamStage.open();
    stage.account("hag66", "caldron");
    stage.say(StreamStage.HEADER);
    var client = new ScramClient(mechanism, "hag66", "caldron");
    String challenge = stage.say(auth(mechanism, client.first()));
    String success = stage.say(response(client.answer(decoded(challenge))));
    assertThat(success).startsWith("<success xmlns='" + SASL + "'>");
    assertThat(decoded(success)).isEqualTo(client.expectedServerFinal());
    assertThat(stage.say(StreamStage.HEADER))
        .contains("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>")
        .doesNotContain("mechanism", "register");
  }

  @Test
  void theFirstMessageMayComeLater() {
    StreamStage stage = StreamStage.open();
    stage.account("hag66", "caldron");
    stage.say(StreamStage.HEADER);
    assertThat(stage.say("<auth xmlns='" + SASL + "' mechanism='PLAIN'/>"))
        .isEqualTo("<challenge xmlns='" + SASL + "'/>");
    assertThat(stage.say(response("\0hag66\0caldron")))
        .isEqualTo("<success xmlns='" + SASL + "'/>");
  }

  @Test
  @Requirement("C2S-020")
  void aWrongPasswordAndAnUnknownNameLookAlike() {
    StreamStage stage = StreamStage.open();
    stage.account("hag66", "caldron");
    stage.say(StreamStage.HEADER);
    String wrong = stage.say(StreamStage.plain("hag66", "wrong"));
    assertThat(wrong).isEqualTo("<failure xmlns='" + SASL + "'><not-authorized/></failure>");
    assertThat(stage.say(StreamStage.plain("nobody", "wrong"))).isEqualTo(wrong);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          <auth xmlns='%s' mechanism='X-OAUTH2'>=</auth>          | invalid-mechanism
          <auth xmlns='%s'>=</auth>                               | invalid-mechanism
          <auth xmlns='%s' mechanism='PLAIN'>?</auth>             | incorrect-encoding
          <auth xmlns='%s' mechanism='PLAIN'>=</auth>             | malformed-request
          <auth xmlns='%s' mechanism='SCRAM-SHA-1'>biws</auth>    | malformed-request
          <auth xmlns='%s' mechanism='PLAIN'>YUBiAGEAYg==</auth>  | invalid-authzid
          """)
  @Requirement("C2S-019")
  void attemptsThatFail(String auth, String condition) {
    StreamStage stage = StreamStage.open();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(auth.formatted(SASL)))
        .isEqualTo("<failure xmlns='" + SASL + "'><" + condition + "/></failure>");
  }

  @Test
  @Requirement("C2S-019")
  void anAbortIsConfirmed() {
    StreamStage stage = StreamStage.open();
    stage.say(StreamStage.HEADER);
    stage.say("<auth xmlns='" + SASL + "' mechanism='PLAIN'/>");
    assertThat(stage.say("<abort xmlns='" + SASL + "'/>")).contains("<aborted/>");
  }

  @Test
  @Requirement("C2S-019")
  void aStoreThatDoesNotAnswerIsATemporaryFailure() {
    StreamStage stage = StreamStage.open().storeFails();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(StreamStage.plain("hag66", "caldron")))
        .contains("<temporary-auth-failure/>");
  }

  @Test
  @Requirement("C2S-021")
  void tooManyFailuresCloseTheStream() {
    StreamStage stage = StreamStage.open();
    stage.say(StreamStage.HEADER);
    stage.say(StreamStage.plain("hag66", "1"));
    stage.say(StreamStage.plain("hag66", "2"));
    assertThat(stage.say(StreamStage.plain("hag66", "3")))
        .contains("<not-authorized/></failure><stream:error><policy-violation")
        .endsWith("</stream:stream>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<message/>", "<presence/>", "<iq type='get' id='1'><x xmlns='y'/></iq>"})
  @Requirement("C2S-007")
  void stanzasThatComeTooEarlyCloseTheStream(String stanza) {
    StreamStage before = StreamStage.open();
    before.say(StreamStage.HEADER);
    assertThat(before.say(stanza)).contains("<not-authorized ").endsWith("</stream:stream>");
    assertThat(StreamStage.authenticated().say(stanza)).contains("<not-authorized ");
  }

  @Test
  @Requirement("C2S-005")
  void whoIsTooSlowIsClosed() {
    StreamStage stage = StreamStage.authenticated();
    assertThat(stage.happen(new StreamInput.Tick(59_999))).isEmpty();
    assertThat(stage.happen(new StreamInput.Tick(60_000))).contains("<connection-timeout ");
    assertThat(StreamStage.bound().happen(new StreamInput.Tick(60_000))).isEmpty();
  }

  @Test
  @Requirement("C2S-005")
  void theEndOfTheStreamIsAnswered() {
    assertThat(StreamStage.authenticated().say("</stream:stream>")).isEqualTo("</stream:stream>");
    assertThat(StreamStage.bound().say("</stream:stream>")).isEqualTo("</stream:stream>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          <!-- a -->                            | restricted-xml
          <?pi x?>                              | restricted-xml
          <message><body>&x;</body></message>   | restricted-xml
          <message></presence>                  | not-well-formed
          """)
  @Requirement("C2S-006")
  void xmlThatIsNotReadClosesTheStream(String xml, String condition) {
    StreamStage stage = StreamStage.bound();
    assertThat(stage.say(xml)).contains("<" + condition + " ").endsWith("</stream:stream>");
    assertThat(stage.say("<presence/>")).isEmpty();
  }

  @Test
  @Requirement("C2S-006")
  void garbageInsteadOfAHeaderGetsAHeaderAndAnError() {
    assertThat(StreamStage.open().say("GET / HTTP/1.1\r\n"))
        .startsWith("<?xml version='1.0'?><stream:stream")
        .contains("<stream:error>")
        .endsWith("</stream:stream>");
  }

  @Test
  @Requirement("C2S-030")
  void aResourceIsBound() {
    StreamStage stage = StreamStage.authenticated();
    assertThat(
            stage.say(
                "<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                    + "<resource>heath</resource></bind></iq>"))
        .isEqualTo(
            "<iq id='b1' type='result'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<jid>hag66@mix.test/heath</jid></bind></iq>");
    assertThat(StreamStage.authenticated().say(bind(""))).contains("<jid>hag66@mix.test/made-here");
    assertThat(StreamStage.authenticated().say(bind("<resource/>"))).contains("made-here");
  }

  @Test
  @Requirement("C2S-032")
  void aBindingThatIsRefusedMayBeTriedAgain() {
    StreamStage stage =
        StreamStage.authenticated()
            .refuseBinding(StanzaError.Condition.RESOURCE_CONSTRAINT.error());
    assertThat(stage.say(bind("")))
        .isEqualTo(
            "<iq id='b' type='error'><error type='wait'>"
                + "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                + "</error></iq>");
    assertThat(stage.state).isInstanceOf(StreamState.Authenticated.class);
    assertThat(stage.say(bind("<resource>\u0007</resource>".replace("\u0007", "\u00a0\u00ad"))))
        .contains("type='error'");
  }

  @Test
  @Requirement("SM-001")
  @Requirement("SM-003")
  @Requirement("SM-016")
  void beforeBindingNothingIsEnabledNorResumed() {
    StreamStage stage = StreamStage.authenticated();
    String failed =
        "<failed xmlns='urn:xmpp:sm:3'><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";
    assertThat(stage.say("<enable xmlns='urn:xmpp:sm:3'/>"))
        .isEqualTo(failed.formatted("unexpected-request"));
    assertThat(stage.say("<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>"))
        .isEqualTo(failed.formatted("item-not-found"));
    assertThat(stage.say(bind(""))).contains("<jid>");
  }

  @Test
  @Requirement("SM-013")
  @Requirement("SM-016")
  @Requirement("SM-017")
  void aSessionIsResumedInsteadOfBinding() {
    StreamStage stage = StreamStage.authenticated().keeps("some-session").forgets(7);
    String resume = "<resume xmlns='urn:xmpp:sm:3' previd='%s' h='%s'/>";
    assertThat(stage.say(resume.formatted("other-session", "0")))
        .isEqualTo(
            "<failed xmlns='urn:xmpp:sm:3' h='7'>"
                + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
    assertThat(stage.say(resume.formatted("some-session", "no number")))
        .contains("<item-not-found ");
    assertThat(stage.say(resume.formatted("some-session", "0")))
        .isEqualTo("<resumed xmlns='urn:xmpp:sm:3' previd='some-session' h='4'/>[rest]");
    assertThat(stage.say("<r xmlns='urn:xmpp:sm:3'/>")).isEqualTo("[h]");
    assertThat(stage.say("<enable xmlns='urn:xmpp:sm:3'/>")).contains("<unexpected-request ");
  }

  @Test
  @Requirement("SM-016")
  void whileTheStoreIsAwayNothingIsResumed() {
    StreamStage stage = StreamStage.authenticated().keeps("some-session").storeFails();
    assertThat(stage.say("<resume xmlns='urn:xmpp:sm:3' previd='some-session' h='0'/>"))
        .contains("<failed ", "<resource-constraint ");
    assertThat(stage.state).isInstanceOf(StreamState.Authenticated.class);
  }

  @Test
  void limitsAreStated() {
    String limits =
        "<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>%d</max-bytes>"
            + "<idle-seconds>360</idle-seconds></limits>";
    StreamStage stage = StreamStage.open();
    stage.account("hag66", "caldron");
    assertThat(stage.say(StreamStage.HEADER)).contains(limits.formatted(10_000));
    stage.say(StreamStage.plain("hag66", "caldron"));
    assertThat(stage.say(StreamStage.HEADER))
        .contains(
            limits.formatted(262_144),
            "<sm xmlns='urn:xmpp:sm:3'/>",
            "<ver xmlns='urn:xmpp:features:rosterver'/>");
  }

  @Test
  void anAccountIsMadeWithWhateverElseTheFormHolds() {
    StreamStage stage = StreamStage.open();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say("<iq type='get' id='r'><query xmlns='jabber:iq:register'/></iq>"))
        .contains("<username/><password/>");
    String set =
        register("<username>hag66</username><password>caldron</password><email>h@x</email>");
    assertThat(stage.say(set)).isEqualTo("<iq id='r' type='result'/>");
    assertThat(stage.accounts).containsKey(Jid.of("hag66@mix.test"));
    assertThat(stage.say(set)).contains("<conflict ");
    assertThat(stage.say(StreamStage.plain("hag66", "caldron"))).startsWith("<success");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <username>a</username>                             | not-acceptable
          <username>a</username><password></password>        | not-acceptable
          <username>a@b</username><password>p</password>     | not-acceptable
          <username>a/b</username><password>p</password>     | not-acceptable
          <password>p</password>                             | not-acceptable
          <remove/>                                          | not-allowed
          """)
  void registrationsThatAreRefused(String fields, String condition) {
    StreamStage stage = StreamStage.open();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(register(fields))).contains("<" + condition + " ");
    assertThat(stage.accounts).isEmpty();
  }

  @Test
  void registrationWaitsForTheStore() {
    StreamStage stage = StreamStage.open().storeFails();
    stage.say(StreamStage.HEADER);
    assertThat(stage.say(register("<username>a</username><password>p</password>")))
        .contains("<error type='wait'><resource-constraint ");
  }

  @Test
  void theNetworkMayNotRegisterWhereOnlyLoopbackMay() {
    var stage =
        new StreamStage(
            StreamStage.policy(StreamPolicy.Tls.OFFERED), Entry.Security.TLS, Entry.Origin.NETWORK);
    assertThat(stage.say(StreamStage.HEADER)).doesNotContain("<register");
    assertThat(stage.say(register("<username>a</username><password>p</password>")))
        .contains("<not-allowed ");
  }

  private static StreamStage demanding() {
    return new StreamStage(
        StreamStage.policy(StreamPolicy.Tls.REQUIRED), Entry.Security.PLAIN, Entry.Origin.LOOPBACK);
  }

  private static String bind(String content) {
    return "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        + content
        + "</bind></iq>";
  }

  private static String register(String fields) {
    return "<iq type='set' id='r'><query xmlns='jabber:iq:register'>" + fields + "</query></iq>";
  }

  private static String auth(ScramMechanism mechanism, String message) {
    return "<auth xmlns='%s' mechanism='%s'>%s</auth>"
        .formatted(SASL, mechanism.wire(), SaslMachine.encode(message));
  }

  private static String response(String message) {
    return "<response xmlns='" + SASL + "'>" + SaslMachine.encode(message) + "</response>";
  }

  private static String decoded(String element) {
    String base64 = element.substring(element.indexOf('>') + 1, element.lastIndexOf("</"));
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
