package im.coven.sasl;

/// The hash functions that SCRAM is offered with, strongest first.
public enum ScramMechanism {
  SCRAM_SHA_512("SCRAM-SHA-512", "HmacSHA512", "SHA-512", 64),
  SCRAM_SHA_256("SCRAM-SHA-256", "HmacSHA256", "SHA-256", 32),
  SCRAM_SHA_1("SCRAM-SHA-1", "HmacSHA1", "SHA-1", 20);

  private final String wire;
  private final String hmac;
  private final String hash;
  private final int keyBytes;

  ScramMechanism(String wire, String hmac, String hash, int keyBytes) {
    this.wire = wire;
    this.hmac = hmac;
    this.hash = hash;
    this.keyBytes = keyBytes;
  }

  /// The name in `<mechanism/>`.
  public String wire() {
    return wire;
  }

  /// The JCA name of the MAC.
  String hmac() {
    return hmac;
  }

  /// The JCA name of the hash.
  String hash() {
    return hash;
  }

  /// The length of a key in bytes.
  int keyBytes() {
    return keyBytes;
  }
}
