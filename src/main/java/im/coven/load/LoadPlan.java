package im.coven.load;

/// What a load test does: where, with whom, and how much.
public record LoadPlan(Target target, Crowd crowd, Traffic traffic) {

  /// The longest run: the figures of each second are kept until the end.
  public static final int SECONDS_MAX = 3600;

  /// Publishers of one channel, which have numbers of five digits.
  private static final int PUBLISHERS_MAX = 100_000;

  /// Messages of one run, which have numbers of nine digits.
  private static final long MESSAGES_MAX = 100_000_000;

  /// Where the members live.
  public enum Face {
    /// MIX in its older dialect, with the MIX-PAM that belongs to it.
    MIX_CORE_0("urn:xmpp:mix:core:0", "urn:xmpp:mix:pam:0"),
    /// MIX in today's dialect.
    MIX_CORE_1("urn:xmpp:mix:core:1", "urn:xmpp:mix:pam:2"),
    /// Rooms of Multi-User Chat (XEP-0045).
    MUC("", "");

    private final String core;
    private final String pam;

    Face(String core, String pam) {
      this.core = core;
      this.pam = pam;
    }

    /// The namespace of MIX-CORE.
    String core() {
      return core;
    }

    /// The namespace of MIX-PAM.
    String pam() {
      return pam;
    }

    boolean isMix() {
      return this != MUC;
    }

    /// As a report names it.
    @Override
    public String toString() {
      return isMix() ? core : "MUC";
    }
  }

  /// How the connections are secured.
  public enum Security {
    NONE,
    /// STARTTLS, and the certificate is checked.
    STARTTLS,
    /// STARTTLS, and any certificate will do.
    STARTTLS_TRUSTING_ALL
  }

  /// The server, the domain of the accounts, and that of the channels or rooms.
  public record Target(
      String host, int port, String domain, String service, Face face, Security security) {}

  /// Whose the members are. They are called `prefix` and a number.
  ///
  /// @param registered whether the accounts are made for the test, and removed at its end
  public record Accounts(String prefix, String password, boolean registered) {}

  /// The members, evenly over the channels; in each channel `publishers` of them speak.
  public record Crowd(int members, int channels, int publishers, Accounts accounts) {

    public Crowd {
      require(channels >= 1, "there is at least one channel");
      require(members >= channels, "each channel has at least one member");
      require(members % channels == 0, "the members can be divided evenly over the channels");
      require(publishers >= 1, "each channel has at least one publisher");
      require(publishers <= members / channels, "the publishers of a channel are its members");
      require(publishers < PUBLISHERS_MAX, "there are less than " + PUBLISHERS_MAX + " of them");
    }

    int membersPerChannel() {
      return members / channels;
    }
  }

  /// What is said: messages a second over all channels, for `warmupSeconds` that are accounted for
  /// but not measured, and then for `seconds`. The test gives up on what is missing when nothing
  /// has come for `patienceSeconds`.
  public record Traffic(
      double messagesPerSecond,
      int bodyBytes,
      int warmupSeconds,
      int seconds,
      int patienceSeconds) {

    public Traffic {
      require(messagesPerSecond > 0, "the rate is more than nothing");
      require(bodyBytes >= Mark.BYTES, "a body has at least " + Mark.BYTES + " bytes");
      require(seconds >= 1 && warmupSeconds >= 0, "the test takes at least a second");
      require(seconds + warmupSeconds <= SECONDS_MAX, "it takes at most " + SECONDS_MAX);
      require(patienceSeconds >= 1, "the patience is at least a second");
      require(
          messagesPerSecond * (seconds + warmupSeconds) < MESSAGES_MAX,
          "there are at most " + MESSAGES_MAX + " messages");
    }

    long messages() {
      return Math.max(1, (long) (messagesPerSecond * (seconds + warmupSeconds)));
    }

    /// When message `k` is due, in nanoseconds after the first.
    long dueNanos(long k) {
      return (long) (k * (1e9 / messagesPerSecond));
    }
  }

  /// Deliveries a second: the sender's own copy is one.
  public double deliveriesPerSecond() {
    return traffic.messagesPerSecond() * crowd.membersPerChannel();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
