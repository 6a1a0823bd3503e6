package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.xml.XmlLimits;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Whatever frames a client makes up: nothing is thrown, the split does not matter, and there is
/// one end.
class MessageReaderPropertyTest {

  private static final XmlLimits LIMITS = XmlLimits.UNAUTHENTICATED;

  record Frame(int first, byte[] payload) {}

  /// Frames that could be some, as often as not.
  @Provide
  Arbitrary<List<Frame>> frames() {
    Arbitrary<Integer> firsts =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.of(0x81, 0x01, 0x00, 0x80, 0x89, 0x8A, 0x88)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, 255)));
    Arbitrary<byte[]> payloads =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(
                4,
                Arbitraries.of(
                        ClientFrames.OPEN,
                        ClientFrames.CLOSE,
                        "<a xmlns='x'>",
                        "</a>",
                        "<b xmlns='y'/>",
                        "",
                        "text",
                        "<c xmlns='z'>\u00e4\ud83d\ude00</c>")
                    .map(text -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(300)));
    return Combinators.combine(firsts, payloads).as(Frame::new).list().ofMaxSize(12);
  }

  private static byte[] bytes(List<Frame> frames) {
    var all = new ClientFrames().text(ClientFrames.OPEN);
    frames.forEach(frame -> all.frame(frame.first(), frame.payload()));
    return all.bytes();
  }

  @Property(tries = 2000)
  void theSplitDoesNotMatterAndThereIsOneEnd(
      @ForAll("frames") List<Frame> frames, @ForAll @IntRange(min = 1, max = 50) int piece) {
    byte[] bytes = bytes(frames);
    List<String> whole = ClientFrames.read(bytes.clone(), bytes.length, LIMITS);
    assertThat(ClientFrames.read(bytes.clone(), piece, LIMITS)).isEqualTo(whole);
    assertThat(whole).filteredOn(line -> line.matches("closed|[A-Z_]+: .*")).hasSizeLessThan(2);
    assertThat(whole).filteredOn("left"::equals).hasSizeLessThan(2);
  }

  @Property(tries = 2000)
  void bytesThatAreNoFramesAreTakenToo(
      @ForAll byte[] garbage, @ForAll @IntRange(min = 1, max = 20) int piece) {
    List<String> whole = ClientFrames.read(garbage.clone(), garbage.length + 1, LIMITS);
    assertThat(ClientFrames.read(garbage.clone(), piece, LIMITS)).isEqualTo(whole);
  }
}
