package im.coven.fault;

import static im.coven.fault.Ensemble.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.XmppClient;
import im.coven.fault.Testimony.Told;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nothing that was accepted is lost, doubled or told in another order, and nothing that was
/// refused is there, whatever goes wrong.
///
/// The long form repeats each fault: `-Dfault.rounds=20`, with `-Dfault.load=500` messages of each
/// member before and after it.
@Tag("fault")
class FaultsIT {

  private static final String LOST = " is lost: ";
  private static final String BURIED = "is dead; its sessions are ended";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final OneRedis ENSEMBLE = OneRedis.assemble();

  @AfterAll
  static void end() {
    ENSEMBLE.close();
  }

  @Test
  void anInstanceIsKilled() {
    ENSEMBLE.rehearse("an instance is killed", _ -> ENSEMBLE.instance(1).kill());
  }

  @Test
  void allInstancesAreRestartedOneAfterTheOther() {
    ENSEMBLE.rehearse(
        "all instances are restarted one after the other",
        _ -> {
          for (int i = 0; i < ENSEMBLE.instances().size(); i++) {
            ENSEMBLE.instance(i).terminate();
            assertThat(ENSEMBLE.instance(i).awaitEnd()).isZero();
            ENSEMBLE.replace(i);
          }
        });
  }

  @Test
  void redisIsKilledAndStartedAgain() {
    ENSEMBLE.rehearse("Redis is killed and started again", _ -> ENSEMBLE.redis().restart());
  }

  /// Longer than commands, leases and senders last, and nobody takes the other for dead.
  @Test
  void redisStandsStill() {
    ENSEMBLE.rehearse(
        "Redis stands still",
        members -> {
          ENSEMBLE.redis().freeze();
          await(() ->
              members.stream()
                  .allMatch(member -> member.told(Told.UNSURE) + member.told(Told.REFUSED) > 0));
          ENSEMBLE.redis().thaw();
        });
    assertThat(ENSEMBLE.instances()).allMatch(CovenProcess::isAlive);
  }

  @Test
  void anErrorSaysWhetherAMessageMayHaveBeenStored() {
    String channel = ENSEMBLE.found();
    try (XmppClient alice = Member.enter(ENSEMBLE.port(0), "alice")) {
      say(alice, channel, "before");
      assertThat(answer(alice, "before").attr("type")).isEqualTo("groupchat");
      ENSEMBLE.redis().freeze();
      say(alice, channel, "on its way");
      assertThat(answer(alice, "on its way").toString())
          .contains("type='wait'", "<remote-server-timeout ");
      say(alice, channel, "not sent");
      assertThat(answer(alice, "not sent").toString())
          .contains("type='wait'", "<resource-constraint ");
      ENSEMBLE.redis().thaw();
      await(() -> isAccepted(alice, channel, "after"));
      assertThat(Ensemble.archive(alice, channel))
          .extracting(Testimony.Heard::text)
          .contains("before", "after")
          .doesNotContain("not sent");
    }
  }

  private static boolean isAccepted(XmppClient client, String channel, String text) {
    say(client, channel, text);
    return "groupchat".equals(answer(client, text).attr("type"));
  }

  private static void say(XmppClient client, String channel, String text) {
    client.send(
        "<message type='groupchat' to='%s' id='%s'><body>%s</body></message>"
            .formatted(channel, text, text));
  }

  /// The next stanza that tells of a message of one's own.
  private static Element answer(XmppClient client, String text) {
    Element stanza = client.receive(PATIENCE).orElseThrow();
    while (!text.equals(stanza.attr("id")) && !stanza.toString().contains(">" + text + "<")) {
      stanza = client.receive(PATIENCE).orElseThrow();
    }
    return stanza;
  }

  @Test
  void pubSubIsCutWhileCommandsWork() {
    ENSEMBLE.rehearse("pub/sub is cut while commands work", members -> cutOften("pubsub", members));
  }

  @Test
  void commandsAreCutWhilePubSubWorks() {
    ENSEMBLE.rehearse(
        "commands are cut while pub/sub works", members -> cutOften("normal", members));
  }

  private static void cutOften(String type, List<Member> members) {
    for (int i = 0; i < 5; i++) {
      ENSEMBLE.redis().command("CLIENT", "KILL", "TYPE", type);
      List<Integer> before = members.stream().map(Member::accepted).toList();
      await(() -> members.stream().map(Member::accepted).noneMatch(before::contains));
    }
  }

  @Test
  void anInstanceIsCutOffFromRedisForLessThanItsLease() {
    ENSEMBLE.rehearse(
        "an instance is cut off from Redis for less than its lease",
        _ -> {
          ENSEMBLE.way(1).cut();
          awaitMentions(ENSEMBLE.instance(1), LOST, ENSEMBLE.instance(1).mentions(LOST));
          ENSEMBLE.way(1).mend();
        });
  }

  @Test
  void anInstanceIsCutOffFromRedisForLongerThanItsLease() {
    ENSEMBLE.rehearse(
        "an instance is cut off from Redis for longer than its lease",
        _ -> {
          long buried = ENSEMBLE.instance(0).mentions(BURIED);
          ENSEMBLE.way(1).cut();
          awaitMentions(ENSEMBLE.instance(0), BURIED, buried);
          ENSEMBLE.way(1).mend();
          assertThat(ENSEMBLE.instance(1).awaitEnd()).isEqualTo(1);
          ENSEMBLE.replace(1);
        });
  }

  @Test
  void anInstanceStandsStillForLongerThanItsLease() {
    ENSEMBLE.rehearse(
        "an instance stands still for longer than its lease",
        _ -> {
          long buried = ENSEMBLE.instance(0).mentions(BURIED);
          ENSEMBLE.instance(1).freeze();
          awaitMentions(ENSEMBLE.instance(0), BURIED, buried);
          ENSEMBLE.instance(1).thaw();
          assertThat(ENSEMBLE.instance(1).awaitEnd()).isEqualTo(1);
          ENSEMBLE.replace(1);
        });
  }

  /// As when a disk or a memory is full.
  @Test
  void redisRefusesToWrite() {
    ENSEMBLE.rehearse(
        "Redis refuses to write",
        members -> {
          ENSEMBLE.redis().command("CONFIG", "SET", "maxmemory", "1");
          await(() -> members.stream().allMatch(member -> member.told(Told.REFUSED) > 0));
          assertThat(members).allMatch(member -> member.told(Told.UNSURE) == 0);
          ENSEMBLE.redis().command("CONFIG", "SET", "maxmemory", "0");
        });
    assertThat(ENSEMBLE.instances()).allMatch(CovenProcess::isAlive);
  }

  /// As when the disk is full.
  @Test
  void redisCannotSave() {
    ENSEMBLE.rehearse(
        "Redis cannot save its data",
        members -> {
          ENSEMBLE.redis().loseDisk();
          await(() -> ENSEMBLE.redis().command("SET", "disk", "full").startsWith("-MISCONF"));
          List<Long> before = members.stream().map(member -> member.told(Told.REFUSED)).toList();
          await(() ->
              IntStream.range(0, members.size())
                  .allMatch(i -> members.get(i).told(Told.REFUSED) > before.get(i)));
          assertThat(members).allMatch(member -> member.told(Told.UNSURE) == 0);
          ENSEMBLE.redis().findDisk();
          await(() -> ENSEMBLE.redis().command("SET", "disk", "free").equals("+OK"));
        });
    assertThat(ENSEMBLE.instances()).allMatch(CovenProcess::isAlive);
  }

  private static void awaitMentions(CovenProcess instance, String text, long before) {
    await(() -> instance.mentions(text) > before);
  }
}
