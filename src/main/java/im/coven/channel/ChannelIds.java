package im.coven.channel;

import im.coven.jid.Jid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The ids that a channel makes from its key: alike on every instance, not to be guessed outside.
///
/// A stable participant id is a MAC of the bare JID: the same again after leaving and joining
/// (H20). An archive id is the entry id, enciphered: it reads back without an index, and tells
/// nobody when or how much was said (CORE-07-070). Confined to one loop.
public final class ChannelIds {

  private static final int PARTICIPANT_ID_BYTES = 13;
  private static final int ARCHIVE_ID_BYTES = 16;

  /// Redis' clock in milliseconds stays below this for some 35 000 years; an id that deciphers to
  /// more was never ours.
  private static final long MS_MAX = 1L << 50;

  private final byte[] key;
  private final Cipher encipher;
  private final Cipher decipher;

  ChannelIds(byte[] key) {
    this.key = key.clone();
    var block = new SecretKeySpec(mac("archive"), 0, ARCHIVE_ID_BYTES, "AES");
    try {
      encipher = Cipher.getInstance("AES/ECB/NoPadding");
      encipher.init(Cipher.ENCRYPT_MODE, block);
      decipher = Cipher.getInstance("AES/ECB/NoPadding");
      decipher.init(Cipher.DECRYPT_MODE, block);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The stable participant id of a bare JID: 26 lower-case hexadecimal digits.
  public String participantId(Jid bare) {
    byte[] mac = mac("participant " + bare);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, PARTICIPANT_ID_BYTES));
  }

  /// The archive id of an entry: 32 lower-case hexadecimal digits.
  public String archiveId(EntryId entry) {
    byte[] plain =
        ByteBuffer.allocate(ARCHIVE_ID_BYTES).putLong(entry.ms()).putLong(entry.seq()).array();
    try {
      return HexFormat.of().formatHex(encipher.doFinal(plain));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The entry that an archive id names, or nothing when this channel never made such an id.
  public Optional<EntryId> entry(String archiveId) {
    if (archiveId.length() != 2 * ARCHIVE_ID_BYTES) {
      return Optional.empty();
    }
    try {
      var plain = ByteBuffer.wrap(decipher.doFinal(HexFormat.of().parseHex(archiveId)));
      var entry = new EntryId(plain.getLong(), plain.getLong());
      boolean ours = entry.ms() >= 0 && entry.ms() < MS_MAX && entry.seq() >= 0;
      return ours ? Optional.of(entry) : Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private byte[] mac(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
