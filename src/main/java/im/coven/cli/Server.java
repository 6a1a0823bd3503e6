package im.coven.cli;

import im.coven.ops.Settings;
import java.util.concurrent.CompletableFuture;

/// What starts an instance of Coven.
@FunctionalInterface
public interface Server {

  /// An instance that serves.
  interface Running extends AutoCloseable {

    /// Where it listens; -1 where it does not.
    Ports ports();

    /// Completes when the instance cannot go on and is to be closed; not when it is told to stop.
    /// The log says why.
    CompletableFuture<Void> failure();

    /// Drains and stops: streams are told, the own Redis is stopped. Returns when all is down.
    @Override
    void close();
  }

  /// The ports that an instance listens on.
  record Ports(int client, int clientTls, int webSocket, int webSocketTls, int ops) {}

  /// Starts an instance; returns when it serves.
  ///
  /// @throws im.coven.ops.CannotStart when it cannot
  Running start(Settings settings);
}
