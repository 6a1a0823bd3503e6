package im.coven.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.channel.StateChange;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Keeping;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.redis.ChannelStore.Append;
import im.coven.redis.ChannelStore.Stored;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is kept beside a message goes when the message does.
class TrimIT extends TwoLinks {

  private static final int MESSAGES = 500;

  @Test
  void thatAMessageWasRetractedIsKnownAsLongAsTheMessageIsThere() {
    create("made");
    long version = 1;
    List<EntryId> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      messages.add(store("m" + i, version, List.of(MixNode.MESSAGES)).id());
    }
    for (EntryId message : messages) {
      var field = new StateChange.Put("meta", "retracted " + message, "by a test");
      version = store("r" + message, version, List.of(), field).version();
    }
    store("s", version, List.of(), new StateChange.Put("meta", "subject", "x"));

    var archives = new ArchiveStore(one.link);
    while (one.ask(() -> archives.trim(COVEN, new Keeping(0, 50, 0)))) {}

    List<EntryId> left =
        one
            .ask(() ->
                archives.page(COVEN, MixNode.MESSAGES, new Wanted(Range.ALL, End.OLDEST, MESSAGES)))
            .entries()
            .stream()
            .map(entry -> entry.id())
            .toList();
    assertThat(left).hasSizeBetween(50, MESSAGES - 1);
    var expected = new ArrayList<>(left.stream().map(id -> "retracted " + id).toList());
    expected.add("subject");
    assertThat(load().meta().keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private Stored store(String id, long version, List<MixNode> archives, StateChange... changes) {
    var append =
        new Append(id, "e1", version, id.getBytes(UTF_8), List.of(changes), null, archives);
    return (Stored) one.ask(() -> one.store.append(COVEN, append));
  }
}
