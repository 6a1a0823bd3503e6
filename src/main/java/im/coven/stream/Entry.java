package im.coven.stream;

/// What a stream carries with it until a resource is bound.
///
/// @param domain the domain that the client asked for; empty before its first header
/// @param failures authentications that failed so far
/// @param deadlineMs the time at which the stream is given up if it is still negotiating
public record Entry(
    Security security, Origin origin, String domain, int failures, long deadlineMs) {

  /// Whether TLS is on.
  public enum Security {
    PLAIN,
    TLS
  }

  /// Where the client's connection comes from.
  public enum Origin {
    LOOPBACK,
    NETWORK
  }

  boolean isSecure() {
    return security == Security.TLS;
  }

  boolean isLoopback() {
    return origin == Origin.LOOPBACK;
  }

  Entry secured() {
    return new Entry(Security.TLS, origin, domain, failures, deadlineMs);
  }

  Entry to(String asked) {
    return new Entry(security, origin, asked, failures, deadlineMs);
  }

  Entry failedOnce() {
    return new Entry(security, origin, domain, failures + 1, deadlineMs);
  }
}
