package im.coven.sasl;

import java.util.Map;

/// What Coven keeps of a password: a SCRAM verifier per hash function, never the password.
public record Credentials(Map<ScramMechanism, Verifier> verifiers) {

  /// The verifier of one hash function. See RFC 5802 §3.
  public record Verifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {}

  public Credentials {
    verifiers = Map.copyOf(verifiers);
  }
}
