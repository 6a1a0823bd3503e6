package im.coven;

import im.coven.cli.Server;
import im.coven.net.ClientConfig;
import im.coven.net.ClientDoor;
import im.coven.net.ClientDoorParts;
import im.coven.net.ServerTls;
import im.coven.ops.CannotStart;
import im.coven.ops.Catalogue;
import im.coven.ops.Metrics;
import im.coven.ops.OpsServer;
import im.coven.ops.Readiness;
import im.coven.ops.SelfSigned;
import im.coven.ops.Settings;
import im.coven.ops.WebSocketKeys;
import im.coven.redis.EmbeddedRedis;
import im.coven.redis.RedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One instance of Coven, assembled from its configuration. Several may run in one process.
///
/// Started and stopped from a thread that may wait, never from an event loop. What is opened is
/// remembered in `parts`, and closed in the opposite order.
public final class Coven implements Server.Running {

  private static final Logger LOG = LoggerFactory.getLogger(Coven.class);
  private static final int START_SECONDS_MAX = 60;

  private final Metrics metrics = new Metrics();
  private final Readiness readiness = new Readiness();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Settings settings;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private ClientDoor.Ports clientPorts = new ClientDoor.Ports(-1, -1, -1, -1);
  private int opsPort = -1;

  private Coven(Settings settings) {
    this.settings = settings;
    parts.push(metrics);
  }

  /// Starts an instance; returns when it serves.
  ///
  /// @throws CannotStart when it cannot; nothing of it is left running then
  public static Coven start(Settings settings) {
    var coven = new Coven(settings);
    try {
      coven.assemble();
      return coven;
    } catch (CannotStart e) {
      coven.close();
      throw e;
    }
  }

  private void assemble() {
    Certificate certificate = certificate();
    RedisConfig redis = RedisConfig.of(settings, this::ownRedis);
    int configured = settings.get(Catalogue.INSTANCE_EVENT_LOOPS);
    int loops = configured == 0 ? Runtime.getRuntime().availableProcessors() : configured;
    Vertx vertx = vertx(loops);
    parts.push(() -> await("the event loops", vertx.close()));
    Loops.Opened opened = openLoops(vertx, loops, redis);
    openDoors(vertx, opened, certificate);
    openOps(vertx);
  }

  /// PEM files.
  private record Certificate(Path chain, Path key) {}

  private Certificate certificate() {
    String chain = settings.get(Catalogue.TLS_CERTIFICATE);
    if (!chain.isEmpty()) {
      return new Certificate(Path.of(chain), Path.of(settings.get(Catalogue.TLS_KEY)));
    }
    try {
      Path folder = settings.get(Catalogue.DATA_DIR).resolve("tls");
      SelfSigned made = SelfSigned.in(folder, Sections.certified(settings));
      return new Certificate(made.certificate(), made.key());
    } catch (IOException e) {
      throw new CannotStart("data.dir: cannot be written: " + e.getMessage(), e);
    }
  }

  /// Starts the own Redis; answers where it is.
  private String ownRedis() {
    try {
      Path folder = settings.get(Catalogue.DATA_DIR).resolve("redis");
      EmbeddedRedis own = EmbeddedRedis.start(folder, Sections.fsync(settings));
      parts.push(own);
      return own.uri();
    } catch (IOException e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
  }

  private Loops.Opened openLoops(Vertx vertx, int count, RedisConfig redis) {
    String id = settings.get(Catalogue.INSTANCE_ID);
    int leaseMs = settings.get(Catalogue.INSTANCE_LEASE_SECONDS) * 1000;
    var identity =
        new Loops.Identity(
            id.isEmpty() ? UUID.randomUUID().toString() : id, leaseMs, this::takenForDead);
    var config =
        new Loops.Config(
            redis,
            Sections.mix(settings),
            Sections.mixLimits(settings),
            Sections.accounts(settings),
            settings.get(Catalogue.SCRAM_ITERATIONS));
    Loops.Opened loops =
        await(
            redis.setting() + ": no use of " + redis.shown(),
            Loops.open(vertx, count, identity, config));
    parts.push(() -> await("the event loops", loops.close()));
    readiness.require("redis is away", loops::isUp);
    Meters.bind(metrics, loops.loops());
    return loops;
  }

  /// Nothing that this instance holds can be relied on any more, so it starts anew.
  private void takenForDead() {
    LOG.error("this instance was silent for too long and was taken for dead; it ends");
    readiness.drain();
    failure.complete(null);
  }

  private void openDoors(Vertx vertx, Loops.Opened loops, Certificate certificate) {
    ClientConfig config = ClientConfig.of(settings);
    ServerSSLOptions tls = ServerTls.ofPem(certificate.chain(), certificate.key());
    var wanted =
        new ClientDoor.Ports(
            settings.get(Catalogue.CLIENT_PORT),
            settings.get(Catalogue.CLIENT_TLS_PORT),
            settings.get(WebSocketKeys.PORT),
            settings.get(WebSocketKeys.TLS_PORT));
    var doorParts =
        ClientDoorParts.of(
            config,
            tls,
            loops.passwords(),
            new ClientDoorParts.Instruments(metrics, loops.lease().clock()));
    Doors doors =
        await(
            "client.port: cannot listen on " + config.host() + ":" + wanted.port(),
            Doors.open(vertx, loops.loops(), doorParts, wanted));
    clientPorts = doors.ports();
    long drainMs = settings.get(Catalogue.INSTANCE_DRAIN_SECONDS) * 1000L;
    parts.push(() -> await("the doors", doors.close(drainMs)));
  }

  private void openOps(Vertx vertx) {
    int port = settings.get(Catalogue.OPS_PORT);
    if (port < 0) {
      return;
    }
    String host = settings.get(Catalogue.OPS_HOST);
    var server = new OpsServer(vertx, metrics, readiness);
    opsPort = await("ops.port: cannot listen on " + host + ":" + port, server.listen(host, port));
    parts.push(() -> await("the ops port", server.close()));
  }

  /// Native epoll where there is one, else NIO.
  private static Vertx vertx(int loops) {
    var files =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    var options = new VertxOptions().setFileSystemOptions(files).setEventLoopPoolSize(loops);
    Transport epoll = Transport.EPOLL;
    boolean usable = epoll != null && epoll.available();
    return Vertx.builder().with(options).withTransport(usable ? epoll : Transport.NIO).build();
  }

  private static <T> T await(String what, Future<T> future) {
    try {
      return future
          .timeout(START_SECONDS_MAX, TimeUnit.SECONDS)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CannotStart(what + " (" + cause.getMessage() + ")", cause);
    }
  }

  @Override
  public Server.Ports ports() {
    return new Server.Ports(
        clientPorts.port(),
        clientPorts.tlsPort(),
        clientPorts.webSocket(),
        clientPorts.webSocketTls(),
        opsPort);
  }

  @Override
  public CompletableFuture<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    readiness.drain();
    List<Exception> failures = new ArrayList<>();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    failures.forEach(failure -> LOG.warn("while stopping", failure));
  }
}
