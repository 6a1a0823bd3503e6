package im.coven.stream;

import java.util.List;

/// What a door offers its clients and demands of them. The same for all of its streams.
///
/// @param domains the domains whose accounts log in here
/// @param tls whether TLS is to be had, and whether nothing goes without
/// @param plainOnLoopback whether PLAIN is offered without TLS to clients of this machine
/// @param registration who may make an account (XEP-0077)
/// @param saslAttemptsMax failed authentications after which the stream is closed
/// @param negotiationBytesMax bytes of one stanza before authentication
/// @param stanzaBytesMax bytes of one stanza afterwards
/// @param idleSeconds silence of the client after which its stream may be closed
public record StreamPolicy(
    List<String> domains,
    Tls tls,
    boolean plainOnLoopback,
    Registration registration,
    int saslAttemptsMax,
    int negotiationBytesMax,
    int stanzaBytesMax,
    int idleSeconds) {

  /// What TLS is to the door.
  public enum Tls {
    REQUIRED,
    /// Nothing goes without, and a stream cannot put it on: its connection has it or not.
    REQUIRED_BEFORE,
    OFFERED,
    ABSENT
  }

  /// Who may make an account by himself.
  public enum Registration {
    OPEN,
    LOOPBACK,
    CLOSED
  }

  public StreamPolicy {
    domains = List.copyOf(domains);
    if (domains.isEmpty()) {
      throw new IllegalArgumentException("a door serves at least one domain");
    }
  }

  boolean offersStartTls(Entry entry) {
    return !entry.isSecure() && (tls == Tls.REQUIRED || tls == Tls.OFFERED);
  }

  boolean permitsSasl(Entry entry) {
    return entry.isSecure() || tls == Tls.OFFERED || tls == Tls.ABSENT;
  }

  boolean permitsPlain(Entry entry) {
    return entry.isSecure() || (permitsSasl(entry) && plainOnLoopback && entry.isLoopback());
  }

  boolean permitsRegistration(Entry entry) {
    return permitsSasl(entry)
        && switch (registration) {
          case OPEN -> true;
          case LOOPBACK -> entry.isLoopback();
          case CLOSED -> false;
        };
  }
}
