package im.coven.service;

import java.util.Set;

/// How the accounts' server behaves; domains are prepared.
///
/// `domains` are those of the accounts. The limits are per account: sessions at the same time,
/// items in the roster, messages kept while nobody is available. A vCard has at most
/// `vcardBytesMax` bytes, of which a picture is most.
public record AccountSettings(
    Set<String> domains,
    int sessionsMax,
    int rosterItemsMax,
    int offlineMessagesMax,
    Resuming resuming,
    Archive archive,
    Personal personal,
    int vcardBytesMax) {

  /// What an account keeps for itself, and how long it waits for others.
  ///
  /// @param blockedMax JIDs that it can block
  /// @param nodesMax personal nodes, and private texts
  /// @param nodeItemsMax items in a personal node
  /// @param itemBytesMax how large one of them is, or a private text
  /// @param joinSeconds how long a channel may take to let it in
  public record Personal(
      int blockedMax, int nodesMax, int nodeItemsMax, int itemBytesMax, int joinSeconds) {

    /// Enough for who has many rooms, and many enemies.
    public static final Personal DEFAULT = new Personal(1000, 200, 1000, 131_072, 30);
  }

  /// What the accounts' archives keep.
  ///
  /// @param isKept whether accounts have archives
  /// @param days how far back they go; 0 is to their beginning
  /// @param messagesMax own messages
  /// @param pageMax messages in one page at most
  /// @param queriesMax queries of one account that are answered at a time, to its own archive and
  ///   to those of channels
  /// @param queriesWaitingMax queries of one account that wait for their turn
  public record Archive(
      boolean isKept,
      int days,
      int messagesMax,
      int pageMax,
      int queriesMax,
      int queriesWaitingMax) {

    /// No archives.
    public static final Archive NONE = new Archive(false, 0, 100, 250, 4, 200);

    /// All is kept.
    public static final Archive DEFAULT = new Archive(true, 0, 100_000, 250, 4, 200);
  }

  /// How sessions are resumed (XEP-0198 §5).
  ///
  /// @param seconds how long a session without a connection waits for it; 0 is not at all
  /// @param patienceMs how long a client that resumes waits for its session to be let go of
  /// @param waitingMax stanzas that are kept for it meanwhile
  public record Resuming(int seconds, long patienceMs, int waitingMax) {

    /// Enough for a train in a tunnel.
    public static final Resuming DEFAULT = new Resuming(300, 30_000, 1000);
  }

  /// Enough for a person with many devices.
  public static final int SESSIONS_MAX = 50;

  /// A roster is read as a whole, so it must stay small enough to be one stanza.
  public static final int ROSTER_ITEMS_MAX = 2000;

  /// What a client can take in at once.
  public static final int OFFLINE_MESSAGES_MAX = 500;

  /// A picture of some hundred pixels, and all else.
  public static final int VCARD_BYTES_MAX = 131_072;

  public AccountSettings {
    domains = Set.copyOf(domains);
  }

  /// The settings with the default size of vCards.
  public AccountSettings(
      Set<String> domains,
      int sessionsMax,
      int rosterItemsMax,
      int offlineMessagesMax,
      Resuming resuming,
      Archive archive,
      Personal personal) {
    this(
        domains,
        sessionsMax,
        rosterItemsMax,
        offlineMessagesMax,
        resuming,
        archive,
        personal,
        VCARD_BYTES_MAX);
  }

  /// The settings with the default way of resuming, and no archives.
  public AccountSettings(
      Set<String> domains, int sessionsMax, int rosterItemsMax, int offlineMessagesMax) {
    this(
        domains,
        sessionsMax,
        rosterItemsMax,
        offlineMessagesMax,
        Resuming.DEFAULT,
        Archive.NONE,
        Personal.DEFAULT);
  }

  /// The settings with the default limits, and no archives.
  public static AccountSettings of(Set<String> domains) {
    return new AccountSettings(domains, SESSIONS_MAX, ROSTER_ITEMS_MAX, OFFLINE_MESSAGES_MAX);
  }
}
