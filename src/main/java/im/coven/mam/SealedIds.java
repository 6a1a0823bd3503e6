package im.coven.mam;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Archive ids that are positions, enciphered: they read back without an index and tell nobody
/// anything. 32 lower-case hexadecimal digits. Confined to one thread.
public final class SealedIds {

  private static final int BYTES = 16;

  private final Cipher encipher;
  private final Cipher decipher;

  /// `key` has 16 bytes at least, of which the first are used.
  public SealedIds(byte[] key) {
    var block = new SecretKeySpec(key, 0, BYTES, "AES");
    try {
      encipher = Cipher.getInstance("AES/ECB/NoPadding");
      encipher.init(Cipher.ENCRYPT_MODE, block);
      decipher = Cipher.getInstance("AES/ECB/NoPadding");
      decipher.init(Cipher.DECRYPT_MODE, block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Two numbers, the halves of a position.
  public record Halves(long high, long low) {}

  public String seal(Halves position) {
    byte[] plain =
        ByteBuffer.allocate(BYTES).putLong(position.high()).putLong(position.low()).array();
    try {
      return HexFormat.of().formatHex(encipher.doFinal(plain));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What was sealed, or nothing where the text is no such id. Whether it was sealed with this key
  /// has to be seen from what comes out.
  public Optional<Halves> open(String id) {
    if (id.length() != 2 * BYTES) {
      return Optional.empty();
    }
    try {
      var plain = ByteBuffer.wrap(decipher.doFinal(HexFormat.of().parseHex(id)));
      return Optional.of(new Halves(plain.getLong(), plain.getLong()));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
