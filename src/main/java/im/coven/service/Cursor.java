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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How far a channel was sent to a stream, and what its account was to the channel by then;
/// `dialect` is null where it took no part.
///
/// @param ways how the stream gets what the channel sends
record Cursor(
    Jid channel, LogPosition at, @Nullable Dialect dialect, Set<MixNode> nodes, Set<Way> ways) {

  /// How a stream gets what a channel sends.
  enum Way {
    /// As that of somebody who takes part, or may.
    ATTACHED,
    /// As that of a client in the room.
    SEATED
  }

  private static final String LINE = "\n";
  private static final int FIELDS = 6;

  Cursor {
    nodes = Set.copyOf(nodes);
    ways = Set.copyOf(ways);
  }

  boolean attached() {
    return ways.contains(Way.ATTACHED);
  }

  boolean seated() {
    return ways.contains(Way.SEATED);
  }

  static Set<Way> ways(boolean attached, boolean seated) {
    Set<Way> ways = EnumSet.noneOf(Way.class);
    if (attached) {
      ways.add(Way.ATTACHED);
    }
    if (seated) {
      ways.add(Way.SEATED);
    }
    return ways;
  }

  static Cursor of(Jid channel, LogPosition at, @Nullable Participant participant, Set<Way> ways) {
    return participant == null
        ? new Cursor(channel, at, null, Set.of(), ways)
        : new Cursor(channel, at, participant.dialect(), participant.nodes(), ways);
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
        nodes.stream().map(MixNode::name).collect(Collectors.joining(" ")),
        ways.stream().map(Way::name).sorted().collect(Collectors.joining(" ")));
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
    return new Cursor(
        Jid.of(fields[0]),
        new LogPosition(fields[1], EntryId.parse(fields[2])),
        fields[3].isEmpty() ? null : Dialect.valueOf(fields[3]),
        words(fields[4], MixNode::valueOf),
        words(fields[5], Way::valueOf));
  }

  private static <T> Set<T> words(String text, Function<String, T> word) {
    return text.isEmpty()
        ? Set.of()
        : Arrays.stream(text.split(" ", -1)).map(word).collect(Collectors.toSet());
  }
}
