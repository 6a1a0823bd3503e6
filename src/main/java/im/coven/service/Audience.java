package im.coven.service;

import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.Rendering;
import im.coven.service.ClientStream.Urgency;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The streams of one loop that get what channels distribute.
///
/// The replica of a channel tells each loop with an audience who of it is subscribed to what, in
/// the same order as the broadcasts, so that each broadcast reaches exactly those who were
/// subscribed when it was accepted. Confined to its loop.
final class Audience {

  /// What an entry means for a loop, in this order.
  record Delivery(Jid channel, LogPosition at, List<Part> parts) {
    Delivery {
      parts = List.copyOf(parts);
    }
  }

  /// Who is a participant now as `now` says, if anybody, who is present where that account is told
  /// of presence from here on, and then what is sent.
  record Part(
      @Nullable Jid changed,
      @Nullable Participant now,
      List<Rendering> snapshot,
      List<Broadcast> broadcasts) {

    Part(@Nullable Jid changed, @Nullable Participant now, List<Broadcast> broadcasts) {
      this(changed, now, List.of(), broadcasts);
    }
  }

  /// An account with streams here, and what it is to the channel, an observer like a participant;
  /// null where it is nothing.
  private static final class Member {
    private @Nullable Participant participant;
    private boolean known;
    private final Map<Jid, ClientStream> streams = new HashMap<>(2);

    /// The streams that wait to be told who is present, and hear of no changes until then.
    private final Set<Jid> awaiting = new HashSet<>(0);

    /// What is done when the account takes part no more, by streams.
    private final Map<Jid, Runnable> leaving = new HashMap<>(0);
  }

  private final Mailbox mailbox;
  private final Map<Jid, Map<Jid, Member>> channels = new HashMap<>();
  private final Map<Jid, LogPosition> positions = new HashMap<>();
  private final Map<Jid, Set<Jid>> followed = new HashMap<>();
  private ParticipationListener listener = ParticipationListener.NOBODY;
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
  void listener(ParticipationListener listener) {
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
    member.leaving.remove(address);
    if (!stream.equals(member.streams.put(address, stream))) {
      followed.computeIfAbsent(address, _ -> new HashSet<>()).add(channel);
      stream.moved();
    }
    return unknown;
  }

  /// Removes a stream. Answers whether the channel has no audience here any more.
  boolean detach(Jid channel, Jid address) {
    Map<Jid, Member> members = channels.get(channel);
    Member member = members == null ? null : members.get(address.bare());
    ClientStream stream = member == null ? null : member.streams.remove(address);
    if (members == null || member == null || stream == null) {
      return false;
    }
    member.awaiting.remove(address);
    member.leaving.remove(address);
    unfollow(channel, address);
    stream.moved();
    if (member.streams.isEmpty()) {
      members.remove(address.bare());
    }
    if (members.isEmpty()) {
      channels.remove(channel);
      positions.remove(channel);
      return true;
    }
    return false;
  }

  private void unfollow(Jid channel, Jid address) {
    Set<Jid> left = followed.get(address);
    if (left != null && left.remove(channel) && left.isEmpty()) {
      followed.remove(address);
    }
  }

  /// The accounts that have streams attached to a channel.
  List<Jid> accounts(Jid channel) {
    return List.copyOf(channels.getOrDefault(channel, Map.of()).keySet());
  }

  /// Notes what an account is to the channel, as its replica knew it at a position of the log.
  void learn(Jid channel, Jid account, @Nullable Participant now, LogPosition at) {
    Map<Jid, Member> members = channels.get(channel);
    if (members == null) {
      return;
    }
    positions.put(channel, at);
    Member member = members.get(account);
    if (member != null) {
      member.participant = now;
      member.known = true;
      letGo(member);
      member.streams.values().forEach(ClientStream::moved);
    }
  }

  /// How far each channel was sent to a stream; nothing while that is not known of all of them.
  Optional<List<Cursor>> cursors(Jid address) {
    var cursors = new ArrayList<Cursor>();
    for (Jid channel : followed.getOrDefault(address, Set.of())) {
      Optional<Cursor> cursor = cursor(channel, address.bare());
      if (cursor.isEmpty()) {
        return Optional.empty();
      }
      cursors.add(cursor.get());
    }
    return Optional.of(cursors);
  }

  /// How far a channel was sent to an account, and what the account is to it; nothing while that is
  /// not known.
  Optional<Cursor> cursor(Jid channel, Jid account) {
    Member member = channels.getOrDefault(channel, Map.of()).get(account);
    LogPosition at = positions.get(channel);
    return member == null || !member.known || at == null
        ? Optional.empty()
        : Optional.of(Cursor.of(channel, at, member.participant));
  }

  /// Sends what an entry brings to all who are subscribed.
  void deliver(Delivery delivery) {
    Map<Jid, Member> members = channels.get(delivery.channel());
    if (members == null) {
      return;
    }
    positions.put(delivery.channel(), delivery.at());
    delivering = true;
    try {
      long sent = 0;
      for (Part part : delivery.parts()) {
        sent += deliver(part, members);
      }
      deliveries.add(sent);
    } finally {
      delivering = false;
    }
    for (Runnable act = afterwards.poll(); act != null; act = afterwards.poll()) {
      act.run();
    }
  }

  private long deliver(Part part, Map<Jid, Member> members) {
    Member changed = part.changed() == null ? null : members.get(part.changed());
    if (changed != null) {
      changed.participant = part.now();
      letGo(changed);
    }
    long sent = changed == null ? 0 : show(changed, part.snapshot());
    for (Broadcast broadcast : part.broadcasts()) {
      Urgency urgency = broadcast.node() == MixNode.MESSAGES ? Urgency.NOW : Urgency.SOON;
      for (Member member : members.values()) {
        sent += send(broadcast, member, urgency);
      }
    }
    return sent;
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

  /// Does something as soon as the account of a stream takes part no more, as far as was told here:
  /// other instances may know of it earlier, and the stream gets all that the log says before.
  void release(Jid channel, Jid address, Runnable detach) {
    Member member = channels.getOrDefault(channel, Map.of()).get(address.bare());
    if (member == null || member.participant == null) {
      afterDelivery(detach);
    } else {
      member.leaving.put(address, detach);
    }
  }

  private void letGo(Member member) {
    if (member.participant == null && !member.leaving.isEmpty()) {
      List.copyOf(member.leaving.values()).forEach(this::afterDelivery);
    }
  }

  /// An account with streams here takes part no more, without having left.
  void ended(Jid channel, Jid account) {
    listener.ended(channel, account);
  }

  /// An account with streams here that took no part is subscribed to nothing any more.
  void unobserved(Jid channel, Jid account) {
    listener.unobserved(channel, account);
  }

  /// Forgets a channel that is no more.
  void forget(Jid channel) {
    List<Jid> accounts = accounts(channel);
    Map<Jid, Member> members = channels.remove(channel);
    positions.remove(channel);
    if (members != null) {
      for (Member member : members.values()) {
        member.streams.keySet().forEach(address -> unfollow(channel, address));
        member.streams.values().forEach(ClientStream::moved);
      }
    }
    accounts.forEach(account -> listener.ended(channel, account));
  }

  /// How many stanzas were handed to streams so far. For every thread.
  long deliveries() {
    return deliveries.sum();
  }

  private static int send(Broadcast broadcast, Member member, Urgency urgency) {
    Rendering rendering = member.participant == null ? null : broadcast.to(member.participant);
    if (rendering == null) {
      return 0;
    }
    if (!member.awaiting.isEmpty() && broadcast.node() == MixNode.PRESENCE) {
      return sendToKnowing(rendering, member);
    }
    for (ClientStream stream : member.streams.values()) {
      stream.send(rendering.head(), rendering.tail(), urgency);
    }
    return member.streams.size();
  }

  private static int sendToKnowing(Rendering rendering, Member member) {
    int sent = 0;
    for (var stream : member.streams.entrySet()) {
      if (!member.awaiting.contains(stream.getKey())) {
        stream.getValue().send(rendering.head(), rendering.tail(), Urgency.SOON);
        sent++;
      }
    }
    return sent;
  }

  /* ---- who is present ---- */

  /// Whether a stream is attached under an address.
  boolean isAttached(Jid channel, Jid address) {
    return addresses(channel, address.bare()).contains(address);
  }

  /// The full JIDs of an account whose streams are attached.
  List<Jid> addresses(Jid channel, Jid account) {
    Member member = channels.getOrDefault(channel, Map.of()).get(account);
    return member == null ? List.of() : List.copyOf(member.streams.keySet());
  }

  /// Has a stream wait for {@link #show}: until then it hears of no changes.
  void await(Jid channel, Jid address) {
    Member member = channels.getOrDefault(channel, Map.of()).get(address.bare());
    if (member != null && member.streams.containsKey(address)) {
      member.awaiting.add(address);
    }
  }

  /// Tells a stream who is present in a channel, unless it was told since it began to wait.
  void show(Jid channel, Jid address, List<Rendering> snapshot) {
    Member member = channels.getOrDefault(channel, Map.of()).get(address.bare());
    ClientStream stream = member == null ? null : member.streams.get(address);
    if (member != null && stream != null && member.awaiting.remove(address)) {
      deliveries.add(show(stream, snapshot));
    }
  }

  private static long show(Member member, List<Rendering> snapshot) {
    if (snapshot.isEmpty()) {
      return 0;
    }
    member.awaiting.clear();
    long sent = 0;
    for (ClientStream stream : member.streams.values()) {
      sent += show(stream, snapshot);
    }
    return sent;
  }

  /// What is sent here is in no log, so a stream cannot be resumed without it before its client has
  /// acknowledged it.
  private static long show(ClientStream stream, List<Rendering> snapshot) {
    snapshot.forEach(each -> stream.send(each.head(), each.tail(), Urgency.SOON));
    if (!snapshot.isEmpty()) {
      stream.moved();
    }
    return snapshot.size();
  }
}
