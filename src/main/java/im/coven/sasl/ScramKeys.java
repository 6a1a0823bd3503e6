package im.coven.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The functions that SCRAM is made of. See RFC 5802 §3.
final class ScramKeys {

  private ScramKeys() {}

  /// The keys that a prepared password leads to. Takes milliseconds: not for an event loop.
  static Credentials.Verifier derive(
      ScramMechanism mechanism, String password, byte[] salt, int iterations) {
    byte[] salted = saltedPassword(mechanism, password, salt, iterations);
    byte[] storedKey = hash(mechanism, hmac(mechanism, salted, "Client Key"));
    return new Credentials.Verifier(
        salt.clone(), iterations, storedKey, hmac(mechanism, salted, "Server Key"));
  }

  static byte[] hmac(ScramMechanism mechanism, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(mechanism.hmac());
      mac.init(new SecretKeySpec(key, mechanism.hmac()));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static byte[] hash(ScramMechanism mechanism, byte[] input) {
    try {
      return MessageDigest.getInstance(mechanism.hash()).digest(input);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] saltedPassword(
      ScramMechanism mechanism, String password, byte[] salt, int iterations) {
    var spec =
        new PBEKeySpec(password.toCharArray(), salt, iterations, mechanism.keyBytes() * Byte.SIZE);
    try {
      // The JDK takes the password as UTF-8, which is what RFC 5802 asks for.
      return SecretKeyFactory.getInstance("PBKDF2With" + mechanism.hmac())
          .generateSecret(spec)
          .getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    } finally {
      spec.clearPassword();
    }
  }
}
