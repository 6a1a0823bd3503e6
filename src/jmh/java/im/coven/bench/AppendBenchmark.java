package im.coven.bench;

import im.coven.channel.ChannelEvent;
import im.coven.channel.Decision;
import im.coven.channel.EventCodec;
import im.coven.channel.MixNode;
import im.coven.channel.StateCodec;
import im.coven.jid.Jid;
import im.coven.redis.ChannelStore;
import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import im.coven.redis.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One message into the log, and its baseline: a PING over the same link.
///
/// `mvn -B -Pbench verify -Djmh.include=AppendBenchmark`
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendBenchmark {

  private static final int PIPELINED = 1000;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Jid channel = Jid.of("bench@mix.shakespeare.example");
  private final String epoch = UUID.randomUUID().toString();
  private final byte[] event = event();
  private final RedisLink link = on(() -> RedisLink.open(vertx, config()));
  private final ChannelStore store = new ChannelStore(link);

  private static RedisConfig config() {
    return RedisConfig.DEFAULTS.withUri(TestRedis.uri()).withPrefix("bench-" + UUID.randomUUID());
  }

  private static byte[] event() {
    var decision = Samples.DECIDER.decide(Samples.channel(1), Samples.publish());
    return decision instanceof Decision.Accepted(var event, _)
        ? EventCodec.write(event)
        : new byte[0];
  }

  @Setup(Level.Trial)
  public void create() {
    var created = new ChannelEvent.Created(Samples.channel(0).founding());
    var first =
        new ChannelStore.Append(
            "first", epoch, 0, EventCodec.write(created), StateCodec.changes(created));
    on(() -> store.create(channel, first));
  }

  @Benchmark
  public Object append() {
    return on(this::next);
  }

  /// As many as fit on the way at once, one behind the other.
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(PIPELINED)
  public Object appendPipelined() {
    return on(() -> Future.all(Stream.generate(this::next).limit(PIPELINED).toList()));
  }

  private Future<ChannelStore.Appended> next() {
    String id = UUID.randomUUID().toString();
    var archives = List.of(MixNode.MESSAGES);
    return store.append(
        channel, new ChannelStore.Append(id, epoch, 1, event, List.of(), null, archives));
  }

  @Benchmark
  public Object ping() {
    return on(() -> link.send(Command.EXISTS, link.prefix()));
  }

  @TearDown(Level.Trial)
  public void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private <T> T on(Supplier<Future<T>> task) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(_ -> task.get().onComplete(promise));
    return promise.future().toCompletionStage().toCompletableFuture().join();
  }
}
