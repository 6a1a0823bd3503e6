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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A link to one Redis process, be it all there is or a node of a cluster: a command connection and
/// a pub/sub connection, supervised.
final class NodeLink implements RedisLink {

  /// The oldest Redis whose scripts declare themselves with `#!lua`, which lets Redis refuse one
  /// before its first write when it is short of memory.
  private static final int MAJOR_MIN = 7;

  /// Milliseconds between two looks whether the Sentinels still name the same master. After a
  /// fail-over by command they leave the old one a master for seconds.
  private static final int MASTER_LOOK_MS = 500;

  private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
  private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\.\\S+)");

  private static final Pattern CLUSTER = Pattern.compile("redis_mode:cluster\\b");

  private final Vertx vertx;
  private final RedisConfig config;
  private final boolean isMember;
  private final LinkFigures figures = new LinkFigures();
  private final MasterFinder finder;
  private final Line commands;
  private final Line pubSub;
  private final Subscriptions subscriptions;
  private final Returns returns = new Returns();
  private final List<Runnable> lost = new ArrayList<>();
  private final String probeTopic;
  private @Nullable Pipeline pipeline;
  private boolean opened;
  private long watchTimer = -1;
  private long probeTimer = -1;
  private long masterTimer = -1;
  private long watchedNanos;
  private long pubSubUps;
  private String runId = "";
  private long probeSent;
  private long probeHeard;
  private long probeAnsweredNanos;

  /// A link that is not connected yet. `isMember`: of a cluster.
  NodeLink(Vertx vertx, RedisConfig config, boolean isMember) {
    this.vertx = vertx;
    this.config = config;
    this.isMember = isMember;
    this.probeTopic = config.prefix() + ":link:" + UUID.randomUUID();
    this.finder = new MasterFinder(vertx, config);
    this.commands = new Line(vertx, config, finder, "commands", new CommandUse());
    this.pubSub = new Line(vertx, config, finder, "pub/sub", new PubSubUse());
    this.subscriptions = new Subscriptions(config, figures, pubSub::condemn, isMember);
  }

  /// Connects. Fails as {@link RedisLink#open} does, and is of no use then.
  Future<NodeLink> start() {
    return commands
        .start()
        .compose(up -> pubSub.start())
        .compose(up -> subscriptions.subscribe(Reach.EVERYWHERE, probeTopic, this::probeHeard))
        .map(up -> {
          opened = true;
          watch();
          return this;
        })
        .onFailure(e -> close());
  }

  @Override
  public String prefix() {
    return config.prefix();
  }

  @Override
  public LinkFigures figures() {
    return figures;
  }

  @Override
  public Future<Response> send(Command command, String key, Object... args) {
    return send(Order.of(command, key, args), false);
  }

  /// Sends a command that needs no key.
  Future<Response> send(Request request) {
    return send(Order.of(request), false);
  }

  /// Sends an order. `isAsking`: also for a slot that this node is only about to get.
  Future<Response> send(Order order, boolean isAsking) {
    Pipeline current = pipeline;
    return current == null
        ? Future.failedFuture(RedisUnavailable.unsent("Redis is not connected"))
        : current.send(order, isAsking);
  }

  @Override
  public Future<Response> run(Script script, List<String> keys, List<?> args) {
    return send(Order.of(script, keys, args, script.isWriting()), false);
  }

  @Override
  public Future<Response> runConfirmed(Script script, List<String> keys, List<?> args) {
    return send(Order.of(script, keys, args, true), false);
  }

  @Override
  public boolean isConfirmed() {
    return config.replicas() > 0;
  }

  @Override
  public Future<Void> subscribe(String topic, Listener listener) {
    return subscribe(Reach.SLOT, topic, listener);
  }

  @Override
  public Future<Void> subscribeEverywhere(String topic, Listener listener) {
    return subscribe(Reach.EVERYWHERE, topic, listener);
  }

  Future<Void> subscribe(Reach reach, String topic, Listener listener) {
    return subscriptions.subscribe(reach, topic, listener);
  }

  @Override
  public Future<Void> unsubscribe(String topic) {
    return unsubscribe(Reach.SLOT, topic);
  }

  Future<Void> unsubscribe(Reach reach, String topic) {
    return subscriptions.unsubscribe(reach, topic);
  }

  @Override
  public void onReconnected(Runnable action) {
    returns.onReconnected(action);
  }

  @Override
  public void onReturned(Runnable action) {
    returns.onReturned(action);
  }

  @Override
  public long settlingMs() {
    return returns.settlingMs();
  }

  /// Registers an action for each time that a connection is lost.
  void onLost(Runnable action) {
    lost.add(action);
  }

  /// Registers who is told of topics that went to another node.
  void onLeft(Subscriptions.Left action) {
    subscriptions.onLeft(action);
  }

  @Override
  public boolean isUp() {
    return commands.isUp() && pubSub.isUp();
  }

  @Override
  public void close() {
    opened = false;
    vertx.cancelTimer(watchTimer);
    vertx.cancelTimer(probeTimer);
    vertx.cancelTimer(masterTimer);
    commands.close();
    pubSub.close();
  }

  private void lineLost() {
    if (opened) {
      List.copyOf(lost).forEach(Runnable::run);
    }
  }

  private void lineUp() {
    if (!opened) {
      return;
    }
    figures.countReconnect();
    if (isUp()) {
      returns.reconnected();
    }
  }

  private final class CommandUse implements Line.Use {
    @Override
    public Future<?> prepare(RedisConnection connection) {
      return connection
          .send(Request.cmd(Command.INFO).arg("server"))
          .compose(info -> {
            identify(String.valueOf(info));
            return checkVersion(String.valueOf(info)).map(info);
          })
          .compose(info -> checkMode(String.valueOf(info), isMember))
          .compose(known -> connection.send(Request.cmd(Command.PING)));
    }

    @Override
    public void up(RedisConnection connection) {
      pipeline =
          new Pipeline(
              connection,
              config,
              isMember,
              figures,
              task -> vertx.runOnContext(go -> task.run()),
              commands::condemn);
      if (opened) {
        returns.returned();
      }
      lineUp();
    }

    private void identify(String info) {
      Matcher id = RUN_ID.matcher(info);
      String now = id.find() ? id.group(1) : "";
      if (opened && !now.equals(runId)) {
        returns.settle();
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
      lineLost();
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
      lineLost();
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

  private static Future<Void> checkMode(String info, boolean isMember) {
    if (CLUSTER.matcher(info).find() == isMember) {
      return Future.succeededFuture();
    }
    return Future.failedFuture(
        new RedisUnavailable(
            isMember
                ? "it is not a node of a Redis Cluster; set redis.uri instead of redis.cluster"
                : "it is a node of a Redis Cluster; set redis.cluster instead"));
  }

  // Liveness. A half-open connection reports nothing, so the link looks at the age of what it waits
  // for, and lets Redis publish something to it now and then.

  private void watch() {
    long everyMs = Math.max(5, config.patience().commandTimeoutMs() / 4);
    watchedNanos = System.nanoTime();
    if (!config.sentinels().isNone()) {
      masterTimer = vertx.setPeriodic(MASTER_LOOK_MS, id -> lookForMaster());
    }
    watchTimer = vertx.setPeriodic(everyMs, id -> look(TimeUnit.MILLISECONDS.toNanos(everyMs)));
    probeTimer = vertx.setPeriodic(config.patience().probeIntervalMs(), id -> probe());
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
      commands.condemn("no answer within " + config.patience().commandTimeoutMs() + " ms");
    }
    if (subscriptions.isOverdue(now)) {
      pubSub.condemn("no confirmation within " + config.patience().commandTimeoutMs() + " ms");
    }
    long limit = TimeUnit.MILLISECONDS.toNanos(config.patience().commandTimeoutMs());
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
        .send(Order.of(Command.PUBLISH, probeTopic, number), false)
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
