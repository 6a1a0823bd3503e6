package im.coven.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramExchangeTest {

  private static final String NONCE = "3rfcNHYJY1ZVvWVs7j";

  @Test
  void exampleOfRfc5802() {
    var begun = begun(ScramMechanism.SCRAM_SHA_1, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
    var challenged = begun.challenge(pencil(begun.mechanism(), "QSXCR+Q6sek8bf92"), NONCE);
    assertThat(challenged.message())
        .isEqualTo("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    assertThat(
            challenged.finish(
                bytes(
                    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
                        + "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")))
        .isEqualTo(new ScramExchange.Succeeded("user", null, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
  }

  @Test
  void exampleOfRfc7677() {
    var begun = begun(ScramMechanism.SCRAM_SHA_256, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    var challenged =
        begun.challenge(
            pencil(begun.mechanism(), "W22ZaJ0SNY7soEsUEjb6gQ=="),
            "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    assertThat(
            challenged.finish(
                bytes(
                    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")))
        .isEqualTo(
            new ScramExchange.Succeeded(
                "user", null, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
  }

  @ParameterizedTest
  @EnumSource
  void aClientMadeOfTheJdkLogsIn(ScramMechanism mechanism) {
    var client = new ScramClient(mechanism, "hag66", "Macbeth, thane of Cawdor");
    var challenged =
        begun(mechanism, client.first())
            .challenge(verifier(mechanism, "Macbeth, thane of Cawdor"), NONCE);
    var succeeded =
        (ScramExchange.Succeeded) challenged.finish(bytes(client.answer(challenged.message())));
    assertThat(succeeded.message()).isEqualTo(client.expectedServerFinal());
    assertThat(succeeded.username()).isEqualTo("hag66");
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-020")
  void anUnknownNameFailsAsAWrongPasswordDoes(ScramMechanism mechanism) {
    var client = new ScramClient(mechanism, "hag66", "wrong");
    var known = begun(mechanism, client.first()).challenge(verifier(mechanism, "right"), NONCE);
    var decoy = decoy(mechanism, "hag66", "secret");
    var unknown = begun(mechanism, client.first()).challenge(decoy, NONCE);
    assertThat(unknown.message()).hasSameSizeAs(known.message());
    assertThat(unknown.finish(bytes(client.answer(unknown.message()))))
        .isEqualTo(known.finish(bytes(client.answer(known.message()))))
        .isEqualTo(new ScramExchange.Failed(SaslFailure.NOT_AUTHORIZED));
  }

  @Test
  @Requirement("C2S-020")
  void theSaltOfAnUnknownNameIsStableAndItsOwn() {
    String salt = decoySalt("hag66", "secret");
    assertThat(decoySalt("hag66", "secret")).isEqualTo(salt);
    assertThat(decoySalt("hecate", "secret")).isNotEqualTo(salt);
    assertThat(decoySalt("hag66", "other secret")).isNotEqualTo(salt);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          p=tls-exporter,,n=user,r=abc   | NOT_AUTHORIZED
          x,,n=user,r=abc                | MALFORMED_REQUEST
          n,,n=user                      | MALFORMED_REQUEST
          n,,m=ext,n=user,r=abc          | MALFORMED_REQUEST
          n,user@x,n=user,r=abc          | MALFORMED_REQUEST
          n,,n=,r=abc                    | MALFORMED_REQUEST
          n,,n=a=2Xb,r=abc               | MALFORMED_REQUEST
          n,,n=user,r=                   | MALFORMED_REQUEST
          n,,n=user,r=a b                | MALFORMED_REQUEST
          """)
  @Requirement("C2S-016")
  void firstMessagesThatAreRefused(String message, SaslFailure failure) {
    assertThat(ScramExchange.begin(ScramMechanism.SCRAM_SHA_1, bytes(message)))
        .isEqualTo(new ScramExchange.Failed(failure));
  }

  @Test
  void namesAreUnescapedAndPrepared() {
    assertThat(begun(ScramMechanism.SCRAM_SHA_1, "y,a=x=3Dy,n=I\u00ADX=2C\u2168,r=abc"))
        .isEqualTo(
            new ScramExchange.Begun(
                ScramMechanism.SCRAM_SHA_1,
                "y,a=x=3Dy,",
                "x=y",
                "IX,IX",
                "n=I\u00ADX=2C\u2168,r=abc",
                "abc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c=biws,r=otherNONCE,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "c=eSws,r=abcNONCE,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "c=biws,r=abcNONCE,p=v0X8",
        "c=biws,r=abcNONCE,p="
      })
  @Requirement("C2S-016")
  void finalMessagesThatDoNotProveAnything(String message) {
    assertThat(challenged().finish(bytes(message)))
        .isEqualTo(new ScramExchange.Failed(SaslFailure.NOT_AUTHORIZED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws,r=abcNONCE",
        "r=abcNONCE,c=biws,p=v0X8",
        "c=biws,p=v0X8",
        "c=biws,r=abcNONCE,p=?"
      })
  void finalMessagesThatAreMalformed(String message) {
    assertThat(challenged().finish(bytes(message)))
        .isEqualTo(new ScramExchange.Failed(SaslFailure.MALFORMED_REQUEST));
  }

  @Test
  void bytesThatAreNoTextAreMalformed() {
    byte[] overlong = {(byte) 0xC0, (byte) 0x80};
    var malformed = new ScramExchange.Failed(SaslFailure.MALFORMED_REQUEST);
    assertThat(ScramExchange.begin(ScramMechanism.SCRAM_SHA_1, overlong)).isEqualTo(malformed);
    assertThat(challenged().finish(overlong)).isEqualTo(malformed);
  }

  private static ScramExchange.Challenged challenged() {
    return begun(ScramMechanism.SCRAM_SHA_1, "n,,n=user,r=abc")
        .challenge(pencil(ScramMechanism.SCRAM_SHA_1, "QSXCR+Q6sek8bf92"), "NONCE");
  }

  private static ScramExchange.Begun begun(ScramMechanism mechanism, String first) {
    return (ScramExchange.Begun) ScramExchange.begin(mechanism, bytes(first));
  }

  private static Credentials.Verifier pencil(ScramMechanism mechanism, String salt) {
    return ScramKeys.derive(mechanism, "pencil", Base64.getDecoder().decode(salt), 4096);
  }

  private static Credentials.Verifier verifier(ScramMechanism mechanism, String password) {
    return ScramKeys.derive(mechanism, password, new byte[Credentials.SALT_BYTES], 4096);
  }

  private static String decoySalt(String name, String key) {
    return Base64.getEncoder()
        .encodeToString(decoy(ScramMechanism.SCRAM_SHA_256, name, key).salt());
  }

  private static Credentials.Verifier decoy(ScramMechanism mechanism, String name, String key) {
    return Objects.requireNonNull(
        Credentials.decoy(name, bytes(key), 4096).verifiers().get(mechanism));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
