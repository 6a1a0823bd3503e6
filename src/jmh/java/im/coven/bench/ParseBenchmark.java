package im.coven.bench;

import im.coven.xml.Element;
import im.coven.xml.StreamHeader;
import im.coven.xml.XmlFault;
import im.coven.xml.XmlLimits;
import im.coven.xml.XmlSink;
import im.coven.xml.XmlStreamParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Bytes of one message from a client to an element, through the guard.
///
/// `mvn -B -Pbench verify -Djmh.include=ParseBenchmark`
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark {

  private final byte[] stanza = Samples.MESSAGE.getBytes(StandardCharsets.UTF_8);
  private final Last last = new Last();
  private final XmlStreamParser parser = new XmlStreamParser(XmlLimits.CLIENT, last);

  /// Keeps the last element, so that nothing is optimised away.
  private static final class Last implements XmlSink {
    private Element element = Element.of("none", "");

    @Override
    public void opened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      this.element = element;
    }

    @Override
    public void closed() {
      throw new IllegalStateException("the stream ended");
    }

    @Override
    public void fault(XmlFault fault) {
      throw new IllegalStateException(fault.toString());
    }
  }

  @Setup
  public void open() {
    parser.feed(Samples.HEADER);
  }

  @Benchmark
  public Element stanza() {
    parser.feed(stanza);
    return last.element;
  }
}
