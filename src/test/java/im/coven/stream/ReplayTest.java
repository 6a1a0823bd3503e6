package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayTest {

  /// The base, the numbers of the stanzas that are kept, `logs` what the channels have, channel by
  /// channel; `-` is nothing, and as an answer that it is not certain.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # base: kept | h | logs    | rest
          # all that was sent is kept
          3: 1 2 3  | 0 | -       | 1 2 3
          3: 1 2 3  | 2 | -       | 3
          3: 1 2 3  | 3 | -       | none
          3: 2 3    | 1 | a b     | 2 3 a b
          3: 2 3    | 0 | -       | -
          # more than was ever sent
          3: 3      | 4 | -       | -
          # one channel: what the client counts beyond the base is its own, or from the log
          5: none   | 5 | a b     | a b
          5: none   | 6 | a b     | b
          5: none   | 7 | a b     | none
          5: none   | 8 | a b     | -
          5: 6      | 6 | a b     | a b
          5: 6      | 7 | a b     | b
          5: 7      | 5 | a b     | a 7 b
          5: 7      | 6 | a b     | 7 b
          5: 7      | 7 | a b     | b
          5: 7      | 8 | a b     | none
          # something was sent that nobody knows
          5: 7      | 5 | -       | -
          # several channels: which of them the client has is not known
          5: none   | 5 | a b;x   | a b x
          5: none   | 6 | a b;x   | -
          5: none   | 8 | a b;x   | none
          5: none   | 6 | a b;-   | b
          """)
  @Requirement("SM-014")
  @Requirement("SM-015")
  @Requirement("SM-027")
  void whatIsCertainIsSentAndNothingElse(String known, long h, String logs, String rest) {
    String[] baseAndKept = known.split(": ", 2);
    long base = Long.parseLong(baseAndKept[0]);
    var own = new TreeMap<Long, String>();
    words(baseAndKept[1]).forEach(number -> own.put(Long.valueOf(number), number));
    List<List<String>> channels =
        Arrays.stream(logs.split(";", -1)).map(ReplayTest::words).toList();
    Optional<List<String>> expected =
        rest.equals("-") ? Optional.empty() : Optional.of(words(rest));
    assertThat(Replay.of(base, own, h, channels)).isEqualTo(expected);
  }

  private static List<String> words(String text) {
    return text.equals("-") || text.equals("none") ? List.of() : List.of(text.split(" ", -1));
  }

  /// Whatever was sent to a client of one channel, wherever the base is and however far the client
  /// came: it gets the rest, in the old order.
  @Property
  void theRestIsWhatWasSent(
      @ForAll @Size(max = 40) List<Boolean> own,
      @ForAll @IntRange(max = 40) int baseAt,
      @ForAll @IntRange(max = 40) int handledAt,
      @ForAll @IntRange(max = 5) int neverSent) {
    int base = Math.min(baseAt, own.size());
    int handled = Math.min(handledAt, own.size());
    var kept = new TreeMap<Long, String>();
    var log = new ArrayList<String>();
    var sent = new ArrayList<String>();
    for (int i = 0; i < own.size(); i++) {
      long number = i + 1L;
      sent.add("s" + number);
      if (own.get(i) || number <= base) {
        kept.put(number, "s" + number);
      } else {
        log.add("s" + number);
      }
    }
    var expected = new ArrayList<>(sent.subList(handled, sent.size()));
    for (int i = 0; i < neverSent; i++) {
      log.add("new" + i);
      expected.add("new" + i);
    }
    assertThat(Replay.of(base, kept, handled, List.of(log))).contains(expected);
  }

  /// Of several channels nothing is guessed: where there is an answer, each channel's own order is
  /// kept, and nothing that the client has is in it.
  @Property
  void ofSeveralChannelsNothingIsGuessed(
      @ForAll @Size(max = 20) List<@IntRange(max = 2) Integer> channels,
      @ForAll @IntRange(max = 20) int handledAt) {
    int handled = Math.min(handledAt, channels.size());
    List<List<String>> logs = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < channels.size(); i++) {
      logs.get(channels.get(i)).add("s" + i);
    }
    Replay.of(0, new TreeMap<Long, String>(), handled, logs)
        .ifPresent(rest -> {
          assertThat(rest).hasSize(channels.size() - handled);
          for (int i = handled; i < channels.size(); i++) {
            assertThat(rest).contains("s" + i);
          }
          for (List<String> log : logs) {
            assertThat(rest.stream().filter(log::contains).toList())
                .isEqualTo(log.stream().filter(rest::contains).toList());
          }
        });
  }
}
