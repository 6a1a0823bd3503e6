package im.coven.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The client's side of SCRAM, written from RFC 5802 §3 on the JDK's MAC and hash alone, so that it
/// shares nothing with the side that it tests. One per attempt.
public final class ScramClient {

  private final String hash;
  private final String hmac;
  private final String bare;
  private final byte[] password;
  private String serverFinal = "";

  public ScramClient(ScramMechanism mechanism, String username, String password) {
    this.hash = mechanism.wire().substring("SCRAM-".length());
    this.hmac = "Hmac" + hash.replace("-", "");
    this.bare = "n=" + username + ",r=fyko+d2lbbFgONRv9qkxdawL";
    this.password = password.getBytes(UTF_8);
  }

  /// The message client-first.
  public String first() {
    return "n,," + bare;
  }

  /// The message client-final that answers server-first.
  public String answer(String serverFirst) {
    String[] parts = serverFirst.split(",", -1);
    byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
    byte[] salted = hi(salt, Integer.parseInt(parts[2].substring(2)));
    String withoutProof = "c=biws," + parts[0];
    byte[] authMessage = (bare + ',' + serverFirst + ',' + withoutProof).getBytes(UTF_8);
    byte[] clientKey = mac(salted, "Client Key".getBytes(UTF_8));
    byte[] signature = mac(digest(clientKey), authMessage);
    byte[] serverKey = mac(salted, "Server Key".getBytes(UTF_8));
    serverFinal = "v=" + Base64.getEncoder().encodeToString(mac(serverKey, authMessage));
    return withoutProof + ",p=" + Base64.getEncoder().encodeToString(xor(clientKey, signature));
  }

  /// What the server has to say when it knows the keys.
  public String expectedServerFinal() {
    return serverFinal;
  }

  private byte[] hi(byte[] salt, int iterations) {
    byte[] block = java.util.Arrays.copyOf(salt, salt.length + 4);
    block[salt.length + 3] = 1;
    byte[] u = mac(password, block);
    byte[] result = u;
    for (int i = 1; i < iterations; i++) {
      u = mac(password, u);
      result = xor(result, u);
    }
    return result;
  }

  private byte[] mac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(hmac);
      mac.init(new SecretKeySpec(key, hmac));
      return mac.doFinal(message);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private byte[] digest(byte[] message) {
    try {
      return MessageDigest.getInstance(hash).digest(message);
    } catch (GeneralSecurityException missing) {
      throw new AssertionError(missing);
    }
  }

  private static byte[] xor(byte[] a, byte[] b) {
    byte[] result = new byte[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = (byte) (a[i] ^ b[i]);
    }
    return result;
  }
}
