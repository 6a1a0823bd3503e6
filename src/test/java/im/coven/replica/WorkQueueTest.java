package im.coven.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.ChannelRequest;
import im.coven.channel.ChannelRequest.Leave;
import im.coven.channel.ChannelRequest.Publish;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  private final WorkQueue<String> queue = new WorkQueue<>();
  private int number;

  @Test
  void aMessageDoesNotWaitForTheChangesOfOthers() {
    changes("a", "b", "c");
    assertThat(next()).isEqualTo("a changes");
    says("d", "e");
    assertThat(drained()).containsExactly("d says", "e says", "b changes", "c changes");
  }

  @Test
  void aChangeWaitsForNoMoreMessagesThanWereThereAtItsTurn() {
    says("a", "a");
    changes("b");
    assertThat(next()).isEqualTo("a says");
    says("c");
    assertThat(drained()).containsExactly("a says", "b changes", "c says");
  }

  @Test
  void whatOneAsksForKeepsItsOrder() {
    changes("a", "b");
    says("b", "a");
    changes("a");
    says("a");
    assertThat(drained())
        .containsExactly("a changes", "b changes", "b says", "a says", "a changes", "a says");
  }

  @Test
  void aChangeWaitsForTheMessagesBeforeIt() {
    says("a", "b");
    assertThat(next()).isEqualTo("a says");
    says("a");
    changes("a");
    says("b");
    assertThat(drained()).containsExactly("b says", "a says", "a changes", "b says");
  }

  @Test
  void whatWasTriedGoesFirst() {
    changes("a");
    says("b");
    Deque<Work<String>> again = new ArrayDeque<>(List.of(say("c"), change("d")));
    queue.putBack(again);
    assertThat(again).isEmpty();
    assertThat(queue.size()).isEqualTo(4);
    assertThat(drained()).startsWith("c says", "d changes").hasSize(4);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whoseTimeIsOverIsTakenOut() {
    changes("a", "b");
    says("a", "c");
    assertThat(queue.late(2))
        .extracting(Work::asker)
        .containsExactlyInAnyOrder("a changes", "b changes");
    changes("d");
    says("b");
    assertThat(drained()).containsExactly("a says", "c says", "b says", "d changes");
  }

  private void changes(String... askers) {
    for (String asker : askers) {
      queue.add(change(asker));
    }
  }

  private void says(String... askers) {
    for (String asker : askers) {
      queue.add(say(asker));
    }
  }

  private Work<String> change(String asker) {
    return carry(new Leave(jid(asker)), asker + " changes");
  }

  private Work<String> say(String asker) {
    return carry(new Publish(jid(asker), message()), asker + " says");
  }

  /// Times are over in the order of making.
  private Work<String> carry(ChannelRequest request, String asker) {
    number++;
    return new Work.Carry<>(request, "append-" + number, number, asker);
  }

  private static Message message() {
    return new Message(null, jid("channel"), null, Message.Type.GROUPCHAT, null, List.of());
  }

  private static Jid jid(String local) {
    return Jid.of(local + "@shakespeare.example");
  }

  private String next() {
    Work<String> work = queue.poll();
    return work == null ? "nothing" : work.asker();
  }

  private List<String> drained() {
    var all = new ArrayList<String>();
    while (!queue.isEmpty()) {
      all.add(next());
    }
    return all;
  }
}
