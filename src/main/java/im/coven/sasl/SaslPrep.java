package im.coven.sasl;

import com.ongres.saslprep.SASLprep;
import com.ongres.stringprep.Profile;
import java.util.Optional;

/// Usernames and passwords as they are compared. See RFC 4013.
public final class SaslPrep {

  private static final Profile PROFILE = new SASLprep();

  private SaslPrep() {}

  /// Prepares a name or password; nothing when it is empty or holds what is prohibited.
  ///
  /// Stored and asked strings are prepared alike, so that an unassigned code point cannot make a
  /// password that is accepted once and never again.
  public static Optional<String> prepare(String raw) {
    try {
      String prepared = PROFILE.prepareStored(raw);
      return prepared.isEmpty() ? Optional.empty() : Optional.of(prepared);
    } catch (IllegalArgumentException prohibited) {
      return Optional.empty();
    }
  }
}
