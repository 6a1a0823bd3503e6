package im.coven.net;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.TestCoven;
import im.coven.load.Chart;
import im.coven.load.LoadPlan;
import im.coven.load.LoadTest;
import im.coven.load.Report;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Members of a busy channel that do not read, and one that says ten times as much as it may: what
/// they cost is bounded, and nobody else loses anything.
///
/// What happened is drawn second by second into `target/pressure`, with a line of figures beside
/// it. The members' latencies are compared with those of the same run before; they are written down
/// and not asserted, as a machine that is shared varies by more. More of the deaf:
/// `-Dpressure.deaf=1000`.
class BackPressureIT {

  private static final int MEMBERS = 10;
  private static final int PUBLISHERS = 2;
  private static final int WARMUP_SECONDS = 3;
  private static final int UNDISTURBED_SECONDS = 5;
  private static final int BEGIN = WARMUP_SECONDS + UNDISTURBED_SECONDS;

  /// Big enough that what the kernel takes for a deaf one, some 2.6 MB, is soon full.
  private static final int BODY_BYTES = 40_000;

  private static final int OUTBOX_BYTES = ClientLimits.DEFAULT.outboxBytesMax();
  private static final int MANY = Integer.getInteger("pressure.deaf", 50);
  private static final int LIMIT_PER_SECOND = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double MB = 1e6;

  /// What one run showed.
  private record Outcome(Report report, double buffersMostMb, double heapMostMb, String metrics) {

    /// The middle one of the p99s of some seconds, in milliseconds.
    double p99(int from, int to) {
      double[] each =
          report.seconds().stream()
              .filter(second -> second.second() >= from && second.second() < to)
              .mapToDouble(second -> second.latency().p99Ms())
              .sorted()
              .toArray();
      return each.length == 0 ? 0 : each[each.length / 2];
    }
  }

  @Test
  void oneWhoDoesNotReadIsEndedAndHasCostItsOutbox() {
    assertDeafAreEnded("one-deaf", 1, 20);
  }

  @Test
  void manyWhoDoNotReadAreEndedAndHaveCostTheirOutboxes() {
    assertDeafAreEnded("many-deaf", MANY, 20 + MANY / 10);
  }

  private static void assertDeafAreEnded(String name, int count, int seconds) {
    var deaf = new CopyOnWriteArrayList<RawClient>();
    try (var coven = TestCoven.start()) {
      for (int i = 0; i < count; i++) {
        deaf.add(RawClient.login(coven.clientPort(), "deaf" + i).say("<presence/>"));
      }
      Outcome outcome =
          run(name, coven, seconds, channel -> deaf.forEach(one -> join(one, channel)));

      assertNothingIsMissing(outcome);
      assertThat(outcome.metrics()).containsPattern(ended(count));
      // They are let go although they take nothing, not even the error.
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> metrics(coven).contains("\ncoven_client_connections 0.0\n"));
      assertThat(outcome.buffersMostMb()).isLessThan((count + MEMBERS) * 1.5 * OUTBOX_BYTES / MB);
    } finally {
      deaf.forEach(RawClient::close);
    }
  }

  /// Their streams, and no others, ended because too much was waiting.
  private static Pattern ended(int count) {
    return Pattern.compile(
        "coven_client_stream_errors_total\\{condition=\"resource-constraint\"} %d\\.0"
            .formatted(count));
  }

  @Test
  void whoSaysTenTimesAsMuchAsItMayIsSlowedDownAlone() {
    var written = new AtomicInteger();
    try (var coven = TestCoven.start("client.stanzas-per-second=" + LIMIT_PER_SECOND);
        var hasty = RawClient.login(coven.clientPort(), "hasty").say("<presence/>")) {
      Outcome outcome =
          run(
              "ten-times",
              coven,
              15,
              channel -> {
                join(hasty, channel);
                Thread.ofVirtual().start(() -> shout(hasty, channel, written));
                Thread.ofVirtual().start(hasty::hearOut);
              });

      assertNothingIsMissing(outcome);
      // What was accepted of it is what it may say, and what it had saved up.
      int seconds = outcome.report().seconds().size() - BEGIN + 1;
      long allowed = (long) LIMIT_PER_SECOND * (seconds + Allowance.SECONDS);
      assertThat(written.get()).isGreaterThan(LIMIT_PER_SECOND * 10);
      assertThat(appended(outcome) - outcome.report().account().sent())
          .isBetween(LIMIT_PER_SECOND * 5L, allowed + MEMBERS * 3L);
      assertThat(outcome.buffersMostMb()).isLessThan(MEMBERS * OUTBOX_BYTES / MB);
    }
  }

  private static long appended(Outcome outcome) {
    Matcher total =
        Pattern.compile("(?m)^coven_channel_appends_total (\\S+)").matcher(outcome.metrics());
    return total.find() ? (long) Double.parseDouble(total.group(1)) : 0;
  }

  /// As fast as its socket takes it, which is faster than ten times what it may, until that is
  /// full.
  private static void shout(RawClient hasty, String channel, AtomicInteger written) {
    try {
      for (int i = 0; ; i++) {
        hasty.say(
            "<message type='groupchat' id='h%d' to='%s'><body>%s</body></message>"
                .formatted(i, channel, "now ".repeat(20)));
        written.incrementAndGet();
      }
    } catch (UncheckedIOException closed) {
      // The test is over.
    }
  }

  private static void join(RawClient who, String channel) {
    String answer =
        who.say(
                ("<iq type='set' id='join'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>"
                        + "<join xmlns='urn:xmpp:mix:core:1'><nick>%s</nick>"
                        + "<subscribe node='urn:xmpp:mix:nodes:messages'/></join></client-join></iq>")
                    .formatted(channel, UUID.randomUUID()))
            .hear("id='join'");
    assertThat(answer).doesNotContain("type='error'");
  }

  private static void assertNothingIsMissing(Outcome outcome) {
    Report.Account account = outcome.report().account();
    assertThat(account.lost() + account.doubled() + account.late() + account.unsent()).isZero();
    assertThat(account.orders()).isEqualTo(1);
    assertThat(account.endedStreams()).isZero();
  }

  /// Members talk for a while, then something `disturbs` their channel.
  private static Outcome run(String name, TestCoven coven, int seconds, Consumer<String> disturbs) {
    List<Chart.Point> heap = new CopyOnWriteArrayList<>();
    List<Chart.Point> buffers = new CopyOnWriteArrayList<>();
    var disturbed = new CompletableFuture<Void>();
    var plan =
        new LoadPlan(
            new LoadPlan.Target(
                "127.0.0.1",
                coven.clientPort(),
                coven.domain(),
                "mix." + coven.domain(),
                LoadPlan.Face.MIX_CORE_1,
                LoadPlan.Security.NONE),
            new LoadPlan.Crowd(
                MEMBERS, 1, PUBLISHERS, new LoadPlan.Accounts("member", "secret", true)),
            new LoadPlan.Traffic(
                20, BODY_BYTES, WARMUP_SECONDS, UNDISTURBED_SECONDS + seconds, 20));
    Report report =
        LoadTest.run(
            plan,
            line -> {
              Matcher second = Pattern.compile("runs: (\\d+) of .*").matcher(line);
              if (!second.matches()) {
                return;
              }
              int now = Integer.parseInt(second.group(1));
              heap.add(new Chart.Point(now, heapMb()));
              buffers.add(new Chart.Point(now, buffersMb()));
              if (now >= BEGIN && disturbed.complete(null)) {
                Thread.ofVirtual().start(() -> disturbs.accept(channel(coven)));
              }
            });
    assertThat(disturbed).isDone();
    var outcome = new Outcome(report, most(buffers), most(heap), metrics(coven));
    record(
        name,
        outcome,
        List.of(
            new Chart.Series("heap after collection, MB", "#2980b9", heap),
            new Chart.Series("buffers of sockets, MB", "#c0392b", buffers)));
    return outcome;
  }

  private static String channel(TestCoven coven) {
    try (var asker = RawClient.login(coven.clientPort(), "asker")) {
      String items =
          asker
              .say(
                  "<iq type='get' id='items' to='mix.%s'><query xmlns='%s'/></iq>"
                      .formatted(coven.domain(), "http://jabber.org/protocol/disco#items"))
              .hear("</iq>");
      Matcher item = Pattern.compile("<item [^>]*jid='([^']*)'").matcher(items);
      assertThat(item.find()).as(items).isTrue();
      return item.group(1);
    }
  }

  private static String metrics(TestCoven coven) {
    try (var in =
        java.net
            .URI
            .create("http://127.0.0.1:" + coven.opsPort() + "/metrics")
            .toURL()
            .openStream()) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What was left of the heap by the last collection of each of its pools: the instance, the
  /// members and the load generator.
  private static double heapMb() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getCollectionUsage() != null)
            .mapToLong(pool -> pool.getCollectionUsage().getUsed())
            .sum()
        / MB;
  }

  private static double buffersMb() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory() / MB;
  }

  private static double most(List<Chart.Point> points) {
    return points.stream().mapToDouble(Chart.Point::value).reduce(0, Math::max);
  }

  private static void record(String name, Outcome outcome, List<Chart.Series> memory) {
    int end = outcome.report().seconds().size();
    double before = outcome.p99(WARMUP_SECONDS, BEGIN);
    double after = outcome.p99(BEGIN, end);
    String figures =
        String.format(
            Locale.ROOT,
            "%s: p99 of the others %.1f ms before, %.1f ms after, ratio %.2f; buffers %.1f MB,"
                + " heap %.0f MB at most%n",
            name,
            before,
            after,
            after / before,
            outcome.buffersMostMb(),
            outcome.heapMostMb());
    try {
      Path folder = Files.createDirectories(Path.of("target", "pressure"));
      Files.writeString(folder.resolve(name + ".svg"), Chart.of(outcome.report(), memory));
      Files.writeString(folder.resolve(name + ".txt"), figures);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
