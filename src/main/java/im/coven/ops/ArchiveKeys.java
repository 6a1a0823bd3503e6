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
      KEYS.key(
          "archive.channel-days",
          Kind.number(0, DAYS_MAX),
          "days",
          "So long a channel keeps what happened in it; 0 is for ever.",
          "0");
  public static final Key<Integer> CHANNEL_MESSAGES_MAX =
      KEYS.key(
          "archive.channel-messages-max",
          Kind.number(0, Integer.MAX_VALUE),
          "messages",
          "So many a channel keeps, and those that are fresh; 0 is all.",
          "0");
  public static final Key<Integer> CHANNEL_FRESH_MINUTES =
      KEYS.key(
          "archive.channel-fresh-minutes",
          Kind.number(0, 1_440),
          "minutes",
          "Messages that are younger are kept whatever their number: sessions and instances may"
              + " still be reading them.",
          "60");
  public static final Key<List<Node>> CHANNEL_NODES =
      KEYS.key(
          "archive.channel-nodes",
          Kind.choices(Node.class),
          "",
          "Nodes beside the messages that can be read in the past (XEP-0442): participants, info,"
              + " config.",
          "");
  public static final Key<Boolean> ACCOUNTS =
      KEYS.key(
          "archive.accounts",
          Kind.flag(),
          "",
          "Whether every account has an archive, of its messages and those of its channels.",
          "true");
  public static final Key<Integer> ACCOUNT_DAYS =
      KEYS.key(
          "archive.account-days",
          Kind.number(0, DAYS_MAX),
          "days",
          "So far back an account's archive goes; 0 is to its beginning.",
          "0");
  public static final Key<Integer> ACCOUNT_MESSAGES_MAX =
      KEYS.key(
          "archive.account-messages-max",
          Kind.number(100, 100_000_000),
          "messages",
          "So many from one to one an account keeps; those of channels are kept by the channels.",
          "100000");
  public static final Key<Integer> QUERIES_MAX =
      KEYS.key(
          "archive.queries-max",
          Kind.number(1, 1_000),
          "queries",
          "So many of one account are answered at a time; others of it wait.",
          "4");
  public static final Key<Integer> QUERIES_WAITING_MAX =
      KEYS.key(
          "archive.queries-waiting-max",
          Kind.number(0, 10_000),
          "queries",
          "So many of one account may wait; one more is refused (resource-constraint).",
          "200");

  private ArchiveKeys() {}
}
