package im.coven.ops;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/// The certificate that an instance makes for itself where none is configured: made once, kept in
/// the data folder, and made anew when it does not name the domains or is about to run out.
///
/// An EC key on P-256. Clients trust it only when they are told to: it serves trials and tests.
public record SelfSigned(Path certificate, Path key) {

  private static final int YEARS = 10;
  private static final int DAYS_LEFT_MIN = 30;
  private static final int SERIAL_BITS = 120;

  private static final String ECDSA_WITH_SHA256 = "2A8648CE3D040302";
  private static final String COMMON_NAME = "550403";
  private static final String SUBJECT_ALTERNATIVE_NAMES = "551D11";

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int OID = 0x06;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0C;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int DNS_NAME = 0x82;
  private static final int VERSION_TAG = 0xA0;
  private static final int EXTENSIONS_TAG = 0xA3;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /// The certificate in a folder, for these domains; made if need be.
  ///
  /// @throws IOException when the folder cannot be read or written
  public static SelfSigned in(Path folder, Collection<String> domains) throws IOException {
    var files = new SelfSigned(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    List<String> names = domains.stream().map(IDN::toASCII).toList();
    try {
      if (!files.serves(names)) {
        files.make(names);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made: " + e.getMessage(), e);
    }
    return files;
  }

  private boolean serves(List<String> names) throws IOException {
    if (!Files.exists(certificate) || !Files.exists(key)) {
      return false;
    }
    try {
      X509Certificate kept = parse(Files.readAllBytes(certificate));
      var named = new TreeSet<String>();
      for (List<?> name : kept.getSubjectAlternativeNames()) {
        named.add(String.valueOf(name.get(1)));
      }
      Instant end = kept.getNotAfter().toInstant();
      return named.containsAll(names)
          && Instant.now().plus(DAYS_LEFT_MIN, ChronoUnit.DAYS).isBefore(end);
    } catch (GeneralSecurityException unreadable) {
      return false;
    }
  }

  private void make(List<String> names) throws IOException, GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    byte[] made = encode(names, pair);
    parse(made).verify(pair.getPublic());
    Path folder = Files.createDirectories(certificate.toAbsolutePath().getParent());
    // first the key, under a name of its own: no certificate is ever beside a key of another
    Path part = Files.createTempFile(folder, "key", ".part", ownerOnly());
    Files.writeString(part, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.deleteIfExists(certificate);
    Files.move(part, key, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(certificate, pem("CERTIFICATE", made));
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  private static X509Certificate parse(byte[] encoded) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(encoded);
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  /// The certificate in DER. See RFC 5280 §4.1.
  private static byte[] encode(List<String> names, KeyPair pair) throws GeneralSecurityException {
    Instant now = Instant.now();
    byte[] algorithm = der(SEQUENCE, oid(ECDSA_WITH_SHA256));
    byte[] name = name(names.getFirst());
    byte[] toBeSigned =
        der(
            SEQUENCE,
            der(VERSION_TAG, integer(BigInteger.TWO)),
            integer(new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE)),
            algorithm,
            name,
            der(
                SEQUENCE,
                time(now.minus(1, ChronoUnit.DAYS)),
                time(now.plus(YEARS * 365L, ChronoUnit.DAYS))),
            name,
            pair.getPublic().getEncoded(),
            der(EXTENSIONS_TAG, der(SEQUENCE, alternativeNames(names))));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(toBeSigned);
    return der(SEQUENCE, toBeSigned, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
  }

  private static byte[] name(String commonName) {
    // a common name is at most 64 letters (RFC 5280, ub-common-name); the domains stand elsewhere
    String bounded = commonName.substring(0, Math.min(64, commonName.length()));
    byte[] text = der(UTF8_STRING, bounded.getBytes(StandardCharsets.UTF_8));
    return der(SEQUENCE, der(SET, der(SEQUENCE, oid(COMMON_NAME), text)));
  }

  private static byte[] alternativeNames(List<String> names) {
    byte[][] encoded =
        names.stream()
            .map(name -> der(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)))
            .toArray(byte[][]::new);
    byte[] value = der(OCTET_STRING, der(SEQUENCE, encoded));
    return der(SEQUENCE, oid(SUBJECT_ALTERNATIVE_NAMES), value);
  }

  private static byte[] oid(String hex) {
    return der(OID, HexFormat.of().parseHex(hex));
  }

  private static byte[] integer(BigInteger number) {
    return der(INTEGER, number.toByteArray());
  }

  private static byte[] time(Instant instant) {
    return der(GENERALIZED_TIME, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... contents) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | (bytes.length - from));
      out.write(bytes, from, bytes.length - from);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}
