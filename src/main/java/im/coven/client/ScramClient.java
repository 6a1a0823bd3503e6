package im.coven.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of one SCRAM exchange without channel binding. See RFC 5802 §5.
public final class ScramClient {

  private static final String GS2 = "n,,";

  private final String hash;
  private final String password;
  private final String clientFirstBare;
  private byte[] serverSignature = {};

  /// `mechanism` is such as `SCRAM-SHA-256`; `nonce` is printable, without comma, and new.
  public ScramClient(String mechanism, String user, String password, String nonce) {
    hash = mechanism.substring("SCRAM-".length());
    this.password = password;
    clientFirstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  /// The first message.
  public String first() {
    return GS2 + clientFirstBare;
  }

  /// The final message that answers the server's first.
  public String answer(String serverFirst) {
    Map<Character, String> server = fields(serverFirst);
    String nonce = server.getOrDefault('r', "");
    if (!nonce.startsWith(clientFirstBare.substring(clientFirstBare.indexOf(",r=") + 3))) {
      throw new XmppException("the server answers with a nonce that is not ours");
    }
    byte[] salt = Base64.getDecoder().decode(server.getOrDefault('s', ""));
    int iterations = Integer.parseInt(server.getOrDefault('i', "0"));
    String withoutProof = "c=" + base64(GS2.getBytes(StandardCharsets.UTF_8)) + ",r=" + nonce;
    String auth = clientFirstBare + "," + serverFirst + "," + withoutProof;
    try {
      byte[] salted = salted(salt, iterations);
      byte[] clientKey = hmac(salted, "Client Key");
      byte[] signature = hmac(digest(clientKey), auth);
      byte[] proof = clientKey.clone();
      for (int i = 0; i < proof.length; i++) {
        proof[i] ^= signature[i];
      }
      serverSignature = hmac(hmac(salted, "Server Key"), auth);
      return withoutProof + ",p=" + base64(proof);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether the server knows the password too.
  public boolean isGenuine(String serverFinal) {
    String signature = fields(serverFinal).getOrDefault('v', "");
    return serverSignature.length > 0
        && MessageDigest.isEqual(serverSignature, Base64.getDecoder().decode(signature));
  }

  private byte[] salted(byte[] salt, int iterations) throws GeneralSecurityException {
    String algorithm = "PBKDF2WithHmac" + hash.replace("-", "").toUpperCase(Locale.ROOT);
    int bits = digest(new byte[0]).length * 8;
    return SecretKeyFactory.getInstance(algorithm)
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
        .getEncoded();
  }

  private byte[] digest(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance(hash).digest(bytes);
  }

  private byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    String algorithm = "Hmac" + hash.replace("-", "");
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<Character, String> fields(String message) {
    Map<Character, String> fields = new HashMap<>();
    Arrays.stream(message.split(",", -1))
        .filter(field -> field.length() > 2 && field.charAt(1) == '=')
        .forEach(field -> fields.put(field.charAt(0), field.substring(2)));
    return fields;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
