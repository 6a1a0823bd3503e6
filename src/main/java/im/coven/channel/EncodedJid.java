package im.coven.channel;

import im.coven.jid.Jid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The address of a participant at its channel, `ID#channel@domain`, or of one of its clients
/// there, with a resource. See XEP-0403 §3.2; it is split at the first `#` (H20).
public record EncodedJid(String id, Jid channel, @Nullable String resource) {

  private static final char SEPARATOR = '#';

  /// Reads an address, or answers nothing when it is none of this kind.
  public static Optional<EncodedJid> read(Jid address) {
    String local = address.localpart();
    int hash = local == null ? -1 : local.indexOf(SEPARATOR);
    if (local == null || hash < 1 || hash == local.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        new EncodedJid(
            local.substring(0, hash),
            new Jid(local.substring(hash + 1), address.domainpart(), null),
            address.resourcepart()));
  }

  /// Whether it names a client, not the participant.
  public boolean isClient() {
    return resource != null;
  }

  /// As an address.
  public Jid toJid() {
    return new Jid(id + SEPARATOR + channel.localpart(), channel.domainpart(), resource);
  }
}
