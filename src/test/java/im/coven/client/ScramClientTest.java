package im.coven.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScramClientTest {

  @Test
  void theExchangeOfRfc7677IsRetraced() {
    var scram = new ScramClient("SCRAM-SHA-256", "user", "pencil", "rOprNGfwEbeRWgbNEkqO");
    assertThat(scram.first()).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    assertThat(
            scram.answer(
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                    + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
        .isEqualTo(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(scram.isGenuine("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isTrue();
    assertThat(scram.isGenuine("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isFalse();
  }

  @Test
  void theExchangeOfRfc5802IsRetraced() {
    var scram = new ScramClient("SCRAM-SHA-1", "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");
    assertThat(
            scram.answer("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"))
        .endsWith(",p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
    assertThat(scram.isGenuine("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).isTrue();
  }

  @Test
  void aForeignNonceIsRefused() {
    var scram = new ScramClient("SCRAM-SHA-1", "user", "pencil", "fyko");
    assertThatThrownBy(() -> scram.answer("r=other,s=QSXCR+Q6sek8bf92,i=4096"))
        .isInstanceOf(XmppException.class);
  }
}
