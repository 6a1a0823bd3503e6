package im.coven.net;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import im.coven.stream.StreamPolicy;
import im.coven.xml.XmlLimits;
import java.util.List;

/// How a door for clients behaves.
///
/// @param host the address to listen on
/// @param domains the domains whose accounts log in here, prepared
/// @param tlsRequired whether nothing goes without TLS
/// @param plainOnLoopback whether PLAIN is offered without TLS to clients of this machine
/// @param registration who may make an account
/// @param idleSeconds seconds of silence after which a client is pinged, and as long again (60 at
///   most) until it is given up
/// @param whitespaceSeconds seconds without anything to send after which a space is sent, which
///   keeps address translators from forgetting the connection
/// @param acknowledgeEvery stanzas sent after which a client is asked to acknowledge
/// @param notificationsWaitMs how long what is not urgent may wait for more of its kind, so that it
///   leaves in one write
/// @param limits the bounds
/// @param webSocket who comes by WebSocket, and how
public record ClientConfig(
    String host,
    List<String> domains,
    boolean tlsRequired,
    boolean plainOnLoopback,
    StreamPolicy.Registration registration,
    int idleSeconds,
    int whitespaceSeconds,
    int acknowledgeEvery,
    int notificationsWaitMs,
    ClientLimits limits,
    WebSocketConfig webSocket) {

  /// Below the two minutes after which home routers begin to forget.
  public static final int WHITESPACE_SECONDS = 90;

  /// Often enough to keep the queue of an attentive client short.
  public static final int ACKNOWLEDGE_EVERY = 20;

  private static final int PONG_SECONDS_MAX = 60;

  public ClientConfig {
    domains = List.copyOf(domains);
  }

  /// What the configuration says.
  public static ClientConfig of(Settings settings) {
    ClientLimits fixed = ClientLimits.DEFAULT;
    return new ClientConfig(
        settings.get(Catalogue.CLIENT_HOST),
        settings.get(Catalogue.DOMAINS_ACCOUNTS),
        settings.get(Catalogue.CLIENT_TLS_REQUIRED),
        settings.get(Catalogue.CLIENT_PLAIN_ON_LOOPBACK),
        StreamPolicy.Registration.valueOf(settings.get(Catalogue.CLIENT_REGISTRATION).name()),
        settings.get(Catalogue.CLIENT_IDLE_SECONDS),
        WHITESPACE_SECONDS,
        ACKNOWLEDGE_EVERY,
        settings.get(Catalogue.CLIENT_NOTIFICATIONS_WAIT_MS),
        new ClientLimits(
            stanzas(settings),
            settings.get(Catalogue.CLIENT_UNAUTHENTICATED_STANZA_BYTES_MAX),
            settings.get(Catalogue.CLIENT_UNAUTHENTICATED_SECONDS_MAX),
            settings.get(Catalogue.CLIENT_CONNECTIONS_MAX),
            settings.get(Catalogue.CLIENT_UNAUTHENTICATED_MAX),
            fixed.unauthenticatedPerAddressMax(),
            settings.get(Catalogue.CLIENT_OUTBOX_BYTES_MAX),
            settings.get(Catalogue.CLIENT_UNACKNOWLEDGED_MAX),
            fixed.inHandMax(),
            settings.get(Catalogue.CLIENT_STANZAS_PER_SECOND),
            settings.get(Catalogue.CLIENT_SASL_ATTEMPTS_MAX)),
        WebSocketConfig.of(settings));
  }

  private static XmlLimits stanzas(Settings settings) {
    int stanzaBytesMax = settings.get(Catalogue.CLIENT_STANZA_BYTES_MAX);
    return new XmlLimits(
        stanzaBytesMax,
        Math.min(settings.get(Catalogue.CLIENT_TAG_BYTES_MAX), stanzaBytesMax),
        settings.get(Catalogue.CLIENT_DEPTH_MAX),
        settings.get(Catalogue.CLIENT_ATTRIBUTES_MAX),
        settings.get(Catalogue.CLIENT_ELEMENTS_MAX),
        settings.get(Catalogue.CLIENT_NAMES_MAX),
        XmlLimits.CLIENT.readerNamesMax());
  }

  /// What the streams are told, where TLS is to be had or not.
  StreamPolicy policy(StreamPolicy.Tls tls) {
    return new StreamPolicy(
        domains,
        tls,
        plainOnLoopback,
        registration,
        limits.saslAttemptsMax(),
        limits.negotiationBytesMax(),
        limits.stanzas().stanzaBytesMax(),
        idleSeconds + pongSeconds());
  }

  /// Seconds that a client has for the answer to a ping.
  int pongSeconds() {
    return Math.min(idleSeconds, PONG_SECONDS_MAX);
  }

  /// How a stream is read before authentication.
  XmlLimits negotiationLimits() {
    return XmlLimits.UNAUTHENTICATED.withStanzaBytesMax(limits.negotiationBytesMax());
  }
}
