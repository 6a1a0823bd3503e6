package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.List;

/// One event loop's way to Redis, be that one process or a cluster: commands and topics, over
/// connections that are supervised.
///
/// Commands of one slot (with one process: all commands) are carried out and answered in the order
/// of their sending. While Redis is away every command fails at once, and one that gets no answer
/// in time fails, with {@link RedisUnavailable}, which says whether it may have been carried out,
/// or still may be. After a reconnect the link subscribes again to all topics and then tells the
/// listeners of {@link #onReconnected}. An error that tells of a mistake of ours, not of the state
/// that Redis is in, fails the future with {@link IllegalStateException}.
///
/// All methods but {@link #figures}, {@link #prefix} and {@link #isUp} are called on the loop that
/// opened it.
public sealed interface RedisLink permits NodeLink, ClusterLink {

  /// Who listens to a topic.
  @FunctionalInterface
  interface Listener {
    /// Something was published.
    void heard(Buffer message);

    /// Something may have been published that was not heard, as the topic went to another node.
    default void missed() {}
  }

  /// Milliseconds after which what a Redis lost that is another one than before is back, as far as
  /// instances still had it: longer than the first of them is ahead of the last in reconnecting.
  int SETTLING_MS = 1000;

  /// Opens a link for the event loop that calls. Fails, with a message for the operator, if Redis
  /// cannot be reached, refuses us, or is older than 7.0; later losses are mended by the link
  /// itself.
  static Future<RedisLink> open(Vertx vertx, RedisConfig config) {
    return switch (config.topology()) {
      case RedisTopology.Standalone _, RedisTopology.Sentinels _ ->
          new NodeLink(vertx, config, false).start().map(RedisLink.class::cast);
      case RedisTopology.Cluster cluster ->
          new ClusterLink(vertx, config, cluster).start().map(RedisLink.class::cast);
    };
  }

  /// What every key and topic of ours begins with, without the colon.
  String prefix();

  LinkFigures figures();

  /// Sends one command with its key and what follows that: `byte[]`, {@link Buffer}, strings,
  /// numbers.
  Future<Response> send(Command command, String key, Object... args);

  /// Runs a script atomically; loads it first where Redis does not know it. All keys, of which
  /// there is one at least, lie in one slot. Arguments are as those of {@link #send}.
  Future<Response> run(Script script, List<String> keys, List<?> args);

  /// Runs a script that only reads, and answers when replicas have what it found, as many as are to
  /// have a write.
  Future<Response> runConfirmed(Script script, List<String> keys, List<?> args);

  /// Whether a write counts only when replicas have it.
  boolean isConfirmed();

  /// Publishes on a topic; answers how many links heard it.
  default Future<Long> publish(String topic, String message) {
    return send(Command.SPUBLISH, topic, message).map(EntryFormat::number);
  }

  /// Listens to what {@link #publish} and scripts, with `SPUBLISH`, publish on a topic. The future
  /// completes when Redis confirmed it: what is published after that is heard, unless the
  /// connection breaks. If it fails there is no listener. A topic has one listener per link.
  Future<Void> subscribe(String topic, Listener listener);

  /// Listens to what is published with `PUBLISH`, which is heard wherever it is said: the way for
  /// scripts whose keys lie elsewhere than the topic. Every node of a cluster hears of it, so it is
  /// for what is rare.
  Future<Void> subscribeEverywhere(String topic, Listener listener);

  /// Stops {@link #subscribe}, at once; the future completes when Redis knows it. Never fails.
  Future<Void> unsubscribe(String topic);

  /// Registers an action for each time that the link was interrupted and works again, commands and
  /// pub/sub: messages may have been missed, so whoever relies on them must now read what is new.
  void onReconnected(Runnable action);

  /// Registers an action for each time that commands work again, before anything else is sent: the
  /// Redis that answers may be another one, which lacks what the last one had.
  void onReturned(Runnable action);

  /// Milliseconds until a Redis that is another one than before counts as complete; 0 if it does.
  long settlingMs();

  /// Whether all connections are up, as of now. For every thread.
  boolean isUp();

  /// Ends all connections; what waits for an answer fails.
  void close();
}
