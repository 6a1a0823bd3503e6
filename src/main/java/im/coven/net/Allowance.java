package im.coven.net;

/// How much a client may send just now: stanzas of its rate, and stanzas in hand.
///
/// The rate is a bucket that is filled once a second and holds what {@link #SECONDS} bring, so that
/// a client may log in and join its channels in one go. Who has used it up is read from again a
/// second later; nothing is refused.
final class Allowance {

  /// What the bucket holds.
  static final int SECONDS = 4;

  private final int perSecond;
  private final int inHandMax;
  private int left;
  private int inHand;

  Allowance(ClientLimits limits) {
    this.perSecond = limits.stanzasPerSecond();
    this.inHandMax = limits.inHandMax();
    this.left = perSecond * SECONDS;
  }

  boolean isLeft() {
    return inHand < inHandMax && (perSecond == 0 || left > 0);
  }

  /// A stanza came in.
  void spend() {
    left--;
  }

  /// A stanza is being taken care of, and that takes time.
  void begin() {
    inHand++;
  }

  /// It was taken care of.
  void end() {
    inHand--;
  }

  /// A second has passed. Answers whether the client had to wait for it.
  boolean renew() {
    boolean waited = perSecond > 0 && left <= 0;
    left = Math.min(left + perSecond, perSecond * SECONDS);
    return waited;
  }
}
