package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import im.coven.client.XmppClient;
import im.coven.redis.RedisProcess;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two instances whose clocks are wrong, one ten minutes ahead and one ten minutes behind: nothing
/// comes of it. The clock of Redis, which is that of this JVM too, is right.
///
/// The long form is that of {@link FaultsIT}.
@Tag("fault")
class ClockIT {

  private static final List<Duration> OFF =
      List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10));
  private static final String BURIED = "is dead; its sessions are ended";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern STAMP = Pattern.compile("stamp='([^']+)'");
  private static final Pattern TIME = Pattern.compile("time=(\\S+)");
  private static final RedisProcess REDIS = RedisProcess.start();
  private static final Ensemble ENSEMBLE = new Ensemble(WrongClock.launcher(REDIS.uri(), OFF));

  @AfterAll
  static void end() {
    ENSEMBLE.close();
    REDIS.close();
  }

  /// Without this the other tests would show nothing.
  @BeforeAll
  static void theClocksAreWrong() {
    for (int i = 0; i < OFF.size(); i++) {
      String seen = ENSEMBLE.instance(i).logged("CLOCK").getFirst();
      List<Duration> off =
          TIME.matcher(seen)
              .results()
              .map(time -> Duration.between(Instant.now(), Instant.parse(time.group(1))))
              .toList();
      Duration wanted = OFF.get(i);
      assertThat(off)
          .as("how wrong the clocks of instance " + i + " are")
          .hasSize(2)
          .allMatch(one -> one.minus(wanted).abs().toMinutes() < 5);
    }
  }

  /// Nobody is taken for dead who is not, and who is dead is.
  @Test
  void anInstanceIsKilledWhileTheClocksAreTwentyMinutesApart() {
    ENSEMBLE.rehearse(
        "an instance is killed while the clocks are twenty minutes apart",
        _ -> {
          assertThat(ENSEMBLE.instances()).allMatch(instance -> instance.mentions(BURIED) == 0);
          ENSEMBLE.instance(1).kill();
          Ensemble.await(() -> ENSEMBLE.instance(0).mentions(BURIED) > 0);
          ENSEMBLE.replace(1);
        });
  }

  @Test
  void sessionsAreResumedWhileTheClocksAreTwentyMinutesApart() {
    ENSEMBLE.rehearseResuming(
        "connections are cut and resumed while the clocks are twenty minutes apart", Ensemble::cut);
  }

  /// Those of the archive, the ids of items and the marks of what comes late.
  @Test
  void allTimesThatAClientSeesAreThoseOfRedis() {
    String channel = ENSEMBLE.found();
    try (XmppClient alice = Member.enter(ENSEMBLE.port(0), "alice");
        XmppClient bob = Member.enter(ENSEMBLE.port(1), "bob")) {
      List<XmppClient> both = List.of(alice, bob);
      IntStream.range(0, 10).forEach(i -> say(both.get(i % 2), channel, "m" + i));
      for (XmppClient reader : both) {
        assertThat(archived(reader, channel))
            .hasSizeGreaterThanOrEqualTo(10)
            .isSorted()
            .allSatisfy(stamp -> assertRight(stamp));
      }
      assertRight(informed(bob, channel));

      bob.ask("<iq type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>", PATIENCE);
      bob.send("<enable xmlns='urn:xmpp:sm:3'/>");
      await(bob, "<enabled ");
      alice.send(
          "<message type='chat' to='%s'><body>late</body></message>".formatted(bob.address()));
      await(bob, ">late<");
      bob.leave(Step.Manner.BREAKS_OFF);
    }
    try (XmppClient bob = Member.enter(ENSEMBLE.port(1), "bob")) {
      assertRight(stamp(await(bob, ">late<")));
    }
  }

  private static void assertRight(Instant time) {
    assertThat(time).isCloseTo(Instant.now(), within(4, ChronoUnit.MINUTES));
  }

  private static void say(XmppClient client, String channel, String text) {
    client.send(
        "<message type='groupchat' to='%s' id='%s'><body>%s</body></message>"
            .formatted(channel, text, text));
    await(client, ">" + text + "<");
  }

  private static List<Instant> archived(XmppClient reader, String channel) {
    var stamps = new ArrayList<Instant>();
    reader.send(Member.query(channel, "archive", ""));
    Element stanza = reader.receive(PATIENCE).orElseThrow();
    while (!"archive".equals(stanza.attr("id"))) {
      if (Member.archived(stanza).isPresent()) {
        stamps.add(stamp(stanza));
      }
      stanza = reader.receive(PATIENCE).orElseThrow();
    }
    return stamps;
  }

  private static Instant stamp(Element stanza) {
    Matcher stamp = STAMP.matcher(stanza.toString());
    assertThat(stamp.find()).as(stanza.toString()).isTrue();
    return Instant.parse(stamp.group(1));
  }

  /// When the channel's information was made, which is the id of its item (H43).
  private static Instant informed(XmppClient client, String channel) {
    Element answer =
        client.ask(
            "<iq type='get' id='info' to='%s'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
                    .formatted(channel)
                + "<items node='urn:xmpp:mix:nodes:info'/></pubsub></iq>",
            PATIENCE);
    Matcher id = Pattern.compile("<item [^>]*id='([^']+)'").matcher(answer.toString());
    assertThat(id.find()).as(answer.toString()).isTrue();
    return Instant.parse(id.group(1));
  }

  private static Element await(XmppClient client, String part) {
    Element stanza = client.receive(PATIENCE).orElseThrow();
    while (!stanza.toString().contains(part)) {
      stanza = client.receive(PATIENCE).orElseThrow();
    }
    return stanza;
  }
}
