package im.coven.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.TestCoven;
import java.util.Base64;
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

/// One message to all members of a channel over real sockets and a real Redis, from the author's
/// write to the last member's read.
///
/// `mvn -B -Pbench verify -Djmh.include=BroadcastBenchmark`. Its baseline is the same number of
/// bytes to the same number of sockets by {@link BareBroadcastBenchmark}.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BroadcastBenchmark {

  private static final String MESSAGE =
      "<message to='bench@mix.shakespeare.example' type='groupchat' id='b1'><body>"
          + "x".repeat(100)
          + "</body></message>";

  @Param({"100"})
  private int members;

  private final Members sockets = new Members();
  private TestCoven coven = TestCoven.start();

  @Setup(Level.Trial)
  public void join() {
    for (int i = 0; i < members; i++) {
      enter(i);
    }
    for (int i = 0; i < members; i++) {
      sockets.ask(
          i,
          "<iq type='set' to='m%d@shakespeare.example' id='join-%d'>".formatted(i, i)
              + "<client-join xmlns='urn:xmpp:mix:pam:2' channel='bench@mix.shakespeare.example'>"
              + "<join xmlns='urn:xmpp:mix:core:1'>"
              + "<subscribe node='urn:xmpp:mix:nodes:messages'/><nick>m%d</nick>".formatted(i)
              + "</join></client-join></iq>",
          "join-" + i);
    }
    sockets.listen();
  }

  private void enter(int number) {
    int i = sockets.connect(coven.clientPort());
    String header =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " to='shakespeare.example' version='1.0'>";
    String plain =
        Base64.getEncoder().encodeToString(("\0m" + number + "\0secret").getBytes(UTF_8));
    sockets.ask(i, header, "</stream:features>");
    sockets.ask(
        i,
        "<iq type='set' id='reg'><query xmlns='jabber:iq:register'><username>m"
            + number
            + "</username><password>secret</password></query></iq>",
        "'reg'");
    sockets.ask(
        i,
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>",
        "<success");
    sockets.ask(i, header, "</stream:features>");
    sockets.ask(
        i,
        "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
            + "<resource>bench</resource></bind></iq>",
        "'bind'");
    sockets.ask(
        i, "<presence/><iq type='get' id='ros'><query xmlns='jabber:iq:roster'/></iq>", "'ros'");
    if (number == 0) {
      sockets.ask(
          i,
          "<iq type='set' to='mix.shakespeare.example' id='create'>"
              + "<create xmlns='urn:xmpp:mix:core:1' channel='bench'/></iq>",
          "'create'");
    }
  }

  @Benchmark
  public int publish() {
    sockets.send(0, MESSAGE);
    return sockets.await(members);
  }

  @TearDown(Level.Trial)
  public void stop() {
    sockets.close();
    coven.close();
  }
}
