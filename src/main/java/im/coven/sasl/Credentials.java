package im.coven.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// What Coven keeps of a password: a SCRAM verifier per hash function, never the password.
public record Credentials(Map<ScramMechanism, Verifier> verifiers) {

  /// The length of the salts in bytes, real ones and decoys alike.
  public static final int SALT_BYTES = 16;

  /// The verifier of one hash function. See RFC 5802 §3.
  public record Verifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}

  public Credentials {
    verifiers = Map.copyOf(verifiers);
  }

  /// The credentials of a password that {@link SaslPrep} has prepared, with a verifier for each of
  /// the salts, which are random. Takes milliseconds: not for an event loop.
  public static Credentials derive(
      String password, Map<ScramMechanism, byte[]> salts, int iterations) {
    var verifiers = new EnumMap<ScramMechanism, Verifier>(ScramMechanism.class);
    salts.forEach((mechanism, salt) ->
        verifiers.put(mechanism, ScramKeys.derive(mechanism, password, salt, iterations)));
    return new Credentials(verifiers);
  }

  /// Credentials for a name that has no account: always the same ones for the same name, and no
  /// password fits. They make an attempt run as it would with an account. `key` is secret.
  ///
  /// See RFC 6120 §13.11.
  public static Credentials decoy(String name, byte[] key, int iterations) {
    var verifiers = new EnumMap<ScramMechanism, Verifier>(ScramMechanism.class);
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      String seed = mechanism.wire() + '\0' + name;
      verifiers.put(
          mechanism,
          new Verifier(
              Arrays.copyOf(ScramKeys.hmac(mechanism, key, "salt\0" + seed), SALT_BYTES),
              iterations,
              ScramKeys.hmac(mechanism, key, "stored\0" + seed),
              ScramKeys.hmac(mechanism, key, "server\0" + seed)));
    }
    return new Credentials(verifiers);
  }

  /// These, and those of `others` for the hash functions that are missing here.
  public Credentials or(Credentials others) {
    var all = new EnumMap<ScramMechanism, Verifier>(ScramMechanism.class);
    all.putAll(others.verifiers);
    all.putAll(verifiers);
    return new Credentials(all);
  }

  /// Whether a prepared password is the right one. Takes milliseconds: not for an event loop.
  public boolean accepts(String password) {
    // One verifier is as good as another here, so the cheapest of them is asked.
    ScramMechanism[] strongestFirst = ScramMechanism.values();
    for (int i = strongestFirst.length - 1; i >= 0; i--) {
      Verifier kept = verifiers.get(strongestFirst[i]);
      if (kept != null) {
        Verifier given =
            ScramKeys.derive(strongestFirst[i], password, kept.salt(), kept.iterations());
        return MessageDigest.isEqual(kept.storedKey(), given.storedKey());
      }
    }
    return false;
  }
}
