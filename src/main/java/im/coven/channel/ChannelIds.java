package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.mam.SealedIds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The ids that a channel makes from its key: alike on every instance, not to be guessed outside.
///
/// A stable participant id is a MAC of the bare JID: the same again after leaving and joining
/// (H20). An archive id is the entry id, enciphered: it reads back without an index, and tells
/// nobody when or how much was said (CORE-07-070). Confined to one loop.
public final class ChannelIds {

  private static final int PARTICIPANT_ID_BYTES = 13;
  private static final int VECTOR_BYTES = 16;

  /// A hidden resource tells the length of the real one only so exactly.
  private static final int RESOURCE_BLOCK_BYTES = 32;

  /// What is longer than that is no resource any more once it is enciphered.
  private static final int RESOURCE_BYTES_MAX = 700;

  private static final int TOKEN_MAC_BYTES = 24;

  /// Redis' clock in milliseconds stays below this for some 35 000 years; an id that deciphers to
  /// more was never ours.
  private static final long MS_MAX = 1L << 50;

  private final byte[] key;
  private final SealedIds archive;

  ChannelIds(byte[] key) {
    this.key = key.clone();
    this.archive = new SealedIds(mac("archive"));
  }

  /// The stable participant id of a bare JID: 26 lower-case hexadecimal digits.
  public String participantId(Jid bare) {
    byte[] mac = mac("participant " + bare);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, PARTICIPANT_ID_BYTES));
  }

  /// The archive id of an entry: 32 lower-case hexadecimal digits.
  public String archiveId(EntryId entry) {
    return archive.seal(new SealedIds.Halves(entry.ms(), entry.seq()));
  }

  /// The token of an invitation that is good until `end`: that second, and a MAC of it and of whom
  /// it is about. Nobody else can make one, and every instance knows it again.
  public String invitation(Jid inviter, Jid invitee, Instant end) {
    long second = end.getEpochSecond();
    byte[] mac = mac("invitation " + second + "\n" + inviter + "\n" + invitee);
    byte[] token =
        ByteBuffer.allocate(Long.BYTES + TOKEN_MAC_BYTES)
            .putLong(second)
            .put(mac, 0, TOKEN_MAC_BYTES)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// Whether an invitation has a token of this channel that is still good.
  boolean isGenuine(Invitation invitation, Instant now) {
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(invitation.token());
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
    if (token.length != Long.BYTES + TOKEN_MAC_BYTES) {
      return false;
    }
    long second = ByteBuffer.wrap(token).getLong();
    if (second < now.getEpochSecond() || second > Instant.MAX.getEpochSecond()) {
      return false;
    }
    String ours =
        invitation(invitation.inviter(), invitation.invitee(), Instant.ofEpochSecond(second));
    return MessageDigest.isEqual(
        ours.getBytes(StandardCharsets.UTF_8), invitation.token().getBytes(StandardCharsets.UTF_8));
  }

  /// The entry that an archive id names, or nothing when this channel never made such an id.
  public Optional<EntryId> entry(String archiveId) {
    return archive
        .open(archiveId)
        .map(halves -> new EntryId(halves.high(), halves.low()))
        .filter(entry -> entry.ms() >= 0 && entry.ms() < MS_MAX && entry.seq() >= 0);
  }

  /// The resource under which a client is shown whose real one is hidden: a MAC of it and of its
  /// participant, which is the vector that the real one is enciphered with. So every instance reads
  /// it back, also when the client is not present, and nobody has to remember it. Nothing where the
  /// real one is too long.
  public Optional<String> resource(String participantId, String real) {
    byte[] text = real.getBytes(StandardCharsets.UTF_8);
    if (text.length > RESOURCE_BYTES_MAX) {
      return Optional.empty();
    }
    int blocks = (text.length + 1 + RESOURCE_BLOCK_BYTES - 1) / RESOURCE_BLOCK_BYTES;
    byte[] padded = Arrays.copyOf(text, blocks * RESOURCE_BLOCK_BYTES);
    padded[text.length] = 1;
    byte[] vector = vector(participantId, real);
    byte[] shown = Arrays.copyOf(vector, vector.length + padded.length);
    System.arraycopy(counter(vector, padded), 0, shown, vector.length, padded.length);
    return Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(shown));
  }

  /// The real resource of [#resource], or nothing when the channel never made it for the
  /// participant.
  public Optional<String> realResource(String participantId, String shown) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(shown);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
    if (bytes.length <= VECTOR_BYTES || (bytes.length - VECTOR_BYTES) % RESOURCE_BLOCK_BYTES != 0) {
      return Optional.empty();
    }
    byte[] vector = Arrays.copyOf(bytes, VECTOR_BYTES);
    byte[] padded = counter(vector, Arrays.copyOfRange(bytes, VECTOR_BYTES, bytes.length));
    int end = padded.length - 1;
    while (end > 0 && padded[end] == 0) {
      end--;
    }
    String real = new String(padded, 0, end, StandardCharsets.UTF_8);
    boolean ours = MessageDigest.isEqual(vector, vector(participantId, real));
    return ours ? Optional.of(real) : Optional.empty();
  }

  private byte[] vector(String participantId, String real) {
    return Arrays.copyOf(mac("resource " + participantId + "/" + real), VECTOR_BYTES);
  }

  private byte[] counter(byte[] vector, byte[] text) {
    try {
      var cipher = Cipher.getInstance("AES/CTR/NoPadding");
      var secret = new SecretKeySpec(mac("resources"), 0, VECTOR_BYTES, "AES");
      cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(vector));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
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
