package im.coven.ops;

import java.nio.file.Path;
import java.util.List;

/// Every key of the configuration, in the order of `conf/coven.yaml`. The one place where a key,
/// its default and its meaning stand; that file is written from it.
public final class Catalogue {

  /// Who may do something.
  public enum Registration {
    /// Connections from the same machine.
    LOOPBACK,
    /// Everybody who can connect.
    OPEN,
    /// Nobody: accounts are made with `coven account add`.
    CLOSED
  }

  /// How our own Redis brings appended data to the disk. See its `appendfsync`.
  public enum Fsync {
    ALWAYS,
    EVERYSEC
  }

  /// How a line of the log is written.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// The least level that is logged.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  private static final int MIB = 1024 * 1024;

  private static final KeyList KEYS = new KeyList();

  public static final Key<List<String>> DOMAINS_ACCOUNTS =
      KEYS.key(
          "domains.accounts",
          Kind.domains(),
          "",
          "Domains whose users have their accounts here.",
          "localhost");
  public static final Key<List<String>> DOMAINS_MIX =
      KEYS.key("domains.mix", Kind.domains(), "", "Domains of the MIX service.", "mix.localhost");
  public static final Key<List<String>> DOMAINS_MUC =
      KEYS.key(
          "domains.muc",
          Kind.domains(),
          "",
          "Domains of the channels' MUC face: the channels of the first MIX domain are the rooms of"
              + " the first of these, and so on. With none, channels are no rooms.",
          "chat.localhost");

  public static final Key<String> CLIENT_HOST =
      KEYS.key(
          "client.host",
          Kind.word(),
          "",
          "The address that listens for clients; 127.0.0.1 for this machine only.",
          "0.0.0.0");
  public static final Key<Integer> CLIENT_PORT =
      KEYS.key("client.port", Kind.port(), "", "The port for clients, with STARTTLS.", "5222");
  public static final Key<Integer> CLIENT_TLS_PORT =
      KEYS.key(
          "client.tls-port",
          Kind.optionalPort(),
          "",
          "The port for clients that begin with TLS (XEP-0368).",
          "5223");
  public static final Key<Boolean> CLIENT_TLS_REQUIRED =
      KEYS.key(
          "client.tls-required",
          Kind.flag(),
          "",
          "Whether a client must have TLS before it logs in.",
          "true");
  public static final Key<Boolean> CLIENT_PLAIN_ON_LOOPBACK =
      KEYS.key(
          "client.plain-on-loopback",
          Kind.flag(),
          "",
          "Whether SASL PLAIN is offered without TLS to connections from this machine. For tests.",
          "false");
  public static final Key<Registration> CLIENT_REGISTRATION =
      KEYS.key(
          "client.registration",
          Kind.choice(Registration.class),
          "",
          "Who may make an account in band (XEP-0077): connections from this machine, all, none.",
          "loopback");
  public static final Key<Integer> CLIENT_CONNECTIONS_MAX =
      KEYS.key(
          "client.connections-max",
          Kind.number(1, 10_000_000),
          "connections",
          "More are refused while so many are open.",
          "100000");
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_MAX =
      KEYS.key(
          "client.unauthenticated-max",
          Kind.number(1, 10_000_000),
          "connections",
          "More are refused while so many have not logged in.",
          "10000");
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_SECONDS_MAX =
      KEYS.key(
          "client.unauthenticated-seconds-max",
          Kind.number(1, 86_400),
          "seconds",
          "A connection that has not logged in by then is closed.",
          "60");
  public static final Key<Integer> CLIENT_SASL_ATTEMPTS_MAX =
      KEYS.key(
          "client.sasl-attempts-max",
          Kind.number(1, 1_000),
          "attempts",
          "After so many failed log-ins a connection is closed.",
          "5");
  public static final Key<Integer> CLIENT_IDLE_SECONDS =
      KEYS.key(
          "client.idle-seconds",
          Kind.number(1, 86_400),
          "seconds",
          "A client that was silent for so long is pinged, and closed when it stays silent.",
          "300");
  public static final Key<Integer> CLIENT_STANZA_BYTES_MAX =
      KEYS.key(
          "client.stanza-bytes-max",
          Kind.number(10_000, 64 * MIB),
          "bytes",
          "A larger stanza closes the stream (policy-violation). RFC 6120 asks for 10000 at least.",
          "262144");
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_STANZA_BYTES_MAX =
      KEYS.key(
          "client.unauthenticated-stanza-bytes-max",
          Kind.number(10_000, 64 * MIB),
          "bytes",
          "The same before the client has logged in.",
          "10000");
  public static final Key<Integer> CLIENT_TAG_BYTES_MAX =
      KEYS.key(
          "client.tag-bytes-max",
          Kind.number(1_024, 16 * MIB),
          "bytes",
          "A longer tag closes the stream.",
          "16384");
  public static final Key<Integer> CLIENT_DEPTH_MAX =
      KEYS.key(
          "client.depth-max",
          Kind.number(8, 10_000),
          "elements",
          "A stanza with elements nested deeper closes the stream.",
          "64");
  public static final Key<Integer> CLIENT_ATTRIBUTES_MAX =
      KEYS.key(
          "client.attributes-max",
          Kind.number(8, 1_000),
          "attributes",
          "A tag with more attributes and namespace declarations closes the stream.",
          "64");
  public static final Key<Integer> CLIENT_ELEMENTS_MAX =
      KEYS.key(
          "client.elements-max",
          Kind.number(100, 1_000_000),
          "elements",
          "A stanza with more elements closes the stream.",
          "8192");
  public static final Key<Integer> CLIENT_NAMES_MAX =
      KEYS.key(
          "client.names-max",
          Kind.number(64, 10_000),
          "names",
          "A stanza with more different names that Coven does not know closes the stream.",
          "512");
  public static final Key<Integer> CLIENT_STANZAS_PER_SECOND =
      KEYS.key(
          "client.stanzas-per-second",
          Kind.number(0, 1_000_000),
          "stanzas per second",
          "A client that sends more is read more slowly; 0 is no limit.",
          "50");
  public static final Key<Integer> CLIENT_OUTBOX_BYTES_MAX =
      KEYS.key(
          "client.outbox-bytes-max",
          Kind.number(64 * 1024, 1024 * MIB),
          "bytes",
          "A client for which more is waiting, because it does not read, is closed.",
          "4194304");
  public static final Key<Integer> CLIENT_NOTIFICATIONS_WAIT_MS =
      KEYS.key(
          "client.notifications-wait-ms",
          Kind.number(0, 10_000),
          "milliseconds",
          "News of a channel that are no messages wait so long at most, to leave in one write.",
          "100");
  public static final Key<Integer> CLIENT_RESUME_SECONDS =
      KEYS.key(
          "client.resume-seconds",
          Kind.number(0, 86_400),
          "seconds",
          "So long a session whose connection broke waits to be resumed (XEP-0198), on any"
              + " instance; 0 is not at all.",
          "300");
  public static final Key<Integer> CLIENT_RESUME_WAITING_MAX =
      KEYS.key(
          "client.resume-waiting-max",
          Kind.number(1, 100_000),
          "stanzas",
          "So many are kept for a session that waits to be resumed, and so many entries of each"
              + " channel's log are read for it; with more it ends.",
          "1000");
  public static final Key<Integer> CLIENT_UNACKNOWLEDGED_MAX =
      KEYS.key(
          "client.unacknowledged-max",
          Kind.number(10, 100_000),
          "stanzas",
          "So many are kept until the client acknowledges them (XEP-0198).",
          "1000");

  static {
    KEYS.addAll(WebSocketKeys.KEYS);
  }

  public static final Key<String> TLS_CERTIFICATE =
      KEYS.key(
          "tls.certificate",
          Kind.text(),
          "",
          "PEM file with the certificate chain. Empty: a self-signed one is made in data.dir.",
          "");
  public static final Key<String> TLS_KEY =
      KEYS.key("tls.key", Kind.text(), "", "PEM file with the private key (PKCS #8).", "");

  public static final Key<String> REDIS_URI =
      KEYS.key(
          "redis.uri",
          Kind.text(),
          "",
          "Where Redis is: redis://host:port, rediss://host:port (TLS), unix:///path. Empty: a"
              + " redis-server of our own, with its data in data.dir. With redis.sentinels: how to"
              + " speak to the master (TLS, user, password, database), whatever its host.",
          "");
  public static final Key<List<String>> REDIS_SENTINELS =
      KEYS.key(
          "redis.sentinels",
          Kind.words("addresses"),
          "",
          "The Sentinels that say where the master is: host:port each, or"
              + " redis://user:password@host:port (rediss:// for TLS). Name all of them.",
          "");
  public static final Key<String> REDIS_MASTER =
      KEYS.key(
          "redis.master",
          Kind.text(),
          "",
          "What the Sentinels call the master: their `sentinel monitor NAME host port quorum`.",
          "");
  public static final Key<Integer> REDIS_REPLICAS =
      KEYS.key(
          "redis.replicas",
          Kind.number(0, 16),
          "replicas",
          "So many must have a write before it counts as accepted (WAIT, for at most half of"
              + " redis.command-timeout-ms). With Sentinels 1 is recommended, and two replicas to"
              + " have it from.",
          "0");
  public static final Key<List<String>> REDIS_CLUSTER =
      KEYS.key(
          "redis.cluster",
          Kind.words("addresses"),
          "",
          "Nodes of a Redis Cluster to ask for the others, instead of redis.uri: host:port each, or"
              + " redis://user:password@host:port (rediss:// for TLS). User, password and TLS of"
              + " the first are used for all nodes.",
          "");
  public static final Key<String> REDIS_PREFIX =
      KEYS.key(
          "redis.prefix",
          Kind.word(),
          "",
          "What the names of all keys begin with. Instances that belong together have the same.",
          "coven");
  public static final Key<Integer> REDIS_COMMAND_TIMEOUT_MS =
      KEYS.key(
          "redis.command-timeout-ms",
          Kind.number(50, 600_000),
          "milliseconds",
          "A command without an answer for so long has failed, and the connection is made anew.",
          "5000");
  public static final Key<Integer> REDIS_IN_FLIGHT_MAX =
      KEYS.key(
          "redis.in-flight-max",
          Kind.number(16, 1_000_000),
          "commands",
          "So many of one event loop may be on their way to Redis.",
          "2048");
  public static final Key<Integer> REDIS_WAITING_MAX =
      KEYS.key(
          "redis.waiting-max",
          Kind.number(16, 10_000_000),
          "commands",
          "So many more may wait in memory; one more is refused (resource-constraint, wait).",
          "16384");
  public static final Key<Fsync> REDIS_FSYNC =
      KEYS.key(
          "redis.fsync",
          Kind.choice(Fsync.class),
          "",
          "When our own redis-server brings data to the disk: always (what was accepted outlives a"
              + " power cut), everysec (up to two seconds may be lost then).",
          "always");

  public static final Key<Path> DATA_DIR =
      KEYS.key(
          "data.dir",
          Kind.path(),
          "",
          "The folder for what this instance keeps: its own Redis and certificate.",
          "data");

  public static final Key<String> INSTANCE_ID =
      KEYS.key(
          "instance.id",
          Kind.text(),
          "",
          "The name of this instance among those of one Redis. Empty: a random one.",
          "");
  public static final Key<Integer> INSTANCE_LEASE_SECONDS =
      KEYS.key(
          "instance.lease-seconds",
          Kind.number(2, 3_600),
          "seconds",
          "An instance that was not heard of for so long is taken for dead.",
          "15");
  public static final Key<Integer> INSTANCE_EVENT_LOOPS =
      KEYS.key(
          "instance.event-loops",
          Kind.number(0, 1_024),
          "threads",
          "How many threads serve; 0 is one per processor.",
          "0");
  public static final Key<Integer> INSTANCE_DRAIN_SECONDS =
      KEYS.key(
          "instance.drain-seconds",
          Kind.number(0, 3_600),
          "seconds",
          "How long a stop waits for the clients' goodbyes.",
          "5");

  public static final Key<Integer> ACCOUNTS_SESSIONS_MAX =
      KEYS.key(
          "accounts.sessions-max",
          Kind.number(1, 1_000),
          "sessions",
          "An account can be connected so many times at once.",
          "50");
  public static final Key<Integer> ACCOUNTS_ROSTER_ITEMS_MAX =
      KEYS.key(
          "accounts.roster-items-max",
          Kind.number(10, 100_000),
          "contacts",
          "A roster has at most so many, channels among them.",
          "2000");
  public static final Key<Integer> ACCOUNTS_OFFLINE_MESSAGES_MAX =
      KEYS.key(
          "accounts.offline-messages-max",
          Kind.number(0, 100_000),
          "messages",
          "So many are kept for a user who is away.",
          "500");

  static {
    KEYS.addAll(PersonalKeys.KEYS);
    KEYS.addAll(MixKeys.KEYS);
    KEYS.addAll(PresenceKeys.KEYS);
  }

  static {
    KEYS.addAll(ArchiveKeys.KEYS);
    KEYS.addAll(MiscKeys.KEYS);
    KEYS.addAll(MucKeys.KEYS);
  }

  public static final Key<Integer> SCRAM_ITERATIONS =
      KEYS.key(
          "scram.iterations",
          Kind.number(4_096, 10_000_000),
          "iterations",
          "How costly it is to guess a password from what is stored. RFC 7677 asks for 4096 at"
              + " least.",
          "10000");

  public static final Key<String> OPS_HOST =
      KEYS.key(
          "ops.host",
          Kind.word(),
          "",
          "The address that listens for /health, /ready and /metrics.",
          "127.0.0.1");
  public static final Key<Integer> OPS_PORT =
      KEYS.key(
          "ops.port",
          Kind.optionalPort(),
          "",
          "The port for /health, /ready and /metrics.",
          "5280");

  public static final Key<LogFormat> LOG_FORMAT =
      KEYS.key(
          "log.format",
          Kind.choice(LogFormat.class),
          "",
          "A line of the log is text (key=value) or JSON.",
          "text");
  public static final Key<LogLevel> LOG_LEVEL =
      KEYS.key(
          "log.level", Kind.choice(LogLevel.class), "", "The least level that is logged.", "warn");

  private Catalogue() {}

  /// All keys.
  public static List<Key<?>> keys() {
    return KEYS.all();
  }
}
