package im.coven.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.account.StoredText;
import im.coven.redis.ChannelStore;
import im.coven.stanza.Stanza;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// The append ids of stanzas that a client sends again after it resumed its session: alike for the
/// same stanza, so that it is carried out once.
///
/// It is told by its number, and by its id where it has one, else by all of it: a client need not
/// send again what was not acknowledged, and then another stanza has the number.
final class AppendIds {

  private static final int DIGEST_BYTES = 8;

  private AppendIds() {}

  static String of(ClientSession session, Stanza stanza, long number) {
    String id = stanza.id();
    String told = id == null || id.isEmpty() ? StoredText.write(stanza) : id;
    return ChannelStore.LASTING + session.resumptionId() + "-" + number + "-" + digest(told);
  }

  private static String digest(String text) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(all, DIGEST_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
