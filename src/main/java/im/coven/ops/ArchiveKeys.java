package im.coven.ops;

import java.util.List;

/// The keys of the archives, which {@link Catalogue} lists with all others.
public final class ArchiveKeys {

  /// Nodes whose archive is kept only where it is asked for. See XEP-0369 §4.7.1.
  public enum Node {
    PARTICIPANTS,
    INFO,
    CONFIG
  }

  private static final int DAYS_MAX = 36_500;

  public static final Key<Integer> CHANNEL_DAYS =
      key(
          "archive.channel-days",
          Kind.number(0, DAYS_MAX),
          "days",
          "So long a channel keeps what happened in it; 0 is for ever.",
          "0");
  public static final Key<Integer> CHANNEL_MESSAGES_MAX =
      key(
          "archive.channel-messages-max",
          Kind.number(0, Integer.MAX_VALUE),
          "messages",
          "So many a channel keeps, and those of the last hour whatever their number; 0 is all.",
          "0");
  public static final Key<List<Node>> CHANNEL_NODES =
      key(
          "archive.channel-nodes",
          Kind.choices(Node.class),
          "",
          "Nodes beside the messages that can be read in the past (XEP-0442): participants, info,"
              + " config.",
          "");

  /// All of them.
  static final List<Key<?>> ALL = List.of(CHANNEL_DAYS, CHANNEL_MESSAGES_MAX, CHANNEL_NODES);

  private ArchiveKeys() {}

  private static <T> Key<T> key(
      String name, Kind<T> kind, String unit, String meaning, String preset) {
    return new Key<>(name, kind, List.of(preset), unit, meaning);
  }
}
