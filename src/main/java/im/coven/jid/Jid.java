package im.coven.jid;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An address: domainpart, and optionally a localpart and a resourcepart, all prepared.
///
/// Two JIDs are the same address exactly when they are equal. A part is at most 1023 bytes of
/// UTF-8. See RFC 7622 §3.
public record Jid(@Nullable String localpart, String domainpart, @Nullable String resourcepart) {

  public Jid {
    Objects.requireNonNull(domainpart, "domainpart");
  }

  /// Reads an address from outside and prepares it, or answers nothing when it is malformed.
  public static Optional<Jid> parse(String text) {
    return JidParser.parse(text);
  }

  /// Reads an address that is known to be well formed, such as one of ours.
  ///
  /// @throws IllegalArgumentException when it is not
  public static Jid of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
  }

  /// The localpart that a name becomes, such as one that registers; nothing when it becomes none.
  public static Optional<String> localpartOf(String raw) {
    return Optional.ofNullable(JidParser.localpart(raw));
  }

  /// The resourcepart that a name becomes, such as one that a client asks for; nothing when it
  /// becomes none.
  public static Optional<String> resourcepartOf(String raw) {
    return Optional.ofNullable(JidParser.resourcepart(raw));
  }

  /// A domain as an address, already prepared.
  public static Jid domain(String domainpart) {
    return new Jid(null, domainpart, null);
  }

  public boolean isBare() {
    return resourcepart == null;
  }

  /// Whether this is a domain alone, without localpart and resourcepart.
  public boolean isDomain() {
    return localpart == null && resourcepart == null;
  }

  /// The address without its resourcepart.
  public Jid bare() {
    return resourcepart == null ? this : new Jid(localpart, domainpart, null);
  }

  /// The same address under a resourcepart that is already prepared.
  public Jid withResource(String prepared) {
    return new Jid(localpart, domainpart, prepared);
  }

  @Override
  public String toString() {
    if (localpart == null) {
      return resourcepart == null ? domainpart : domainpart + '/' + resourcepart;
    }
    return resourcepart == null
        ? localpart + '@' + domainpart
        : localpart + '@' + domainpart + '/' + resourcepart;
  }
}
