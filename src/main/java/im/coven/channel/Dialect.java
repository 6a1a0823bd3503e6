package im.coven.channel;

import java.util.Optional;

/// The version of MIX-CORE that a participant speaks: the one of its join (H01).
public enum Dialect {
  CORE_0("urn:xmpp:mix:core:0"),
  CORE_1("urn:xmpp:mix:core:1");

  private final String ns;

  Dialect(String ns) {
    this.ns = ns;
  }

  /// The dialect of a namespace.
  public static Optional<Dialect> of(String ns) {
    for (Dialect dialect : values()) {
      if (dialect.ns.equals(ns)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  public String ns() {
    return ns;
  }
}
