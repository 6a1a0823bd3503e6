package im.coven.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {

  @TempDir private Path dir;

  @Test
  void itNamesTheDomainsAndIsSignedByItsOwnKey() throws Exception {
    SelfSigned made = SelfSigned.in(dir, List.of("localhost", "bücher.example"));

    X509Certificate certificate = read(made.certificate());
    certificate.checkValidity();
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> name.get(1))
        .hasToString("[localhost, xn--bcher-kva.example]");
  }

  @Test
  void itsKeyBelongsToItAndOnlyTheOwnerMayReadIt() throws Exception {
    SelfSigned made = SelfSigned.in(dir.resolve("deeper"), List.of("localhost"));

    byte[] text = "proof".getBytes(StandardCharsets.UTF_8);
    var signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(privateKey(made.key()));
    signing.update(text);
    var verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(read(made.certificate()));
    verifying.update(text);
    assertThat(verifying.verify(signing.sign())).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
        .isEqualTo("rw-------");
  }

  @Test
  void itIsMadeOnceAndAnewOnlyForOtherDomains() throws Exception {
    SelfSigned.in(dir, List.of("a.example", "b.example"));
    String first = Files.readString(dir.resolve("certificate.pem"));

    SelfSigned.in(dir, List.of("b.example"));
    assertThat(Files.readString(dir.resolve("certificate.pem"))).isEqualTo(first);

    SelfSigned.in(dir, List.of("c.example"));
    assertThat(Files.readString(dir.resolve("certificate.pem"))).isNotEqualTo(first);
  }

  @Test
  void oneThatCannotBeReadIsMadeAnew() throws Exception {
    SelfSigned made = SelfSigned.in(dir, List.of("a.example"));
    Files.writeString(made.certificate(), "nothing");

    assertThat(
            read(SelfSigned.in(dir, List.of("a.example")).certificate()).getSubjectX500Principal())
        .hasToString("CN=a.example");
  }

  @Test
  void manyLongDomainsFit() throws Exception {
    List<String> domains =
        IntStream.range(0, 40).mapToObj(i -> "d" + i + "." + "x".repeat(50) + ".example").toList();

    assertThat(read(SelfSigned.in(dir, domains).certificate()).getSubjectAlternativeNames())
        .hasSize(40);
  }

  private static X509Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey privateKey(Path file) throws Exception {
    String pem = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    byte[] encoded = Base64.getMimeDecoder().decode(pem);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
