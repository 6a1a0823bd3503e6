package im.coven.service;

import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.Rendering;
import im.coven.muc.RoomNews;
import im.coven.muc.RoomStanza;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The streams of one loop that get what channels distribute.
///
/// The replica of a channel tells each loop with an audience who of it is subscribed to what, in
/// the same order as the broadcasts, so that each broadcast reaches exactly those who were
/// subscribed when it was accepted. Confined to its loop.
final class Audience {

  /// What an entry means for a loop, in this order.
  record Delivery(Jid channel, LogPosition at, List<Part> parts, RoomReplica.Part room) {
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

    /// The streams that are in the room, or about to enter it.
    private final Map<Jid, Seat> seats = new HashMap<>(0);

    /// Whether the account does by more than a client in the room.
    private boolean takesPart() {
      return participant != null && !participant.transitory();
    }

    private boolean isEmpty() {
      return streams.isEmpty() && seats.isEmpty();
    }

    private Stream<ClientStream> all() {
      return Stream.concat(streams.values().stream(), seats.values().stream().map(Seat::stream))
          .distinct();
    }
  }

  /// Hears that nobody of a loop is in a room any more, or has to do with its channel at all.
  interface Vacancy {
    void vacated(Jid channel, boolean hasAudience);
  }

  private final Mailbox mailbox;
  private final Map<Jid, Map<Jid, Member>> channels = new HashMap<>();
  private final Map<Jid, LogPosition> positions = new HashMap<>();
  private final Map<Jid, Set<Jid>> followed = new HashMap<>();
  private ParticipationListener listener = ParticipationListener.NOBODY;
  private Vacancy vacancy = (_, _) -> {};
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

  /// Sets who hears that nobody is left.
  void onVacancy(Vacancy vacancy) {
    this.vacancy = vacancy;
  }

  /// Adds a stream. Answers whether the replica must be asked what the account is to the channel.
  boolean attach(Jid channel, Jid address, ClientStream stream) {
    boolean unknown = member(channel, address.bare()) == null;
    Member member = made(channel, address.bare());
    member.leaving.remove(address);
    if (!stream.equals(member.streams.put(address, stream))) {
      followed.computeIfAbsent(address, _ -> new HashSet<>()).add(channel);
      stream.moved();
    }
    return unknown;
  }

  private @Nullable Member member(Jid channel, Jid account) {
    return channels.getOrDefault(channel, Map.of()).get(account);
  }

  private Member made(Jid channel, Jid account) {
    return channels
        .computeIfAbsent(channel, _ -> new HashMap<>())
        .computeIfAbsent(account, _ -> new Member());
  }

  /// Removes a stream. Answers whether the channel has no audience here any more.
  boolean detach(Jid channel, Jid address) {
    Member member = member(channel, address.bare());
    ClientStream stream = member == null ? null : member.streams.remove(address);
    if (member == null || stream == null) {
      return false;
    }
    member.awaiting.remove(address);
    member.leaving.remove(address);
    if (!member.seats.containsKey(address)) {
      unfollow(channel, address);
    }
    stream.moved();
    return clear(channel, address.bare(), member);
  }

  private boolean clear(Jid channel, Jid account, Member member) {
    Map<Jid, Member> members = channels.getOrDefault(channel, Map.of());
    if (member.isEmpty()) {
      members.remove(account);
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

  /// What an account is to a channel, and which of its clients are in the room.
  record Standing(Jid account, @Nullable Participant now, Set<Jid> inRoom) {
    Standing {
      inRoom = Set.copyOf(inRoom);
    }
  }

  /// Notes what an account is to the channel, as its replica knew it at a position of the log.
  void learn(Jid channel, Standing standing, LogPosition at) {
    Map<Jid, Member> members = channels.get(channel);
    if (members == null) {
      return;
    }
    positions.put(channel, at);
    Member member = members.get(standing.account());
    if (member != null) {
      member.participant = standing.now();
      member.known = true;
      letGo(member);
      member.all().forEach(ClientStream::moved);
      for (Jid address : List.copyOf(member.seats.keySet())) {
        Seat seat = member.seats.get(address);
        if (seat != null && seat.isSeated() && !standing.inRoom().contains(address)) {
          rise(channel, address);
        }
      }
    }
  }

  /// How far each channel was sent to a stream; nothing while that is not known of all of them.
  Optional<List<Cursor>> cursors(Jid address) {
    var cursors = new ArrayList<Cursor>();
    for (Jid channel : followed.getOrDefault(address, Set.of())) {
      Optional<Cursor> cursor = cursor(channel, address);
      if (cursor.isEmpty()) {
        return Optional.empty();
      }
      cursors.add(cursor.get());
    }
    return Optional.of(cursors);
  }

  /// How far a channel was sent to a stream, what its account is to it, and whether the stream is
  /// in the room; nothing while that is not known.
  Optional<Cursor> cursor(Jid channel, Jid address) {
    Member member = member(channel, address.bare());
    LogPosition at = positions.get(channel);
    if (member == null || !member.known || at == null) {
      return Optional.empty();
    }
    Seat seat = member.seats.get(address);
    if (seat != null && !seat.isSeated()) {
      return Optional.empty();
    }
    Participant now = member.streams.containsKey(address) ? member.participant : null;
    var ways = Cursor.ways(member.streams.containsKey(address), seat != null);
    return Optional.of(Cursor.of(channel, at, now, ways));
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
      deliveries.add(sent + deliver(delivery.channel(), delivery.room(), members));
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
    if (member == null || !member.takesPart()) {
      afterDelivery(detach);
    } else {
      member.leaving.put(address, detach);
    }
  }

  private void letGo(Member member) {
    if (!member.takesPart() && !member.leaving.isEmpty()) {
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
        member.seats.keySet().forEach(address -> unfollow(channel, address));
        member.all().forEach(ClientStream::moved);
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

  /* ---- the room ---- */

  /// Gives a stream a place in the room, where it is in it already or is to enter it. Answers
  /// whether the replica must be asked what the account is to the channel.
  boolean seat(Jid channel, Jid address, ClientStream stream, boolean seated) {
    boolean unknown = member(channel, address.bare()) == null;
    Member member = made(channel, address.bare());
    Seat before = member.seats.get(address);
    if (before == null || !before.stream().equals(stream)) {
      member.seats.put(address, new Seat(address, stream, seated));
      followed.computeIfAbsent(address, _ -> new HashSet<>()).add(channel);
      stream.moved();
    }
    return unknown;
  }

  /// Gives the place that is kept for a stream in a room to the stream itself, if there is one.
  void reseat(Jid channel, Jid address, ClientStream stream) {
    Member member = member(channel, address.bare());
    if (member != null) {
      member.seats.computeIfPresent(address, (_, seat) -> seat.with(stream));
    }
  }

  /// Takes the place away that a stream has in a room; with `entering` only where the client has
  /// not entered it.
  void unseat(Jid channel, Jid address, boolean entering) {
    Member member = member(channel, address.bare());
    Seat seat = member == null ? null : member.seats.get(address);
    if (seat != null && (!entering || seat.isEntering())) {
      rise(channel, address);
    }
  }

  private void rise(Jid channel, Jid address) {
    Member member = member(channel, address.bare());
    Seat seat = member == null ? null : member.seats.remove(address);
    if (member == null || seat == null) {
      return;
    }
    if (!member.streams.containsKey(address)) {
      unfollow(channel, address);
    }
    seat.stream().moved();
    boolean deserted = clear(channel, address.bare(), member);
    boolean seats =
        channels.getOrDefault(channel, Map.of()).values().stream()
            .anyMatch(one -> !one.seats.isEmpty());
    if (!seats) {
      vacancy.vacated(channel, !deserted);
    }
  }

  private long deliver(Jid channel, RoomReplica.Part part, Map<Jid, Member> members) {
    for (RoomNews.Farewell farewell : part.news().farewells()) {
      Member member = members.get(farewell.client().bare());
      Seat seat = member == null ? null : member.seats.get(farewell.client());
      if (seat != null && !seat.isEntering()) {
        seat.dismiss(farewell);
        rise(channel, farewell.client());
      }
    }
    long sent = 0;
    for (RoomStanza stanza : part.news().stanzas()) {
      for (Member member : members.values()) {
        for (Seat seat : member.seats.values()) {
          sent += seat.tell(stanza, part.news().seers());
        }
      }
    }
    for (RoomReplica.Arrival arrival : part.arrivals()) {
      Member member = members.get(arrival.client().bare());
      Seat seat = member == null ? null : member.seats.get(arrival.client());
      sent += seat == null ? 0 : seat.enter(arrival);
    }
    return sent;
  }

  /// What was said before a client entered a room at an entry.
  void past(Jid channel, Jid address, EntryId at, List<Rendering> history) {
    Member member = member(channel, address.bare());
    Seat seat = member == null ? null : member.seats.get(address);
    if (seat != null) {
      deliveries.add(seat.past(at, history));
    }
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
