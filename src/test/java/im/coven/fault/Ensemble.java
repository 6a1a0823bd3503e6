package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.XmppClient;
import im.coven.fault.Testimony.Heard;
import im.coven.xml.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Two instances, and members on both who speak while something goes wrong.
///
/// Each round has a channel of its own for each cast. When the fault is over the round goes on
/// until a message that each member has sent since was accepted and has reached everybody; then the
/// members fall silent, and the {@link Checker} decides. What was measured stands in
/// `target/faults.txt`.
class Ensemble implements AutoCloseable {

  /// How often each fault is repeated.
  private static final int ROUNDS = Integer.getInteger("fault.rounds", 1);

  /// How many messages each member has accepted before the fault, and after it.
  private static final int LOAD = Integer.getInteger("fault.load", 50);

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path REPORT = Path.of("target", "faults.txt");
  private static final List<String> CAST = List.of("alice", "bob", "carol", "dave");

  /// What goes wrong, and is over when it returns.
  interface Fault {
    void strike(List<Member> members);
  }

  private final IntFunction<CovenProcess> launcher;
  private final List<CovenProcess> instances = new ArrayList<>();
  private final List<List<String>> casts;
  private int rounds;

  /// Those who take part in one channel.
  private record Troupe(String channel, List<Member> members) {}

  /// One cast, of four.
  Ensemble(IntFunction<CovenProcess> launcher) {
    this(launcher, List.of(CAST));
  }

  /// Starts the instances with `launcher`, by their numbers, and gives the members of all casts
  /// accounts.
  Ensemble(IntFunction<CovenProcess> launcher, List<List<String>> casts) {
    this.launcher = launcher;
    this.casts = casts;
    IntStream.range(0, 2)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> launcher.apply(i)))
        .toList()
        .forEach(started -> instances.add(started.join()));
    casts.stream()
        .flatMap(List::stream)
        .forEach(user -> {
          try (XmppClient client = Member.connect(port(0))) {
            client.register(user, "secret");
          }
        });
  }

  /// Starts an instance of the patience that all have here.
  static CovenProcess launch(String redisUri, String... more) {
    return launch(List.of(), redisUri, more);
  }

  /// The same with further options of the JVM.
  static CovenProcess launch(List<String> options, String redisUri, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "log.level=info",
                "mix.answer-seconds=2",
                "redis.command-timeout-ms=1000",
                "instance.lease-seconds=2"));
    settings.addAll(List.of(more));
    return CovenProcess.start(options, redisUri, settings.toArray(String[]::new));
  }

  CovenProcess instance(int index) {
    return instances.get(index);
  }

  List<CovenProcess> instances() {
    return instances;
  }

  /// Starts an instance in the place of one that has ended.
  void replace(int index) {
    instances.get(index).awaitEnd();
    instances.set(index, launcher.apply(index));
  }

  /// Starts again whatever has ended.
  void restore() {
    IntStream.range(0, instances.size())
        .filter(i -> !instances.get(i).isAlive())
        .forEach(this::replace);
  }

  int port(int index) {
    return instances.get(index % instances.size()).clientPort();
  }

  /// Waits until something is so.
  static void await(BooleanSupplier condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(condition::getAsBoolean);
  }

  /// Has a fault strike while the members speak, as often as was asked for.
  void rehearse(String scenario, Fault fault) {
    rehearse(scenario, Member.Manner.LOGS_IN, fault);
  }

  /// The same with members who go on with their sessions; some of them must have succeeded.
  void rehearseResuming(String scenario, Fault fault) {
    rehearse(scenario, Member.Manner.RESUMES, fault);
  }

  /// Cuts the connections of all, again and again, each when it is back from the last time; none of
  /// their sessions is lost.
  static void cut(List<Member> members) {
    for (int i = 0; i < 5; i++) {
      for (Member member : members) {
        int before = member.resumed() + member.lostSessions();
        member.cut();
        await(() -> member.resumed() + member.lostSessions() > before);
      }
    }
    assertThat(members).allMatch(member -> member.lostSessions() == 0);
  }

  private void rehearse(String scenario, Member.Manner manner, Fault fault) {
    for (int i = 0; i < ROUNDS; i++) {
      round(scenario, manner, fault);
    }
  }

  private void round(String scenario, Member.Manner manner, Fault fault) {
    List<Troupe> troupes = new ArrayList<>(List.of(troupe(casts.getFirst(), found(), manner)));
    for (int i = 1; i < casts.size(); i++) {
      troupes.add(troupe(casts.get(i), found(i), manner));
    }
    List<Member> members = troupes.stream().flatMap(each -> each.members().stream()).toList();
    try {
      members.forEach(member -> member.speak(true));
      await(() -> members.stream().allMatch(member -> member.accepted() >= LOAD));

      fault.strike(members);
      long over = System.nanoTime();
      List<Integer> before = members.stream().map(Member::said).toList();
      await(() ->
          IntStream.range(0, members.size())
              .allMatch(i -> isHeardSince(troupes, members.get(i), before.get(i))));
      long recoveredMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - over);
      await(() ->
          IntStream.range(0, members.size())
              .allMatch(i -> members.get(i).said() >= before.get(i) + LOAD));

      members.forEach(member -> member.speak(false));
      troupes.forEach(troupe -> check(scenario, troupe, recoveredMs));
      if (manner == Member.Manner.RESUMES) {
        assertThat(members.stream().mapToInt(Member::resumed).sum())
            .as("sessions resumed")
            .isPositive();
      }
    } catch (RuntimeException | AssertionError failed) {
      // The next round does not begin with what this one left behind.
      instances.forEach(CovenProcess::kill);
      throw failed;
    } finally {
      members.forEach(Member::close);
    }
  }

  private Troupe troupe(List<String> cast, String channel, Member.Manner manner) {
    return new Troupe(
        channel,
        IntStream.range(0, cast.size())
            .mapToObj(i -> new Member(cast.get(i), channel, manner, attempt -> port(i + attempt)))
            .toList());
  }

  private static boolean isHeardSince(List<Troupe> troupes, Member speaker, int before) {
    List<Member> hearers =
        troupes.stream()
            .map(Troupe::members)
            .filter(members -> members.contains(speaker))
            .findFirst()
            .orElseThrow();
    return speaker
        .acceptedSince(before)
        .filter(text -> hearers.stream().allMatch(member -> member.holds(text)))
        .isPresent();
  }

  /// The name of a cast's channel in a round.
  String channelName(int round, int cast) {
    return "round" + round + (cast == 0 ? "" : "-" + cast);
  }

  /// The number of the present round.
  int rounds() {
    return rounds;
  }

  /// Makes a channel in which all of the first cast take part; answers its address.
  String found() {
    restore();
    rounds++;
    return found(0);
  }

  private String found(int which) {
    List<String> cast = casts.get(which);
    String name = channelName(rounds, which);
    String channel = name + "@mix." + Member.DOMAIN;
    for (int i = 0; i < cast.size(); i++) {
      String user = cast.get(i);
      try (XmppClient client = Member.enter(port(i), user)) {
        if (i == 0) {
          ask(
              client,
              "<iq type='set' id='create' to='mix.%s'><create xmlns='urn:xmpp:mix:core:1' channel='%s'/></iq>"
                  .formatted(Member.DOMAIN, name));
        }
        ask(
            client,
            """
            <iq type='set' id='join'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'>
              <join xmlns='urn:xmpp:mix:core:1'>
                <subscribe node='urn:xmpp:mix:nodes:messages'/><nick>%s</nick>
              </join>
            </client-join></iq>\
            """
                .formatted(channel, user));
      }
    }
    return channel;
  }

  private static Element ask(XmppClient client, String iq) {
    Element answer = client.ask(iq, PATIENCE);
    assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
    return answer;
  }

  private void check(String scenario, Troupe troupe, long recoveredMs) {
    String channel = troupe.channel();
    List<Member> members = troupe.members();
    String first = members.getFirst().user();
    await(() -> members.stream().allMatch(Member::isSettled));
    try (XmppClient reader = Member.connect(port(0)).login(first, "secret", "reader")) {
      List<Heard> archive = archive(reader, channel);
      String last = archive.getLast().text();
      await(() -> members.stream().allMatch(member -> member.holds(last)));
      List<Testimony> testimonies = members.stream().map(Member::testify).toList();
      assertThat(Checker.faults(testimonies, archive, nicks(reader, channel))).isEmpty();
      String outcome =
          scenario
              + members.stream()
                  .filter(member -> member.resumed() + member.lostSessions() > 0)
                  .map(member ->
                      "; %s resumed %d, lost %d"
                          .formatted(member.user(), member.resumed(), member.lostSessions()))
                  .reduce("", String::concat);
      report(outcome, testimonies, archive.size(), recoveredMs);
    }
  }

  static List<Heard> archive(XmppClient reader, String channel) {
    var archive = new ArrayList<Heard>();
    String after = "";
    while (true) {
      reader.send(Member.query(channel, "archive", after));
      Element stanza = reader.receive(PATIENCE).orElseThrow();
      while (!"archive".equals(stanza.attr("id"))) {
        Member.archived(stanza).ifPresent(archive::add);
        stanza = reader.receive(PATIENCE).orElseThrow();
      }
      var next = Member.following(stanza);
      if (next.isEmpty()) {
        return archive;
      }
      after = next.get();
    }
  }

  private static List<String> nicks(XmppClient reader, String channel) {
    String ns = "http://jabber.org/protocol/pubsub";
    return ask(
            reader,
            "<iq type='get' id='who' to='%s'><pubsub xmlns='%s'><items node='%s'/></pubsub></iq>"
                .formatted(channel, ns, "urn:xmpp:mix:nodes:participants"))
        .child("pubsub", ns)
        .flatMap(pubsub -> pubsub.child("items", ns))
        .orElseThrow()
        .children("item", ns)
        .map(item -> item.child("participant", "urn:xmpp:mix:core:1").orElseThrow())
        .map(participant -> participant.childText("nick").orElseThrow())
        .toList();
  }

  private static void report(
      String scenario, List<Testimony> testimonies, int archived, long recoveredMs) {
    long streams = testimonies.stream().mapToLong(member -> member.streams().size()).sum();
    var told =
        java.util.Arrays.stream(Testimony.Told.values())
            .map(how ->
                how.name().toLowerCase(Locale.ROOT)
                    + " "
                    + testimonies.stream().mapToLong(member -> member.told(how)).sum())
            .toList();
    String line =
        "%s: recovered after %d ms; archived %d, %s, streams %d%n"
            .formatted(scenario, recoveredMs, archived, String.join(", ", told), streams);
    try {
      Files.writeString(REPORT, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    instances.forEach(CovenProcess::close);
  }
}
