package im.coven.service;

import im.coven.jid.Jid;
import java.util.HashMap;
import java.util.Map;

/// How many messages each participant sent, and each channel took, in the current stretch of {@link
/// #SECONDS}. Only messages that were accepted count, so nobody uses up what belongs to others by
/// sending what is refused. Confined to one loop.
final class MessageRates {

  /// A stretch lasts so long: what a rate allows may be used in one go.
  static final int SECONDS = 4;

  /// What one channel took.
  private static final class Taken {
    private int all;
    private final Map<Jid, Integer> bySender = new HashMap<>();
  }

  private final int perParticipant;
  private final int perChannel;
  private final Map<Jid, Taken> channels = new HashMap<>();
  private long endMs;

  /// Messages per second; 0 is no limit.
  MessageRates(int perParticipant, int perChannel) {
    this.perParticipant = perParticipant;
    this.perChannel = perChannel;
  }

  /// Whether a channel takes another message of a sender just now.
  boolean admits(Jid channel, Jid sender) {
    Taken taken = channels.get(channel);
    return taken == null
        || (isBelow(taken.all, perChannel)
            && isBelow(taken.bySender.getOrDefault(sender, 0), perParticipant));
  }

  /// A message was accepted.
  void count(Jid channel, Jid sender) {
    if (perParticipant == 0 && perChannel == 0) {
      return;
    }
    Taken taken = channels.computeIfAbsent(channel, _ -> new Taken());
    taken.all++;
    taken.bySender.merge(sender, 1, Integer::sum);
  }

  /// Begins a new stretch where the current one is over.
  void renew(long nowMs) {
    if (nowMs >= endMs) {
      channels.clear();
      endMs = nowMs + SECONDS * 1000L;
    }
  }

  private static boolean isBelow(int taken, int perSecond) {
    return perSecond == 0 || taken < perSecond * SECONDS;
  }
}
