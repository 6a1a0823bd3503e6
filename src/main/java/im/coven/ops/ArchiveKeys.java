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

  static final KeyList KEYS = new KeyList();

  public static final Key<Integer> CHANNEL_DAYS =
      KEYS.add(
          new Key<>(
              "archive.channel-days",
              Kind.number(0, DAYS_MAX),
              List.of("0"),
              "days",
              "So long a channel keeps what happened in it; 0 is for ever."));
  public static final Key<Integer> CHANNEL_MESSAGES_MAX =
      KEYS.add(
          new Key<>(
              "archive.channel-messages-max",
              Kind.number(0, Integer.MAX_VALUE),
              List.of("0"),
              "messages",
              "So many a channel keeps, and those that are fresh; 0 is all."));
  public static final Key<Integer> CHANNEL_FRESH_MINUTES =
      KEYS.add(
          new Key<>(
              "archive.channel-fresh-minutes",
              Kind.number(0, 1_440),
              List.of("60"),
              "minutes",
              "Messages that are younger are kept whatever their number: sessions and instances may"
                  + " still be reading them."));
  public static final Key<List<Node>> CHANNEL_NODES =
      KEYS.add(
          new Key<>(
              "archive.channel-nodes",
              Kind.choices(Node.class),
              List.of(""),
              "",
              "Nodes beside the messages that can be read in the past (XEP-0442):"
                  + " participants, info, config."));
  public static final Key<Boolean> ACCOUNTS =
      KEYS.add(
          new Key<>(
              "archive.accounts",
              Kind.flag(),
              List.of("true"),
              "",
              "Whether every account has an archive, of its messages and those of its channels."));
  public static final Key<Integer> ACCOUNT_DAYS =
      KEYS.add(
          new Key<>(
              "archive.account-days",
              Kind.number(0, DAYS_MAX),
              List.of("0"),
              "days",
              "So far back an account's archive goes; 0 is to its beginning."));
  public static final Key<Integer> ACCOUNT_MESSAGES_MAX =
      KEYS.add(
          new Key<>(
              "archive.account-messages-max",
              Kind.number(100, 100_000_000),
              List.of("100000"),
              "messages",
              "So many from one to one an account keeps; those of channels are kept by the"
                  + " channels."));
  public static final Key<Integer> QUERIES_MAX =
      KEYS.add(
          new Key<>(
              "archive.queries-max",
              Kind.number(1, 1_000),
              List.of("4"),
              "queries",
              "So many of one account are answered at a time; others of it wait."));
  public static final Key<Integer> QUERIES_WAITING_MAX =
      KEYS.add(
          new Key<>(
              "archive.queries-waiting-max",
              Kind.number(0, 10_000),
              List.of("200"),
              "queries",
              "So many of one account may wait; one more is refused (resource-constraint)."));

  private ArchiveKeys() {}
}
