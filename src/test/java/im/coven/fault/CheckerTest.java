package im.coven.fault;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.fault.Testimony.Heard;
import im.coven.fault.Testimony.Stream;
import im.coven.fault.Testimony.Told;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The checker of the fault suite finds each kind of fault, and nothing where there is none.
class CheckerTest {

  private static final List<Heard> ARCHIVE = messages("a1", "b1", "a2", "b2");
  private static final List<String> NICKS = List.of("alice", "bob");

  private static List<Heard> messages(String... texts) {
    return Arrays.stream(texts).map(text -> new Heard("id-" + text, text)).toList();
  }

  private static Stream hearing(String... texts) {
    var stream = new Stream();
    messages(texts).forEach(stream::heard);
    return stream;
  }

  private static Testimony member(String who, Stream... streams) {
    return new Testimony(who, List.of(streams), ARCHIVE);
  }

  private static List<String> faults(Testimony... members) {
    return Checker.faults(List.of(members), ARCHIVE, NICKS);
  }

  @Test
  void aWholeConversationHasNoFaults() {
    Stream alice = hearing("a1", "b1", "a2", "b2").sent("a1").sent("a2").sent("a3").sent("a4");
    alice.told("a1", Told.ACCEPTED).told("a2", Told.ACCEPTED);
    alice.told("a3", Told.REFUSED).told("a4", Told.UNSURE);
    Stream first = hearing("a1", "b1").sent("b1").told("b1", Told.ACCEPTED).sent("b2").broken();
    assertThat(faults(member("alice", alice), member("bob", first, hearing("b2")))).isEmpty();
  }

  @Test
  void aLostMessageIsFound() {
    Stream alice = new Stream().sent("a9").told("a9", Told.ACCEPTED);
    assertThat(faults(member("alice", alice)))
        .containsExactly("lost: a9 was accepted and is not in the archive");
  }

  @Test
  void aMessageThatAStreamSkippedIsFound() {
    assertThat(faults(member("alice", hearing("a1", "a2"))))
        .singleElement()
        .asString()
        .startsWith("skipped: alice's stream 1");
  }

  @Test
  void aMessageThatCatchingUpMissedIsFound() {
    var alice = new Testimony("alice", List.of(hearing("a1")), messages("a1", "a2", "b2"));
    assertThat(faults(alice)).singleElement().asString().startsWith("missed: alice holds");
    var short_ = new Testimony("alice", List.of(), messages("a1", "b1", "a2"));
    assertThat(faults(short_)).singleElement().asString().startsWith("missed: alice holds nothing");
  }

  @Test
  void aDoubledMessageIsFound() {
    assertThat(faults(member("alice", hearing("a1", "b1", "b1"))))
        .singleElement()
        .asString()
        .startsWith("doubled: alice's stream 1");
    assertThat(Checker.faults(List.of(), messages("a1", "b1", "a1"), NICKS)).hasSize(2);
    assertThat(
            Checker.faults(List.of(), List.of(new Heard("1", "a1"), new Heard("2", "a1")), NICKS))
        .containsExactly("doubled: the archive has a1 twice");
  }

  @Test
  void twoOrdersAreFound() {
    assertThat(
            faults(
                member("alice", hearing("a1", "b1", "a2", "b2")),
                member("bob", hearing("b1", "a1", "a2", "b2"))))
        .isNotEmpty()
        .allMatch(fault -> fault.contains("bob's stream 1"))
        .anyMatch(fault -> fault.startsWith("reordered: "));
  }

  @Test
  void whatWasRefusedAndIsThereIsFound() {
    Stream alice = hearing("a1").sent("a1").told("a1", Told.REFUSED);
    assertThat(faults(member("alice", alice)))
        .containsExactly("refused: a1 was refused and is there");
  }

  @Test
  void whatIsDeliveredAndNotStoredIsFound() {
    assertThat(faults(member("alice", hearing("b2", "b3"))))
        .singleElement()
        .asString()
        .startsWith("invented: alice's stream 1");
  }

  @Test
  void silenceAndContradictionsAreFound() {
    Stream alice = new Stream().sent("a8");
    Stream bob = new Stream().sent("b1").told("b1", Told.UNSURE).told("b1", Told.ACCEPTED);
    bob.sent("b2").told("b2", Told.ACCEPTED).told("b2", Told.ACCEPTED);
    assertThat(faults(member("alice", alice), member("bob", bob)))
        .containsExactlyInAnyOrder(
            "silence: alice's stream 1 was never told of a8",
            "contradicted: bob's stream 1 was told of b2 twice");
  }

  @Test
  void aSharedNickIsFound() {
    assertThat(Checker.faults(List.of(), ARCHIVE, List.of("alice", "alice")))
        .containsExactly("nick: two participants are alice");
  }
}
