package im.coven.service;

import im.coven.account.StoredText;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.channel.Preferences;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How far a channel was sent to an account, and what the account was to the channel by then;
/// `dialect` is null where it took no part.
record Cursor(Jid channel, LogPosition at, @Nullable Dialect dialect, Set<MixNode> nodes) {

  private static final String LINE = "\n";
  private static final int FIELDS = 5;

  Cursor {
    nodes = Set.copyOf(nodes);
  }

  static Cursor of(Jid channel, LogPosition at, @Nullable Participant participant) {
    return participant == null
        ? new Cursor(channel, at, null, Set.of())
        : new Cursor(channel, at, participant.dialect(), participant.nodes());
  }

  /// The account as a participant, with the id that the channel has for it; null where it took no
  /// part.
  @Nullable Participant participant(String id, Jid account) {
    return dialect == null
        ? null
        : new Participant(id, account, null, nodes, dialect, Preferences.DEFAULT);
  }

  /// Cursors as text.
  static String write(Collection<Cursor> cursors) {
    return cursors.stream().map(Cursor::write).collect(Collectors.joining(LINE));
  }

  private String write() {
    return StoredText.join(
        channel.toString(),
        at.epoch(),
        at.id().toString(),
        dialect == null ? "" : dialect.name(),
        nodes.stream().map(MixNode::name).collect(Collectors.joining(" ")));
  }

  /// Reads [#write].
  static List<Cursor> read(String text) {
    var cursors = new ArrayList<Cursor>();
    if (!text.isEmpty()) {
      for (String line : text.split(LINE, -1)) {
        cursors.add(readOne(StoredText.fields(line, FIELDS)));
      }
    }
    return cursors;
  }

  private static Cursor readOne(String[] fields) {
    Set<MixNode> nodes =
        fields[4].isEmpty()
            ? Set.of()
            : Arrays.stream(fields[4].split(" ", -1))
                .map(MixNode::valueOf)
                .collect(Collectors.toSet());
    return new Cursor(
        Jid.of(fields[0]),
        new LogPosition(fields[1], EntryId.parse(fields[2])),
        fields[3].isEmpty() ? null : Dialect.valueOf(fields[3]),
        nodes);
  }
}
