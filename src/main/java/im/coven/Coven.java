package im.coven;

import im.coven.cli.Server;
import im.coven.ops.CannotStart;
import im.coven.ops.Catalogue;
import im.coven.ops.Metrics;
import im.coven.ops.OpsServer;
import im.coven.ops.Readiness;
import im.coven.ops.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.transport.Transport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// One instance of Coven, assembled from its configuration. Several may run in one process.
///
/// Started and stopped from a thread that may wait, never from an event loop.
public final class Coven implements Server.Running {

  private static final int START_SECONDS_MAX = 60;

  private final Metrics metrics = new Metrics();
  private final Readiness readiness = new Readiness();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Settings settings;
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
    Vertx vertx = vertx(settings.get(Catalogue.INSTANCE_EVENT_LOOPS));
    parts.push(() -> await("the event loops", vertx.close()));
    openOps(vertx);
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
    var options =
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false))
            .setEventLoopPoolSize(loops == 0 ? Runtime.getRuntime().availableProcessors() : loops);
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
    return new Server.Ports(-1, -1, opsPort);
  }

  @Override
  public void close() {
    readiness.drain();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        org.slf4j.LoggerFactory.getLogger(Coven.class).warn("while stopping", e);
      }
    }
  }
}
