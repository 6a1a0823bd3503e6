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
      KEYS.add(
          new Key<>(
              "domains.accounts",
              Kind.domains(),
              List.of("localhost"),
              "",
              "Domains whose users have their accounts here."));
  public static final Key<List<String>> DOMAINS_MIX =
      KEYS.add(
          new Key<>(
              "domains.mix",
              Kind.domains(),
              List.of("mix.localhost"),
              "",
              "Domains of the MIX service."));
  public static final Key<List<String>> DOMAINS_MUC =
      KEYS.add(
          new Key<>(
              "domains.muc",
              Kind.domains(),
              List.of("chat.localhost"),
              "",
              "Domains of the channels' MUC face: the channels of the first MIX domain are"
                  + " the rooms of the first of these, and so on. With none, channels are no"
                  + " rooms."));

  public static final Key<String> CLIENT_HOST =
      KEYS.add(
          new Key<>(
              "client.host",
              Kind.word(),
              List.of("0.0.0.0"),
              "",
              "The address that listens for clients; 127.0.0.1 for this machine only."));
  public static final Key<Integer> CLIENT_PORT =
      KEYS.add(
          new Key<>(
              "client.port",
              Kind.port(),
              List.of("5222"),
              "",
              "The port for clients, with STARTTLS."));
  public static final Key<Integer> CLIENT_TLS_PORT =
      KEYS.add(
          new Key<>(
              "client.tls-port",
              Kind.optionalPort(),
              List.of("5223"),
              "",
              "The port for clients that begin with TLS (XEP-0368)."));
  public static final Key<Boolean> CLIENT_TLS_REQUIRED =
      KEYS.add(
          new Key<>(
              "client.tls-required",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether a client must have TLS before it logs in."));
  public static final Key<Boolean> CLIENT_PLAIN_ON_LOOPBACK =
      KEYS.add(
          new Key<>(
              "client.plain-on-loopback",
              Kind.flag(),
              List.of("false"),
              "",
              "Whether SASL PLAIN is offered without TLS to connections from this machine."
                  + " For tests."));
  public static final Key<Registration> CLIENT_REGISTRATION =
      KEYS.add(
          new Key<>(
              "client.registration",
              Kind.choice(Registration.class),
              List.of("loopback"),
              "",
              "Who may make an account in band (XEP-0077): connections from this machine,"
                  + " all, none."));
  public static final Key<Integer> CLIENT_CONNECTIONS_MAX =
      KEYS.add(
          new Key<>(
              "client.connections-max",
              Kind.number(1, 10_000_000),
              List.of("100000"),
              "connections",
              "More are refused while so many are open."));
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_MAX =
      KEYS.add(
          new Key<>(
              "client.unauthenticated-max",
              Kind.number(1, 10_000_000),
              List.of("10000"),
              "connections",
              "More are refused while so many have not logged in."));
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_SECONDS_MAX =
      KEYS.add(
          new Key<>(
              "client.unauthenticated-seconds-max",
              Kind.number(1, 86_400),
              List.of("60"),
              "seconds",
              "A connection that has not logged in by then is closed."));
  public static final Key<Integer> CLIENT_SASL_ATTEMPTS_MAX =
      KEYS.add(
          new Key<>(
              "client.sasl-attempts-max",
              Kind.number(1, 1_000),
              List.of("5"),
              "attempts",
              "After so many failed log-ins a connection is closed."));
  public static final Key<Integer> CLIENT_IDLE_SECONDS =
      KEYS.add(
          new Key<>(
              "client.idle-seconds",
              Kind.number(1, 86_400),
              List.of("300"),
              "seconds",
              "A client that was silent for so long is pinged, and closed when it stays silent."));
  public static final Key<Integer> CLIENT_STANZA_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "client.stanza-bytes-max",
              Kind.number(10_000, 64 * MIB),
              List.of("262144"),
              "bytes",
              "A larger stanza closes the stream (policy-violation). RFC 6120 asks for 10000"
                  + " at least."));
  public static final Key<Integer> CLIENT_UNAUTHENTICATED_STANZA_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "client.unauthenticated-stanza-bytes-max",
              Kind.number(10_000, 64 * MIB),
              List.of("10000"),
              "bytes",
              "The same before the client has logged in."));
  public static final Key<Integer> CLIENT_TAG_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "client.tag-bytes-max",
              Kind.number(1_024, 16 * MIB),
              List.of("16384"),
              "bytes",
              "A longer tag closes the stream."));
  public static final Key<Integer> CLIENT_DEPTH_MAX =
      KEYS.add(
          new Key<>(
              "client.depth-max",
              Kind.number(8, 10_000),
              List.of("64"),
              "elements",
              "A stanza with elements nested deeper closes the stream."));
  public static final Key<Integer> CLIENT_ATTRIBUTES_MAX =
      KEYS.add(
          new Key<>(
              "client.attributes-max",
              Kind.number(8, 1_000),
              List.of("64"),
              "attributes",
              "A tag with more attributes and namespace declarations closes the stream."));
  public static final Key<Integer> CLIENT_ELEMENTS_MAX =
      KEYS.add(
          new Key<>(
              "client.elements-max",
              Kind.number(100, 1_000_000),
              List.of("8192"),
              "elements",
              "A stanza with more elements closes the stream."));
  public static final Key<Integer> CLIENT_NAMES_MAX =
      KEYS.add(
          new Key<>(
              "client.names-max",
              Kind.number(64, 10_000),
              List.of("512"),
              "names",
              "A stanza with more different names that Coven does not know closes the stream."));
  public static final Key<Integer> CLIENT_STANZAS_PER_SECOND =
      KEYS.add(
          new Key<>(
              "client.stanzas-per-second",
              Kind.number(0, 1_000_000),
              List.of("50"),
              "stanzas per second",
              "A client that sends more is read more slowly; 0 is no limit."));
  public static final Key<Integer> CLIENT_OUTBOX_BYTES_MAX =
      KEYS.add(
          new Key<>(
              "client.outbox-bytes-max",
              Kind.number(64 * 1024, 1024 * MIB),
              List.of("4194304"),
              "bytes",
              "A client for which more is waiting, because it does not read, is closed."));
  public static final Key<Integer> CLIENT_NOTIFICATIONS_WAIT_MS =
      KEYS.add(
          new Key<>(
              "client.notifications-wait-ms",
              Kind.number(0, 10_000),
              List.of("100"),
              "milliseconds",
              "News of a channel that are no messages wait so long at most, to leave in one"
                  + " write."));
  public static final Key<Integer> CLIENT_RESUME_SECONDS =
      KEYS.add(
          new Key<>(
              "client.resume-seconds",
              Kind.number(0, 86_400),
              List.of("300"),
              "seconds",
              "So long a session whose connection broke waits to be resumed (XEP-0198), on any"
                  + " instance; 0 is not at all."));
  public static final Key<Integer> CLIENT_RESUME_WAITING_MAX =
      KEYS.add(
          new Key<>(
              "client.resume-waiting-max",
              Kind.number(1, 100_000),
              List.of("1000"),
              "stanzas",
              "So many are kept for a session that waits to be resumed, and so many entries of each"
                  + " channel's log are read for it; with more it ends."));
  public static final Key<Integer> CLIENT_UNACKNOWLEDGED_MAX =
      KEYS.add(
          new Key<>(
              "client.unacknowledged-max",
              Kind.number(10, 100_000),
              List.of("1000"),
              "stanzas",
              "So many are kept until the client acknowledges them (XEP-0198)."));

  static {
    KEYS.addAll(WebSocketKeys.KEYS);
  }

  public static final Key<String> TLS_CERTIFICATE =
      KEYS.add(
          new Key<>(
              "tls.certificate",
              Kind.text(),
              List.of(""),
              "",
              "PEM file with the certificate chain. Empty: a self-signed one is made in"
                  + " data.dir."));
  public static final Key<String> TLS_KEY =
      KEYS.add(
          new Key<>(
              "tls.key", Kind.text(), List.of(""), "", "PEM file with the private key (PKCS #8)."));

  public static final Key<String> REDIS_URI =
      KEYS.add(
          new Key<>(
              "redis.uri",
              Kind.text(),
              List.of(""),
              "",
              "Where Redis is: redis://host:port, rediss://host:port (TLS), unix:///path."
                  + " Empty: a redis-server of our own, with its data in data.dir. With"
                  + " redis.sentinels: how to speak to the master (TLS, user, password, database),"
                  + " whatever its host."));
  public static final Key<List<String>> REDIS_SENTINELS =
      KEYS.add(
          new Key<>(
              "redis.sentinels",
              Kind.words("addresses"),
              List.of(""),
              "",
              "The Sentinels that say where the master is: host:port each, or"
                  + " redis://user:password@host:port (rediss:// for TLS). Name all of them."));
  public static final Key<String> REDIS_MASTER =
      KEYS.add(
          new Key<>(
              "redis.master",
              Kind.text(),
              List.of(""),
              "",
              "What the Sentinels call the master: their `sentinel monitor NAME host port"
                  + " quorum`."));
  public static final Key<Integer> REDIS_REPLICAS =
      KEYS.add(
          new Key<>(
              "redis.replicas",
              Kind.number(0, 16),
              List.of("0"),
              "replicas",
              "So many must have a write before it counts as accepted (WAIT, for at most half"
                  + " of redis.command-timeout-ms). With Sentinels 1 is recommended, and two"
                  + " replicas to have it from."));
  public static final Key<List<String>> REDIS_CLUSTER =
      KEYS.add(
          new Key<>(
              "redis.cluster",
              Kind.words("addresses"),
              List.of(""),
              "",
              "Nodes of a Redis Cluster to ask for the others, instead of redis.uri:"
                  + " host:port each, or redis://user:password@host:port (rediss:// for TLS). User,"
                  + " password and TLS of the first are used for all nodes."));
  public static final Key<String> REDIS_PREFIX =
      KEYS.add(
          new Key<>(
              "redis.prefix",
              Kind.word(),
              List.of("coven"),
              "",
              "What the names of all keys begin with. Instances that belong together have the"
                  + " same."));
  public static final Key<Integer> REDIS_COMMAND_TIMEOUT_MS =
      KEYS.add(
          new Key<>(
              "redis.command-timeout-ms",
              Kind.number(50, 600_000),
              List.of("5000"),
              "milliseconds",
              "A command without an answer for so long has failed, and the connection is made"
                  + " anew."));
  public static final Key<Integer> REDIS_IN_FLIGHT_MAX =
      KEYS.add(
          new Key<>(
              "redis.in-flight-max",
              Kind.number(16, 1_000_000),
              List.of("2048"),
              "commands",
              "So many of one event loop may be on their way to Redis."));
  public static final Key<Integer> REDIS_WAITING_MAX =
      KEYS.add(
          new Key<>(
              "redis.waiting-max",
              Kind.number(16, 10_000_000),
              List.of("16384"),
              "commands",
              "So many more may wait in memory; one more is refused (resource-constraint, wait)."));
  public static final Key<Fsync> REDIS_FSYNC =
      KEYS.add(
          new Key<>(
              "redis.fsync",
              Kind.choice(Fsync.class),
              List.of("always"),
              "",
              "When our own redis-server brings data to the disk: always (what was accepted"
                  + " outlives a power cut), everysec (up to two seconds may be lost then)."));

  public static final Key<Path> DATA_DIR =
      KEYS.add(
          new Key<>(
              "data.dir",
              Kind.path(),
              List.of("data"),
              "",
              "The folder for what this instance keeps: its own Redis and certificate."));

  public static final Key<String> INSTANCE_ID =
      KEYS.add(
          new Key<>(
              "instance.id",
              Kind.text(),
              List.of(""),
              "",
              "The name of this instance among those of one Redis. Empty: a random one."));
  public static final Key<Integer> INSTANCE_LEASE_SECONDS =
      KEYS.add(
          new Key<>(
              "instance.lease-seconds",
              Kind.number(2, 3_600),
              List.of("15"),
              "seconds",
              "An instance that was not heard of for so long is taken for dead."));
  public static final Key<Integer> INSTANCE_EVENT_LOOPS =
      KEYS.add(
          new Key<>(
              "instance.event-loops",
              Kind.number(0, 1_024),
              List.of("0"),
              "threads",
              "How many threads serve; 0 is one per processor."));
  public static final Key<Integer> INSTANCE_DRAIN_SECONDS =
      KEYS.add(
          new Key<>(
              "instance.drain-seconds",
              Kind.number(0, 3_600),
              List.of("5"),
              "seconds",
              "How long a stop waits for the clients' goodbyes."));

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
      KEYS.add(
          new Key<>(
              "scram.iterations",
              Kind.number(4_096, 10_000_000),
              List.of("10000"),
              "iterations",
              "How costly it is to guess a password from what is stored. RFC 7677 asks for 4096 at"
                  + " least."));

  public static final Key<String> OPS_HOST =
      KEYS.add(
          new Key<>(
              "ops.host",
              Kind.word(),
              List.of("127.0.0.1"),
              "",
              "The address that listens for /health, /ready and /metrics."));
  public static final Key<Integer> OPS_PORT =
      KEYS.add(
          new Key<>(
              "ops.port",
              Kind.optionalPort(),
              List.of("5280"),
              "",
              "The port for /health, /ready and /metrics."));

  public static final Key<LogFormat> LOG_FORMAT =
      KEYS.add(
          new Key<>(
              "log.format",
              Kind.choice(LogFormat.class),
              List.of("text"),
              "",
              "A line of the log is text (key=value) or JSON."));
  public static final Key<LogLevel> LOG_LEVEL =
      KEYS.add(
          new Key<>(
              "log.level",
              Kind.choice(LogLevel.class),
              List.of("warn"),
              "",
              "The least level that is logged."));

  private Catalogue() {}

  /// All keys.
  public static List<Key<?>> keys() {
    return KEYS.all();
  }
}
