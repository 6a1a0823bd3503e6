package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One event loop's way to Redis: a command connection and a pub/sub connection, supervised.
///
/// Commands are pipelined, carried out and answered in the order of their sending. While Redis is
/// away every command fails at once, and one that gets no answer in time fails, with {@link
/// RedisUnavailable}, which says whether it may have been carried out, or still may be. After a
/// reconnect the link subscribes again to all topics and then tells the listeners of {@link
/// #onReconnected}. An error that tells of a mistake of ours, not of the state that Redis is in,
/// fails the future with {@link IllegalStateException}.
///
/// All methods but {@link #figures}, {@link #prefix} and {@link #isUp} are called on the loop that
/// opened it.
public final class RedisLink {

  /// The oldest Redis whose scripts declare themselves with `#!lua`, which lets Redis refuse one
  /// before its first write when it is short of memory.
  private static final int MAJOR_MIN = 7;

  /// Milliseconds after which what a Redis lost that is another one than before is back, as far as
  /// instances still had it: longer than the first of them is ahead of the last in reconnecting.
  private static final int SETTLING_MS = 1000;

  /// Milliseconds between two looks whether the Sentinels still name the same master. After a
  /// fail-over by command they leave the old one a master for seconds.
  private static final int MASTER_LOOK_MS = 500;

  private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
  private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.\\S+)");

  private final Vertx vertx;
  private final RedisConfig config;
  private final LinkFigures figures = new LinkFigures();
  private final MasterFinder finder;
  private final Line commands;
  private final Line pubSub;
  private final Subscriptions subscriptions;
  private final List<Runnable> returned = new ArrayList<>();
  private final List<Runnable> reconnected = new ArrayList<>();
  private final String probeTopic;
  private @Nullable Pipeline pipeline;
  private boolean opened;
  private long watchTimer = -1;
  private long probeTimer = -1;
  private long masterTimer = -1;
  private long watchedNanos;
  private long pubSubUps;
  private String runId = "";
  private long settledNanos;
  private long probeSent;
  private long probeHeard;
  private long probeAnsweredNanos;

  private RedisLink(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.probeTopic = config.prefix() + ":link:" + UUID.randomUUID();
    this.finder = new MasterFinder(vertx, config);
    this.commands = new Line(vertx, config, finder, "commands", new CommandUse());
    this.pubSub = new Line(vertx, config, finder, "pub/sub", new PubSubUse());
    this.subscriptions = new Subscriptions(config, figures, pubSub::condemn);
  }

  /// Opens a link for the event loop that calls. Fails, with a message for the operator, if Redis
  /// cannot be reached, refuses us, or is older than 7.0; later losses are mended by the link
  /// itself.
  public static Future<RedisLink> open(Vertx vertx, RedisConfig config) {
    RedisLink link = new RedisLink(vertx, config);
    return link.commands
        .start()
        .compose(up -> link.pubSub.start())
        .compose(up -> link.subscriptions.subscribe(link.probeTopic, link::probeHeard))
        .map(up -> {
          link.opened = true;
          link.watch();
          return link;
        })
        .onFailure(e -> link.close());
  }

  /// What every key and topic of ours begins with, without the colon.
  public String prefix() {
    return config.prefix();
  }

  public LinkFigures figures() {
    return figures;
  }

  /// Sends one command.
  public Future<Response> send(Request request) {
    Pipeline current = pipeline;
    return current == null ? away() : current.send(request);
  }

  /// Runs a script atomically; loads it first where Redis does not know it. An argument is a
  /// `byte[]`, a {@link Buffer}, a string or a number.
  public Future<Response> run(Script script, List<String> keys, List<?> args) {
    return run(script, keys, args, script.isWriting());
  }

  /// Runs a script that only reads, and answers when replicas have what it found, as many as are to
  /// have a write.
  Future<Response> runConfirmed(Script script, List<String> keys, List<?> args) {
    return run(script, keys, args, true);
  }

  /// Whether a write counts only when replicas have it.
  boolean isConfirmed() {
    return config.replicas() > 0;
  }

  private Future<Response> run(Script script, List<String> keys, List<?> args, boolean confirmed) {
    Pipeline current = pipeline;
    if (current == null) {
      return away();
    }
    Request request = Request.cmd(Command.EVALSHA).arg(script.sha1()).arg(keys.size());
    keys.forEach(request::arg);
    for (Object arg : args) {
      switch (arg) {
        case byte[] bytes -> request.arg(bytes);
        case Buffer buffer -> request.arg(buffer);
        default -> request.arg(arg.toString());
      }
    }
    return current.run(request, script, confirmed);
  }

  /// Listens to a topic. The future completes when Redis confirmed it: what is published after that
  /// is heard, unless the connection breaks. If it fails there is no listener. A topic has one
  /// listener per link.
  public Future<Void> subscribe(String topic, Consumer<Buffer> listener) {
    return subscriptions.subscribe(topic, listener);
  }

  /// Stops listening to a topic, at once; the future completes when Redis knows it. Never fails.
  public Future<Void> unsubscribe(String topic) {
    return subscriptions.unsubscribe(topic);
  }

  /// Registers an action for each time that the link was interrupted and works again, commands and
  /// pub/sub: messages may have been missed, so whoever relies on them must now read what is new.
  public void onReconnected(Runnable action) {
    reconnected.add(action);
  }

  /// Registers an action for each time that commands work again, before anything else is sent: the
  /// Redis that answers may be another one, which lacks what the last one had.
  public void onReturned(Runnable action) {
    returned.add(action);
  }

  /// Milliseconds until a Redis that is another one than before counts as complete; 0 if it does.
  long settlingMs() {
    long left = TimeUnit.NANOSECONDS.toMillis(settledNanos - System.nanoTime());
    return settledNanos == 0 ? 0 : Math.max(0, left);
  }

  /// Whether both connections are up, as of now. For every thread.
  public boolean isUp() {
    return commands.isUp() && pubSub.isUp();
  }

  /// Ends both connections; what waits for an answer fails.
  public void close() {
    opened = false;
    vertx.cancelTimer(watchTimer);
    vertx.cancelTimer(probeTimer);
    vertx.cancelTimer(masterTimer);
    commands.close();
    pubSub.close();
  }

  private static Future<Response> away() {
    return Future.failedFuture(RedisUnavailable.unsent("Redis is not connected"));
  }

  private void lineUp() {
    if (!opened) {
      return;
    }
    figures.countReconnect();
    if (isUp()) {
      List.copyOf(reconnected).forEach(Runnable::run);
    }
  }

  private final class CommandUse implements Line.Use {
    @Override
    public Future<?> prepare(RedisConnection connection) {
      return connection
          .send(Request.cmd(Command.INFO).arg("server"))
          .compose(info -> {
            identify(String.valueOf(info));
            return checkVersion(String.valueOf(info));
          })
          .compose(known -> connection.send(Request.cmd(Command.PING)));
    }

    @Override
    public void up(RedisConnection connection) {
      pipeline =
          new Pipeline(
              connection,
              config,
              figures,
              task -> vertx.runOnContext(go -> task.run()),
              commands::condemn);
      if (opened) {
        List.copyOf(returned).forEach(Runnable::run);
      }
      lineUp();
    }

    private void identify(String info) {
      Matcher id = RUN_ID.matcher(info);
      String now = id.find() ? id.group(1) : "";
      if (opened && !now.equals(runId)) {
        settledNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLING_MS);
      }
      runId = now;
    }

    @Override
    public void lost(RedisUnavailable why) {
      Pipeline old = pipeline;
      pipeline = null;
      if (old != null) {
        old.fail(why);
      }
    }
  }

  private final class PubSubUse implements Line.Use {
    @Override
    public Future<?> prepare(RedisConnection connection) {
      return subscriptions.prepare(connection);
    }

    @Override
    public void up(RedisConnection connection) {
      pubSubUps++;
      probeAnsweredNanos = 0;
      lineUp();
    }

    @Override
    public void lost(RedisUnavailable why) {
      subscriptions.lost(why);
    }
  }

  static Future<Void> checkVersion(String info) {
    Matcher version = VERSION.matcher(info);
    if (!version.find()) {
      return Future.failedFuture(new RedisUnavailable("INFO does not tell the version of Redis"));
    }
    if (Integer.parseInt(version.group(2)) < MAJOR_MIN) {
      return Future.failedFuture(
          new RedisUnavailable(
              "Redis " + version.group(1) + " is too old: Coven needs 7.0 or newer"));
    }
    return Future.succeededFuture();
  }

  // Liveness. A half-open connection reports nothing, so the link looks at the age of what it waits
  // for, and lets Redis publish something to it now and then.

  private void watch() {
    long everyMs = Math.max(5, config.commandTimeoutMs() / 4);
    watchedNanos = System.nanoTime();
    if (!config.sentinels().isNone()) {
      masterTimer = vertx.setPeriodic(MASTER_LOOK_MS, id -> lookForMaster());
    }
    watchTimer = vertx.setPeriodic(everyMs, id -> look(TimeUnit.MILLISECONDS.toNanos(everyMs)));
    probeTimer = vertx.setPeriodic(config.probeIntervalMs(), id -> probe());
  }

  private void look(long everyNanos) {
    long now = System.nanoTime();
    boolean slept = now - watchedNanos > 2 * everyNanos;
    watchedNanos = now;
    if (slept) {
      return; // This loop was held up itself, and the answers may lie unread in its sockets.
    }
    Pipeline current = pipeline;
    if (current != null && current.isOverdue(now)) {
      commands.condemn("no answer within " + config.commandTimeoutMs() + " ms");
    }
    if (subscriptions.isOverdue(now)) {
      pubSub.condemn("no confirmation within " + config.commandTimeoutMs() + " ms");
    }
    long limit = TimeUnit.MILLISECONDS.toNanos(config.commandTimeoutMs());
    if (probeAnsweredNanos != 0 && now - probeAnsweredNanos > limit) {
      pubSub.condemn("what is published is not heard");
    }
  }

  /// A master that was replaced while only we still reach it does not notice. One Sentinel's word
  /// is a reason to ask all.
  private void lookForMaster() {
    finder
        .glance()
        .onSuccess(named -> {
          if (named.isPresent() && !elsewhere(named.get()).isEmpty()) {
            finder.find().onSuccess(this::leaveFor);
          }
        });
  }

  private void leaveFor(String master) {
    String why = "the master is " + RedisConfig.shown(master) + " by now";
    elsewhere(master).forEach(line -> line.condemn(why));
  }

  private List<Line> elsewhere(String master) {
    return Stream.of(commands, pubSub)
        .filter(line -> line.isUp() && !line.at().equals(master))
        .toList();
  }

  private void probe() {
    Pipeline current = pipeline;
    if (current == null || probeAnsweredNanos != 0) {
      return;
    }
    long number = ++probeSent;
    long ups = pubSubUps;
    current
        .send(Request.cmd(Command.PUBLISH).arg(probeTopic).arg(number))
        .onSuccess(receivers -> {
          if (ups != pubSubUps || !pubSub.isUp()) {
            return;
          }
          if (EntryFormat.number(receivers) == 0) {
            pubSub.condemn("Redis knows of no subscription");
          } else if (probeHeard < number) {
            probeAnsweredNanos = System.nanoTime();
          }
        });
  }

  private void probeHeard(Buffer number) {
    probeHeard = Long.parseLong(number.toString());
    probeAnsweredNanos = 0;
  }
}
