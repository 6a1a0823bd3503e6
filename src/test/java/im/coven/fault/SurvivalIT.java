package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.redis.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two instances on one Redis, and what is left of a conversation when one of the three is killed.
@Tag("fault")
class SurvivalIT {

  private static final int BEFORE = 50;
  private static final int AFTER = 20;
  private static final int JOINING = 20;

  @Test
  @Requirement("CORE-07-068")
  @Requirement("CORE-07-069")
  @Requirement("CORE-04-014")
  @Requirement("MAM-027")
  void whatAnInstanceAcceptedBeforeItWasKilledIsDeliveredOnceAndInOrder() {
    try (RedisProcess redis = RedisProcess.start();
        CovenProcess doomed = CovenProcess.start(redis.uri());
        CovenProcess survivor = CovenProcess.start(redis.uri())) {
      Witness alice = Witness.arrive(doomed, "alice");
      Witness bob = Witness.arrive(survivor, "bob");
      alice.create();
      alice.join();
      bob.join();

      for (int i = 0; i < BEFORE; i++) {
        alice.say("alice-" + i);
        bob.say("bob-" + i);
      }
      // The instance dies while it is still busy with the second half.
      assertThat(alice.isAccepted("alice-" + BEFORE / 2)).isTrue();
      doomed.kill();
      alice.isAccepted("alice-" + (BEFORE - 1));
      assertThat(bob.isAccepted("bob-" + (BEFORE - 1))).isTrue();

      Witness again = Witness.comeBack(survivor, "alice");
      again.say("alice-again");
      assertThat(again.isAccepted("alice-again")).isTrue();
      bob.awaitMessage("alice-again");

      List<String> archive = bob.archive();
      assertThat(archive).doesNotHaveDuplicates();
      assertThat(archive).containsAll(alice.accepted()).containsAll(bob.accepted());
      assertThat(bob.received()).isEqualTo(archive);
      assertThat(alice.received()).isEqualTo(archive.subList(0, alice.received().size()));
      again.close();
      bob.close();
    }
  }

  @Test
  @Requirement("CORE-04-032")
  @Requirement("CORE-05-010")
  void whatWasAcceptedBeforeRedisWasKilledIsThereAfterItsRestart() {
    try (RedisProcess redis = RedisProcess.start();
        CovenProcess one = CovenProcess.start(redis.uri());
        CovenProcess two = CovenProcess.start(redis.uri())) {
      Witness alice = Witness.arrive(one, "alice");
      Witness bob = Witness.arrive(two, "bob");
      alice.create();
      alice.join();
      bob.join();

      for (int i = 0; i < BEFORE; i++) {
        alice.say("alice-" + i);
      }
      assertThat(alice.isAccepted("alice-" + BEFORE / 2)).isTrue();
      redis.restart();
      var sent = new ArrayList<String>();
      for (int i = 0; i < AFTER; i++) {
        sent.add("bob-" + i);
        bob.say("bob-" + i);
      }
      // Each is reflected or refused: never silence.
      for (String text : sent) {
        bob.isAccepted(text);
      }
      alice.say("alice-last");
      assertThat(alice.isAccepted("alice-last")).isTrue();
      bob.awaitMessage("alice-last");

      List<String> archive = bob.archive();
      assertThat(archive).doesNotHaveDuplicates();
      assertThat(archive).containsAll(alice.accepted()).containsAll(bob.accepted());
      assertThat(bob.received()).isEqualTo(archive);
      assertThat(alice.received()).isEqualTo(archive);
      alice.close();
      bob.close();
    }
  }

  @Test
  @Requirement("CORE-04-032")
  void aRestartOfAllInstancesForgetsNothing() {
    try (RedisProcess redis = RedisProcess.start()) {
      List<String> before;
      try (CovenProcess first = CovenProcess.start(redis.uri())) {
        Witness alice = Witness.arrive(first, "alice");
        alice.create();
        alice.join();
        alice.say("alice-0");
        assertThat(alice.isAccepted("alice-0")).isTrue();
        before = alice.archive();
      }
      try (CovenProcess second = CovenProcess.start(redis.uri())) {
        Witness alice = Witness.comeBack(second, "alice");
        alice.say("alice-1");
        assertThat(alice.isAccepted("alice-1")).isTrue();
        assertThat(before).containsExactly("alice-0");
        assertThat(alice.archive()).containsExactly("alice-0", "alice-1");
        alice.close();
      }
    }
  }

  @Test
  @Requirement("CORE-07-029")
  void aJoinIsWholeOrNotThereWhenItsInstanceIsKilled() {
    try (RedisProcess redis = RedisProcess.start();
        CovenProcess doomed = CovenProcess.start(redis.uri());
        CovenProcess survivor = CovenProcess.start(redis.uri())) {
      Witness alice = Witness.arrive(survivor, "alice");
      alice.create();
      alice.join();
      List<Witness> joining =
          IntStream.range(0, JOINING).mapToObj(i -> Witness.arrive(doomed, "w" + i)).toList();
      Witness heard = Witness.arrive(doomed, "heard");

      joining.subList(0, JOINING / 2).forEach(Witness::startToJoin);
      heard.startToJoin();
      joining.subList(JOINING / 2, JOINING).forEach(Witness::startToJoin);
      heard.awaitJoined();
      doomed.kill();

      List<String> participants = alice.participants();
      assertThat(participants).contains("alice", "heard").doesNotHaveDuplicates();
      List<Witness> back =
          participants.stream()
              .filter(name -> !name.equals("alice"))
              .map(name -> Witness.comeBack(survivor, name))
              .toList();
      back.forEach(Witness::joinAgain);
      alice.say("alice-all");
      for (Witness each : back) {
        each.awaitMessage("alice-all");
        each.close();
      }
      assertThat(alice.participants()).containsExactlyInAnyOrderElementsOf(participants);
      alice.close();
    }
  }
}
