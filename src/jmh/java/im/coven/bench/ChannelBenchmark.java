package im.coven.bench;

import im.coven.channel.Applied;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decision;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.mix.Broadcast;
import im.coven.mix.MixRenderer;
import im.coven.mix.Rendering;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What one message costs before and after Redis: decide it, encode it for the log, render it once
/// for each dialect, splice it for every receiver.
///
/// `mvn -B -Pbench verify -Djmh.include=ChannelBenchmark`
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChannelBenchmark {

  @Param({"1000"})
  private int participants;

  private final ChannelRequest.Publish publish = Samples.publish();
  private final byte[] out = new byte[4096];
  private Channel channel = Samples.channel(0);
  private Applied published = new Applied(EntryId.ZERO, new ChannelEvent.Destroyed());
  private Rendering rendering = new Rendering(out, out);
  private byte[][] receivers = new byte[0][];

  @Setup
  public void fill() {
    channel = Samples.channel(participants);
    if (Samples.DECIDER.decide(channel, publish) instanceof Decision.Accepted(var event, _)) {
      published = new Applied(new EntryId(1_770_000_000_000L, 3), event);
    }
    List<Broadcast> broadcasts = MixRenderer.render(channel, published).getFirst();
    rendering = broadcasts.getFirst().renderings().getOrDefault(Dialect.CORE_1, rendering);
    receivers = new byte[participants][];
    for (int i = 0; i < participants; i++) {
      receivers[i] =
          (Samples.member(i) + "/phone").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Benchmark
  public Decision decide() {
    return Samples.DECIDER.decide(channel, publish);
  }

  @Benchmark
  public byte[] encode() {
    return EventCodec.write(published.event());
  }

  @Benchmark
  public List<Broadcast> render() {
    return MixRenderer.render(channel, published).getFirst();
  }

  /// One broadcast to all: what is copied for each receiver.
  @Benchmark
  public int splice() {
    int bytes = 0;
    for (byte[] receiver : receivers) {
      int at = put(rendering.head(), 0);
      at = put(receiver, at);
      bytes += put(rendering.tail(), at);
    }
    return bytes;
  }

  private int put(byte[] piece, int at) {
    System.arraycopy(piece, 0, out, at, piece.length);
    return at + piece.length;
  }
}
