package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.conformance.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Clients that send more than they may, or do not read what they are sent: they are slowed down,
/// and nothing is lost.
class PressureIT {

  private static final int PER_SECOND = 10;

  /// What a client may send in one go: the seconds that the allowance holds.
  private static final int IN_ONE_GO = PER_SECOND * Allowance.SECONDS;

  private static final int SECONDS_LONGER = 3;

  @Test
  void whoSendsTooFastIsReadMoreSlowly() {
    int sent = IN_ONE_GO + PER_SECOND * SECONDS_LONGER;
    try (var coven = TestCoven.start("client.stanzas-per-second=" + PER_SECOND);
        var hasty = RawClient.login(coven.clientPort(), someone());
        var bystander = RawClient.login(coven.clientPort(), someone())) {
      long beginNs = System.nanoTime();
      hasty.say(String.join("", numbered(sent, PressureIT::ping)));
      bystander.say(ping(0)).hear("id='0'");
      Duration bystanders = Duration.ofNanos(System.nanoTime() - beginNs);

      var heard = new StringBuilder();
      hasty.hearInto(heard, "id='" + (sent - 1) + "'");
      Duration hastys = Duration.ofNanos(System.nanoTime() - beginNs);

      assertThat(ids(heard, "<iq ")).isEqualTo(numbered(sent, String::valueOf));
      // The first of these seconds may be almost over when it begins, and a second may be late.
      assertThat(hastys).isGreaterThan(Duration.ofSeconds(SECONDS_LONGER - 2));
      assertThat(bystanders).isLessThan(hastys);
    }
  }

  private static final int OWN = 4000;
  private static final int OTHERS = 200;
  private static final String FILLING = "x".repeat(10_000);
  private static final String REQUEST = "<r xmlns='urn:xmpp:sm:3'/>";

  /// The reader of a client that does not read stops, so what waits for it is its own answers,
  /// once, and what others send to it, up to the bound of its outbox.
  @Test
  @Requirement("SM-007")
  @Requirement("SM-008")
  void whoDoesNotReadIsNotReadAndNothingIsLost() {
    try (var coven = TestCoven.start("client.unacknowledged-max=" + 2 * OWN);
        var deaf = RawClient.login(coven.clientPort(), "deaf");
        var bystander = RawClient.login(coven.clientPort(), "bystander")) {
      deaf.say("<enable xmlns='urn:xmpp:sm:3'/>").hear("<enabled");
      var written = new AtomicInteger();
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < OWN; i++) {
              deaf.say(message("own", i));
              written.incrementAndGet();
            }
            deaf.say(ping(1));
          });
      awaitStandstill(written);
      assertThat(written).hasValueLessThan(OWN);

      bystander.say(String.join("", numbered(OTHERS, i -> message("others", i))));
      bystander.say(ping(0)).hear("id='0'");
      assertThat(written).hasValueLessThan(OWN);

      var heard = new StringBuilder();
      deaf.hearInto(heard, "id='1'");
      assertThat(ids(heard, "<message "))
          .containsSubsequence(numbered(OWN, i -> "own" + i))
          .containsSubsequence(numbered(OTHERS, i -> "others" + i))
          .hasSize(OWN + OTHERS);
      deaf.say("<a xmlns='urn:xmpp:sm:3' h='" + (OWN + OTHERS + 1) + "'/>");
      deaf.say(REQUEST).hear("<a xmlns='urn:xmpp:sm:3' h='" + (OWN + 1) + "'/>");
    }
  }

  private static void awaitStandstill(AtomicInteger count) {
    var before = new AtomicInteger(-1);
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> before.getAndSet(count.get()) == count.get());
  }

  private static String ping(int number) {
    return "<iq type='get' id='" + number + "'><ping xmlns='urn:xmpp:ping'/></iq>";
  }

  private static String message(String series, int number) {
    return "<message to='deaf@shakespeare.example/r' type='chat' id='%s%d'><body>%s</body></message>"
        .formatted(series, number, FILLING);
  }

  private static List<String> numbered(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).toList();
  }

  /// The ids of all stanzas of a kind, in the order in which they were heard.
  private static List<String> ids(CharSequence heard, String start) {
    return Pattern.compile(start + "[^>]*\\bid='([^']*)'")
        .matcher(heard)
        .results()
        .map(stanza -> stanza.group(1))
        .toList();
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }
}
