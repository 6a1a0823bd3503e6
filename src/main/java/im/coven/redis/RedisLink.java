package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Consumer;

/// One event loop's way to Redis: a command connection and a pub/sub connection, supervised.
///
/// Commands are pipelined and answered in the order of their sending. While Redis is away every
/// command fails at once, and one that gets no answer in time fails, with {@link RedisUnavailable}:
/// whether it was carried out is then unknown. After a reconnect the link subscribes again to all
/// topics and then tells the listeners of {@link #onReconnected}.
public final class RedisLink {

  /// Sends one command.
  public Future<Response> send(Request request) {
    throw new UnsupportedOperationException();
  }

  /// Runs a script atomically; loads it first where Redis does not know it.
  public Future<Response> run(Script script, List<String> keys, List<?> args) {
    throw new UnsupportedOperationException();
  }

  /// Listens to a topic. The future completes when Redis confirmed it: what is published after that
  /// is heard, unless the connection breaks. A topic has one listener per link.
  public Future<Void> subscribe(String topic, Consumer<Buffer> listener) {
    throw new UnsupportedOperationException();
  }

  /// Stops listening to a topic.
  public Future<Void> unsubscribe(String topic) {
    throw new UnsupportedOperationException();
  }

  /// Registers an action for each time that pub/sub was interrupted and works again: whoever relies
  /// on it must now read what was missed.
  public void onReconnected(Runnable action) {
    throw new UnsupportedOperationException();
  }

  /// Whether both connections are up.
  public boolean isUp() {
    throw new UnsupportedOperationException();
  }
}
