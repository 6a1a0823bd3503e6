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

  /// A domain as an address.
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
    var text = new StringBuilder();
    if (localpart != null) {
      text.append(localpart).append('@');
    }
    text.append(domainpart);
    if (resourcepart != null) {
      text.append('/').append(resourcepart);
    }
    return text.toString();
  }
}
