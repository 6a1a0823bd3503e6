package im.coven.redis;

import im.coven.redis.RedisLink.Listener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The topics of one link, on a connection that carries nothing but commands to subscribe and to
/// end that: with any other command on it, a published message would eat a reply.
///
/// The client's future of a `SUBSCRIBE` means that it was written. What counts is Redis' own
/// confirmation, and those come in the order of the commands. In a cluster a topic may also be
/// refused, or its subscription be ended, because its slot is another node's.
final class Subscriptions {

  /// Topics in one command after a reconnect, where they may lie in different slots.
  private static final int TOPICS_AT_ONCE = 500;

  /// Hears of a topic that this node has no more.
  interface Left {
    void left(Reach reach, String topic);
  }

  private static final class Topic {
    final Reach reach;
    final String name;
    final Listener listener;
    boolean confirmed;

    Topic(Reach reach, String name, Listener listener) {
      this.reach = reach;
      this.name = name;
      this.listener = listener;
    }
  }

  /// A confirmation that Redis owes us; of the end of a topic if there is none.
  private record Due(
      Reach reach, String name, @Nullable Topic topic, Promise<Void> promise, long since) {

    boolean isOf(String word, String topicName) {
      return name.equals(topicName)
          && word.equals(topic == null ? reach.unsubscribed : reach.subscribed);
    }
  }

  private final RedisConfig config;
  private final LinkFigures figures;
  private final Consumer<String> condemn;
  private final boolean isMember;
  private final Map<Reach, Map<String, Topic>> topics = new EnumMap<>(Reach.class);
  private final ArrayDeque<Due> due = new ArrayDeque<>();
  private @Nullable Left left;
  private @Nullable RedisConnection connection;

  /// `isMember`: of a cluster, where a node has some of the slots.
  Subscriptions(
      RedisConfig config, LinkFigures figures, Consumer<String> condemn, boolean isMember) {
    this.config = config;
    this.figures = figures;
    this.condemn = condemn;
    this.isMember = isMember;
    for (Reach reach : Reach.values()) {
      topics.put(reach, new LinkedHashMap<>());
    }
  }

  void onLeft(Left action) {
    left = action;
  }

  /// Subscribes to everything on a new connection.
  Future<?> prepare(RedisConnection fresh) {
    connection = fresh;
    fresh.handler(push -> received(fresh, push));
    List<Future<Void>> confirmations = new ArrayList<>();
    for (Reach reach : Reach.values()) {
      int most = isMember && reach == Reach.SLOT ? 1 : TOPICS_AT_ONCE;
      List<Topic> all = List.copyOf(of(reach).values());
      for (int from = 0; from < all.size(); from += most) {
        Request request = Request.cmd(reach.subscribe());
        for (Topic topic : all.subList(from, Math.min(all.size(), from + most))) {
          request.arg(topic.name);
          confirmations.add(expect(reach, topic.name, topic));
        }
        fresh.send(request);
      }
    }
    // One that is elsewhere by now does not keep the others waiting.
    return Future.join(confirmations).transform(done -> stillOn(fresh));
  }

  private Future<Void> stillOn(RedisConnection fresh) {
    return fresh.equals(connection)
        ? Future.succeededFuture()
        : Future.failedFuture(new RedisUnavailable("the connection ended"));
  }

  Future<Void> subscribe(Reach reach, String name, Listener listener) {
    RedisConnection current = connection;
    if (current == null) {
      return Future.failedFuture(new RedisUnavailable("pub/sub is not connected"));
    }
    Topic topic = new Topic(reach, name, listener);
    if (of(reach).putIfAbsent(name, topic) != null) {
      throw new IllegalStateException("there is a listener of " + name + " already");
    }
    Future<Void> confirmed = expect(reach, name, topic);
    current.send(Request.cmd(reach.subscribe()).arg(name));
    return confirmed;
  }

  Future<Void> unsubscribe(Reach reach, String name) {
    Topic topic = of(reach).remove(name);
    RedisConnection current = connection;
    if (topic == null || current == null) {
      return Future.succeededFuture();
    }
    Future<Void> confirmed = expect(reach, name, null);
    current.send(Request.cmd(reach.unsubscribe()).arg(name));
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
        of(topic.reach).remove(one.name, topic);
      }
      one.promise.fail(why);
    }
  }

  boolean isOverdue(long nowNanos) {
    Due oldest = due.peekFirst();
    return oldest != null
        && nowNanos - oldest.since
            > TimeUnit.MILLISECONDS.toNanos(config.patience().commandTimeoutMs());
  }

  private Map<String, Topic> of(Reach reach) {
    return topics.getOrDefault(reach, Map.of());
  }

  private Future<Void> expect(Reach reach, String name, @Nullable Topic topic) {
    Promise<Void> promise = Promise.promise();
    due.add(new Due(reach, name, topic, promise, System.nanoTime()));
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
    String word = push.get(0).toString();
    String name = String.valueOf(push.get(1));
    switch (word) {
      case "smessage" -> heard(Reach.SLOT, name, push.get(2));
      case "message" -> heard(Reach.EVERYWHERE, name, push.get(2));
      case "ssubscribe", "subscribe", "sunsubscribe", "unsubscribe" -> confirmed(word, name);
      default -> condemn.accept("unexpected on the pub/sub connection: " + word);
    }
  }

  private void heard(Reach reach, String name, Response message) {
    figures.countHeard();
    Topic topic = of(reach).get(name);
    if (topic != null) {
      topic.listener.heard(message.toBuffer());
    }
  }

  private void confirmed(String word, String name) {
    Due first = due.peekFirst();
    if (first != null && first.isOf(word, name)) {
      due.removeFirst();
      if (first.topic != null) {
        first.topic.confirmed = true;
      }
      first.promise.complete();
    } else if (isMember && word.equals(Reach.SLOT.unsubscribed)) {
      Topic topic = of(Reach.SLOT).get(name);
      if (topic != null && topic.confirmed) {
        gone(topic);
      }
    } else {
      condemn.accept("an unexpected confirmation of " + name);
    }
  }

  private void gone(Topic topic) {
    of(topic.reach).remove(topic.name, topic);
    if (left != null) {
      left.left(topic.reach, topic.name);
    }
  }

  private void refused(String error) {
    Due first = due.peekFirst();
    Redirection where = isMember ? Redirection.of(error) : null;
    if (where != null) {
      // To be told so of a topic that is given up needs no answer.
      if (first != null && first.reach == Reach.SLOT && where.concerns(Slots.of(first.name))) {
        due.removeFirst();
        elsewhere(first, error);
      }
      return;
    }
    due.pollFirst();
    if (first != null) {
      if (first.topic != null) {
        of(first.reach).remove(first.name, first.topic);
      }
      first.promise.fail(new IllegalStateException("Redis refused " + first.name + ": " + error));
    }
    // It is not certain which confirmations are still to come: start afresh.
    condemn.accept("refused: " + error);
  }

  private void elsewhere(Due refused, String error) {
    Topic topic = refused.topic;
    if (topic == null) {
      refused.promise.complete();
    } else if (topic.confirmed) {
      gone(topic);
      refused.promise.complete();
    } else {
      of(topic.reach).remove(topic.name, topic);
      refused.promise.fail(RedisUnavailable.unsent(error));
    }
  }
}
