package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The topics of one link, on a connection that carries nothing but `SUBSCRIBE` and `UNSUBSCRIBE`:
/// with any other command on it, a published message would eat a reply.
///
/// The client's future of a `SUBSCRIBE` means that it was written. What counts is Redis' own
/// confirmation, and those come in the order of the commands.
final class Subscriptions {

  /// Topics in one `SUBSCRIBE` after a reconnect.
  private static final int TOPICS_AT_ONCE = 500;

  private static final class Topic {
    final String name;
    final Consumer<Buffer> listener;
    boolean confirmed;

    Topic(String name, Consumer<Buffer> listener) {
      this.name = name;
      this.listener = listener;
    }
  }

  /// A confirmation that Redis owes us; of the end of a topic if there is none.
  private record Due(String name, @Nullable Topic topic, Promise<Void> promise, long since) {}

  private final RedisConfig config;
  private final LinkFigures figures;
  private final Consumer<String> condemn;
  private final Map<String, Topic> topics = new LinkedHashMap<>();
  private final ArrayDeque<Due> due = new ArrayDeque<>();
  private @Nullable RedisConnection connection;

  Subscriptions(RedisConfig config, LinkFigures figures, Consumer<String> condemn) {
    this.config = config;
    this.figures = figures;
    this.condemn = condemn;
  }

  /// Subscribes to everything on a new connection.
  Future<?> prepare(RedisConnection fresh) {
    connection = fresh;
    fresh.handler(push -> received(fresh, push));
    List<Future<Void>> confirmations = new ArrayList<>();
    List<Topic> all = List.copyOf(topics.values());
    for (int from = 0; from < all.size(); from += TOPICS_AT_ONCE) {
      Request request = Request.cmd(Command.SUBSCRIBE);
      for (Topic topic : all.subList(from, Math.min(all.size(), from + TOPICS_AT_ONCE))) {
        request.arg(topic.name);
        confirmations.add(expect(topic.name, topic));
      }
      fresh.send(request);
    }
    return Future.all(confirmations);
  }

  Future<Void> subscribe(String name, Consumer<Buffer> listener) {
    RedisConnection current = connection;
    if (current == null) {
      return Future.failedFuture(new RedisUnavailable("pub/sub is not connected"));
    }
    Topic topic = new Topic(name, listener);
    if (topics.putIfAbsent(name, topic) != null) {
      throw new IllegalStateException("there is a listener of " + name + " already");
    }
    Future<Void> confirmed = expect(name, topic);
    current.send(Request.cmd(Command.SUBSCRIBE).arg(name));
    return confirmed;
  }

  Future<Void> unsubscribe(String name) {
    Topic topic = topics.remove(name);
    RedisConnection current = connection;
    if (topic == null || current == null) {
      return Future.succeededFuture();
    }
    Future<Void> confirmed = expect(name, null);
    current.send(Request.cmd(Command.UNSUBSCRIBE).arg(name));
    return confirmed;
  }

  /// The connection is gone: what was confirmed will be subscribed again, what was not has failed.
  void lost(RedisUnavailable why) {
    connection = null;
    List<Due> owed = List.copyOf(due);
    due.clear();
    for (Due one : owed) {
      Topic topic = one.topic;
      if (topic == null) {
        one.promise.complete();
        continue;
      }
      if (!topic.confirmed) {
        topics.remove(one.name, topic);
      }
      one.promise.fail(why);
    }
  }

  boolean isOverdue(long nowNanos) {
    Due oldest = due.peekFirst();
    return oldest != null
        && nowNanos - oldest.since > TimeUnit.MILLISECONDS.toNanos(config.commandTimeoutMs());
  }

  int size() {
    return topics.size();
  }

  private Future<Void> expect(String name, @Nullable Topic topic) {
    Promise<Void> promise = Promise.promise();
    due.add(new Due(name, topic, promise, System.nanoTime()));
    return promise.future();
  }

  private void received(RedisConnection from, Response push) {
    if (!from.equals(connection)) {
      return;
    }
    if (push.type() == ResponseType.ERROR || push.size() < 3) {
      refused(String.valueOf(push));
      return;
    }
    switch (push.get(0).toString()) {
      case "message" -> heard(push.get(1).toString(), push.get(2).toBuffer());
      case "subscribe", "unsubscribe" -> confirmed(String.valueOf(push.get(1)));
      default -> condemn.accept("unexpected on the pub/sub connection: " + push.get(0));
    }
  }

  private void heard(String name, Buffer message) {
    figures.countHeard();
    Topic topic = topics.get(name);
    if (topic != null) {
      topic.listener.accept(message);
    }
  }

  private void confirmed(String name) {
    Due first = due.pollFirst();
    if (first == null || !first.name.equals(name)) {
      condemn.accept("an unexpected confirmation of " + name);
      return;
    }
    if (first.topic != null) {
      first.topic.confirmed = true;
    }
    first.promise.complete();
  }

  /// After a refusal it is not certain which confirmations are still to come: start afresh.
  private void refused(String error) {
    Due first = due.pollFirst();
    if (first != null) {
      if (first.topic != null) {
        topics.remove(first.name, first.topic);
      }
      first.promise.fail(new IllegalStateException("Redis refused " + first.name + ": " + error));
    }
    condemn.accept("refused: " + error);
  }
}
