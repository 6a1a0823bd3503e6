package im.coven.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Says where the master is: where `redis.uri` points, or what the Sentinels say.
///
/// All Sentinels are asked at once, each over a connection of its own that ends with the answer, so
/// that nothing is kept that could break. Of the answers the one with the newest configuration
/// counts, as soon as more than half of the Sentinels have given one, or all that ever will. One
/// that was cut off from the others may still name the old master, with an older configuration.
///
/// Confined to its loop.
final class MasterFinder {

  /// One Sentinel's opinion. Each fail-over has a greater `epoch`.
  private record Opinion(String uri, long epoch) {}

  private final Vertx vertx;
  private final RedisConfig config;
  private int turn;

  MasterFinder(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  /// The master's URI. Fails with a {@link RedisUnavailable} that says what to change.
  Future<String> find() {
    if (config.sentinels().isNone()) {
      return Future.succeededFuture(config.uri());
    }
    return poll(config.sentinels().uris());
  }

  /// The master's URI by one of the Sentinels, another one each time; nothing where it does not
  /// answer.
  Future<Optional<String>> glance() {
    List<String> sentinels = config.sentinels().uris();
    String next = sentinels.get(turn++ % sentinels.size());
    return ask(next).map(opinion -> Optional.of(opinion.uri())).otherwise(Optional.empty());
  }

  private Future<String> poll(List<String> sentinels) {
    var answers = new ArrayList<Future<Opinion>>();
    var found = new ArrayList<Opinion>();
    Promise<String> decided = Promise.promise();
    for (String sentinel : sentinels) {
      answers.add(
          ask(sentinel)
              .onSuccess(opinion -> {
                found.add(opinion);
                if (found.size() > sentinels.size() / 2) {
                  decided.tryComplete(newest(found));
                }
              }));
    }
    Future.join(answers)
        .onComplete(_ -> {
          if (found.isEmpty()) {
            decided.tryFail(new RedisUnavailable(explain(answers)));
          } else {
            decided.tryComplete(newest(found));
          }
        });
    return decided.future();
  }

  private static String newest(List<Opinion> found) {
    return found.stream().max(Comparator.comparingLong(Opinion::epoch)).orElseThrow().uri();
  }

  private static String explain(List<Future<Opinion>> answers) {
    List<String> reasons =
        answers.stream().map(answer -> String.valueOf(answer.cause().getMessage())).toList();
    return "no Sentinel names the master: " + String.join("; ", reasons);
  }

  private Future<Opinion> ask(String sentinel) {
    Redis client = Redis.createClient(vertx, options(sentinel));
    String name = config.sentinels().master();
    return client
        .connect()
        .compose(connection ->
            connection
                .send(Request.cmd(Command.SENTINEL).arg("MASTER").arg(name))
                .map(this::opinion)
                .recover(e ->
                    connection
                        .send(Request.cmd(Command.SENTINEL).arg("MASTERS"))
                        .compose(known -> unknown(e, known))))
        .timeout(patienceMs(), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(new RedisUnavailable(shown(sentinel) + " " + reason(e))))
        .onComplete(_ -> client.close());
  }

  private Opinion opinion(@Nullable Response answer) {
    Map<String, String> fields = fields(answer);
    String host = Objects.requireNonNull(fields.get("ip"), "no ip");
    int port = Integer.parseInt(Objects.requireNonNull(fields.get("port"), "no port"));
    long epoch = Long.parseLong(fields.getOrDefault("config-epoch", "0"));
    return new Opinion(RedisConfig.moved(URI.create(config.uri()), host, port), epoch);
  }

  /// What to write instead of a name that the Sentinel does not know.
  private <T> Future<T> unknown(Throwable refusal, @Nullable Response known) {
    boolean no = String.valueOf(refusal.getMessage()).contains("No such master");
    List<String> names =
        known == null
            ? List.of()
            : known.stream().map(MasterFinder::fields).map(each -> each.get("name")).toList();
    return Future.failedFuture(
        no
            ? new RedisUnavailable(
                "knows no master '%s'; set redis.master to one of %s"
                    .formatted(config.sentinels().master(), names))
            : refusal);
  }

  private static Map<String, String> fields(@Nullable Response flat) {
    var fields = new HashMap<String, String>();
    for (int i = 0; flat != null && i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i).toString(), String.valueOf(flat.get(i + 1)));
    }
    return fields;
  }

  private String reason(@Nullable Throwable e) {
    return e instanceof TimeoutException
        ? "does not answer within " + patienceMs() + " ms"
        : "answers: " + (e == null ? "nothing" : e.getMessage());
  }

  private static String shown(String sentinel) {
    URI parsed = URI.create(sentinel);
    return parsed.getHost() + ":" + parsed.getPort();
  }

  /// Less than an attempt to connect may last, so that the Sentinels that are there decide.
  private int patienceMs() {
    return Math.max(1, config.patience().connectTimeoutMs() / 3);
  }

  private RedisOptions options(String sentinel) {
    return new RedisOptions()
        .setConnectionString(sentinel)
        .setNetClientOptions(new NetClientOptions().setConnectTimeout(patienceMs()))
        // Without RESP3 the fields of a master come as a flat list.
        .setProtocolNegotiation(false)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1);
  }
}
