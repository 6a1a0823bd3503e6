package im.coven.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What the sockets alone cost: a server on one event loop that writes as many bytes as a message
/// has to as many sockets, and knows neither XML nor channels nor Redis.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BareBroadcastBenchmark {

  private static final int STANZA_BYTES = 480;

  @Param({"100"})
  private int members;

  private final Members sockets = new Members();
  private final Vertx vertx = Vertx.vertx();
  private final Server server = new Server();

  private static final class Server extends AbstractVerticle {
    private final List<NetSocket> all = new ArrayList<>();
    private final Buffer stanza =
        Buffer.buffer(
            "x".repeat(STANZA_BYTES - "</message>".length()).concat("</message>").getBytes(UTF_8));
    private volatile int port;

    @Override
    public void start(Promise<Void> started) {
      vertx
          .createNetServer(new NetServerOptions().setTcpNoDelay(true).setHost("127.0.0.1"))
          .connectHandler(socket -> {
            all.add(socket);
            socket.write("welcome");
            socket.handler(_ -> all.forEach(each -> each.write(stanza)));
          })
          .listen(0)
          .onSuccess(listening -> port = listening.actualPort())
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }

  @Setup(Level.Trial)
  public void connect() {
    vertx.deployVerticle(server).toCompletionStage().toCompletableFuture().join();
    for (int i = 0; i < members; i++) {
      int socket = sockets.connect(server.port);
      sockets.ask(socket, "", "welcome");
    }
    sockets.listen();
  }

  @Benchmark
  public int publish() {
    sockets.send(0, "go");
    return sockets.await(members);
  }

  @TearDown(Level.Trial)
  public void stop() {
    sockets.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
