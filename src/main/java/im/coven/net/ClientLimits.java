package im.coven.net;

import im.coven.xml.XmlLimits;

/// The bounds of a door for clients. Each keeps one client, or many of them, from taking what the
/// others need.
///
/// @param stanzas how a stream is read once its client has logged in
/// @param negotiationBytesMax bytes of one stanza before that; RFC 6120 §13.12 asks for 10 000 at
///   least
/// @param unauthenticatedSecondsMax seconds until a resource must be bound
/// @param connectionsMax connections of this process
/// @param unauthenticatedMax connections of this process that have not authenticated
/// @param unauthenticatedPerAddressMax the same from one address; with IPv6 from one /64
/// @param outboxBytesMax bytes that wait for a client that does not read
/// @param unacknowledgedMax stanzas kept until a client acknowledges them
/// @param inHandMax stanzas of one client that are being taken care of at the same time
/// @param stanzasPerSecond stanzas read from one client; 0 is no limit
/// @param saslAttemptsMax failed authentications of one stream
public record ClientLimits(
    XmlLimits stanzas,
    int negotiationBytesMax,
    int unauthenticatedSecondsMax,
    int connectionsMax,
    int unauthenticatedMax,
    int unauthenticatedPerAddressMax,
    int outboxBytesMax,
    int unacknowledgedMax,
    int inHandMax,
    int stanzasPerSecond,
    int saslAttemptsMax) {

  /// Enough for a big office behind one address that comes back all at once.
  public static final int UNAUTHENTICATED_PER_ADDRESS_MAX = 1000;

  /// What a client may have under way before it has to wait for Redis.
  public static final int IN_HAND_MAX = 64;

  /// What {@link im.coven.ops.Catalogue} says by default.
  public static final ClientLimits DEFAULT =
      new ClientLimits(
          XmlLimits.CLIENT,
          10_000,
          60,
          100_000,
          10_000,
          UNAUTHENTICATED_PER_ADDRESS_MAX,
          4 * 1024 * 1024,
          1000,
          IN_HAND_MAX,
          50,
          5);
}
