package im.coven.service;

import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.Rendering;
import im.coven.service.ClientStream.Urgency;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The streams of one loop that get what channels distribute.
///
/// The replica of a channel tells each loop with an audience who of it is subscribed to what, in
/// the same order as the broadcasts, so that each broadcast reaches exactly those who were
/// subscribed when it was accepted. Confined to its loop.
final class Audience {

  /// What an entry means for a loop: who is a participant now as `now` says, and what is sent.
  record Delivery(
      Jid channel, @Nullable Jid changed, @Nullable Participant now, List<Broadcast> broadcasts) {}

  /// An account with streams here, and what it is to the channel; null where it is nothing.
  private static final class Member {
    private @Nullable Participant participant;
    private final Map<Jid, ClientStream> streams = new HashMap<>(2);
  }

  private final Mailbox mailbox;
  private final Map<Jid, Map<Jid, Member>> channels = new HashMap<>();
  private MixService.ParticipationListener listener = (_, _) -> {};
  private final LongAdder deliveries = new LongAdder();
  private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
  private boolean delivering;

  Audience(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /// The way onto this loop.
  Mailbox mailbox() {
    return mailbox;
  }

  /// Sets who hears of participations that ended.
  void listener(MixService.ParticipationListener listener) {
    this.listener = listener;
  }

  /// Adds a stream. Answers whether the replica must be asked what the account is to the channel.
  boolean attach(Jid channel, Jid address, ClientStream stream) {
    Map<Jid, Member> members = channels.computeIfAbsent(channel, _ -> new HashMap<>());
    Member member = members.get(address.bare());
    boolean unknown = member == null;
    if (member == null) {
      member = new Member();
      members.put(address.bare(), member);
    }
    member.streams.put(address, stream);
    return unknown;
  }

  /// Removes a stream. Answers whether the channel has no audience here any more.
  boolean detach(Jid channel, Jid address) {
    Map<Jid, Member> members = channels.get(channel);
    Member member = members == null ? null : members.get(address.bare());
    if (members == null || member == null || member.streams.remove(address) == null) {
      return false;
    }
    if (member.streams.isEmpty()) {
      members.remove(address.bare());
    }
    if (members.isEmpty()) {
      channels.remove(channel);
      return true;
    }
    return false;
  }

  /// The accounts that have streams attached to a channel.
  List<Jid> accounts(Jid channel) {
    return List.copyOf(channels.getOrDefault(channel, Map.of()).keySet());
  }

  /// Notes what an account is to the channel.
  void learn(Jid channel, Jid account, @Nullable Participant now) {
    Member member = channels.getOrDefault(channel, Map.of()).get(account);
    if (member != null) {
      member.participant = now;
    }
  }

  /// Sends what an entry brings to all who are subscribed.
  void deliver(Delivery delivery) {
    if (delivery.changed() != null) {
      learn(delivery.channel(), delivery.changed(), delivery.now());
    }
    Map<Jid, Member> members = channels.get(delivery.channel());
    if (members == null) {
      return;
    }
    delivering = true;
    try {
      long sent = 0;
      for (Broadcast broadcast : delivery.broadcasts()) {
        for (Member member : members.values()) {
          sent += send(broadcast, member);
        }
      }
      deliveries.add(sent);
    } finally {
      delivering = false;
    }
    for (Runnable act = afterwards.poll(); act != null; act = afterwards.poll()) {
      act.run();
    }
  }

  /// Does something when nothing is being delivered. A stream ends in the middle of a delivery
  /// where what is sent to it is more than it takes; the others must get theirs all the same.
  void afterDelivery(Runnable act) {
    if (delivering) {
      afterwards.add(act);
    } else {
      act.run();
    }
  }

  /// An account with streams here takes part no more, without having left.
  void ended(Jid channel, Jid account) {
    listener.ended(channel, account);
  }

  /// Forgets a channel that is no more.
  void forget(Jid channel) {
    List<Jid> accounts = accounts(channel);
    channels.remove(channel);
    accounts.forEach(account -> listener.ended(channel, account));
  }

  /// How many stanzas were handed to streams so far. For every thread.
  long deliveries() {
    return deliveries.sum();
  }

  private static int send(Broadcast broadcast, Member member) {
    Rendering rendering = member.participant == null ? null : broadcast.to(member.participant);
    if (rendering == null) {
      return 0;
    }
    Urgency urgency = broadcast.node() == MixNode.MESSAGES ? Urgency.NOW : Urgency.SOON;
    for (ClientStream stream : member.streams.values()) {
      stream.send(rendering.head(), rendering.tail(), urgency);
    }
    return member.streams.size();
  }
}
