package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A channel as it is after the entry `position`: who takes part, who may what, what it is about.
///
/// Reads are for everybody on its loop; only {@link #apply} changes it, and never fails: deciding
/// (see {@link Decider}) was the place to refuse. Mutable, because a copy for each join would cost
/// milliseconds in a large channel.
public final class Channel {

  private final Jid address;
  private final String epoch;
  private final Founding founding;
  private final ChannelIds ids;
  private final Map<String, Participant> participants = new HashMap<>();
  private final Map<Jid, Participant> byJid = new HashMap<>();
  private final Map<String, String> nickHolders = new HashMap<>();
  private final Map<Jid, Set<MixNode>> observers = new HashMap<>();
  private final Map<Access, Set<Jid>> lists = new EnumMap<>(Access.class);
  private final PresenceItems presence = new PresenceItems();
  private final Occupants occupants = new Occupants();
  private final Map<MixNode, AvatarItem> avatar = new EnumMap<>(MixNode.class);
  private final Map<EntryId, Retraction> retractions = new HashMap<>();
  private final Map<Dialect, Integer> speakers = new EnumMap<>(Dialect.class);
  private ChannelInfo info;
  private ChannelConfig config;
  private Room room = Room.OF_CHANNEL;
  private @Nullable String subject;
  private EntryId position;
  private long version;

  Channel(Jid address, String epoch, Founding founding, EntryId position, long version) {
    this.address = address;
    this.epoch = epoch;
    this.founding = founding;
    this.ids = new ChannelIds(founding.key());
    this.info = founding.info();
    this.config = founding.config();
    for (Access list : Access.values()) {
      lists.put(list, new HashSet<>());
    }
    this.position = position;
    this.version = version;
  }

  /// A channel that was just made, after its first entry.
  public static Channel founded(Jid address, String epoch, Founding founding, EntryId position) {
    var channel = new Channel(address, epoch, founding, position, 1);
    if (channel.has(MixNode.ALLOWED)) {
      channel.setAccess(Access.ALLOWED, founding.maker(), true);
    }
    return channel;
  }

  /// The channel's bare JID.
  public Jid address() {
    return address;
  }

  /// The name of the channel's log: a channel made anew under the same address has another.
  public String epoch() {
    return epoch;
  }

  public Founding founding() {
    return founding;
  }

  public ChannelIds ids() {
    return ids;
  }

  public ChannelInfo info() {
    return info;
  }

  public ChannelConfig config() {
    return config;
  }

  /// The subject, or nothing where none was ever set.
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /// What one of the avatar nodes holds.
  public Optional<AvatarItem> avatar(MixNode node) {
    return Optional.ofNullable(avatar.get(node));
  }

  /// By whom and when the message of an entry was retracted, if it was.
  public Optional<Retraction> retraction(EntryId message) {
    return Optional.ofNullable(retractions.get(message));
  }

  /// The last entry that was applied.
  public EntryId position() {
    return position;
  }

  /// The version of the state. Messages do not change it.
  public long version() {
    return version;
  }

  /// Everybody who takes part.
  public Collection<Participant> participants() {
    return Collections.unmodifiableCollection(participants.values());
  }

  /// The dialects that somebody speaks who is sent what the channel distributes.
  public Set<Dialect> dialects() {
    return Collections.unmodifiableSet(speakers.keySet());
  }

  public Optional<Participant> participant(Jid bare) {
    return Optional.ofNullable(byJid.get(bare));
  }

  /// The participant of a stable id.
  public Optional<Participant> participant(String id) {
    return Optional.ofNullable(participants.get(id));
  }

  /// Those who are subscribed to nodes without taking part, and to which.
  public Map<Jid, Set<MixNode>> observers() {
    return Collections.unmodifiableMap(observers);
  }

  /// The nodes that a bare JID is subscribed to without taking part.
  public Set<MixNode> observed(Jid bare) {
    return observers.getOrDefault(bare, Set.of());
  }

  /// Who is sent what the channel distributes under a bare JID: the participant, or the observer as
  /// if it were one.
  public Optional<Participant> receiver(Jid bare) {
    return participant(bare)
        .or(() -> Optional.ofNullable(observers.get(bare)).map(nodes -> outsider(bare, nodes)));
  }

  /// Somebody who takes no part, under the stable id that would be hers.
  Participant outsider(Jid bare, Set<MixNode> nodes) {
    return Participant.outsider(ids.participantId(bare), bare, nodes);
  }

  /// Who is present.
  public PresenceItems presence() {
    return presence;
  }

  /// Who is in the room.
  public Occupants occupants() {
    return occupants;
  }

  /// What the MUC face is configured to be.
  public Room room() {
    return room;
  }

  /// The resource under which a client of a participant is shown, whether it is present or not;
  /// nothing where it is hidden and the real one is too long for that. See XEP-0404 §2.4.
  public Optional<String> resourceOf(Participant participant, String real) {
    return PresenceItem.Face.of(ids, config, participant, real).map(PresenceItem.Face::resource);
  }

  /// The real resource of a participant's client that is shown under one; nothing where no client
  /// can be shown so.
  public Optional<String> realResource(Participant participant, String shown) {
    Optional<String> present =
        presence.shownAs(participant.id(), shown).map(PresenceItem::resource);
    return present.isPresent()
        ? present
        : shows(participant) ? Optional.of(shown) : ids.realResource(participant.id(), shown);
  }

  /// Who holds a nick.
  Optional<Participant> holder(Nick nick) {
    return Optional.ofNullable(nickHolders.get(nick.key())).map(participants::get);
  }

  /// The JIDs and domains on one list, in their order.
  public List<Jid> listed(Access list) {
    return entries(list).stream().sorted(Comparator.comparing(Jid::toString)).toList();
  }

  /// Whether just this JID or domain is on a list.
  public boolean isListed(Access list, Jid subject) {
    return entries(list).contains(subject);
  }

  /// Whether the channel has the node.
  public boolean has(MixNode node) {
    return config.has(node);
  }

  /// Whether others see the JID of a participant. See XEP-0404 §2.2.
  public boolean shows(Participant participant) {
    return config.shows(participant);
  }

  /// What a bare JID is to the channel. See XEP-0406 §2.1.
  public Role role(Jid bare) {
    if (config.owners().contains(bare)) {
      return Role.OWNER;
    }
    if (config.administrators().contains(bare)) {
      return Role.ADMINISTRATOR;
    }
    if (matches(Access.BANNED, bare)) {
      return Role.BANNED;
    }
    if (byJid.containsKey(bare)) {
      return Role.PARTICIPANT;
    }
    boolean open = !has(MixNode.ALLOWED);
    return open || matches(Access.ALLOWED, bare) ? Role.ALLOWED : Role.STRANGER;
  }

  private boolean matches(Access list, Jid bare) {
    Set<Jid> entries = entries(list);
    return entries.contains(bare) || entries.contains(Jid.domain(bare.domainpart()));
  }

  /// Whether a bare JID may join: not banned, and allowed where the channel has such a list.
  public boolean admits(Jid bare) {
    return role(bare).isAtLeast(Role.ALLOWED);
  }

  /// Whether a bare JID may read the node's items.
  public boolean mayRead(Jid bare, MixNode node) {
    return config.mayRead(role(bare), node);
  }

  /// Makes the next event part of the channel and answers it.
  ///
  /// @throws IllegalStateException when the event is not the next one
  public Applied apply(LogEntry entry, ChannelEvent event) {
    if (!entry.epoch().equals(epoch) || !entry.previous().equals(position)) {
      throw new IllegalStateException(
          address + " is at " + position + ", the entry follows " + entry.previous());
    }
    position = entry.id();
    version = entry.version();
    var swept = new ArrayList<PresenceItem>();
    apply(event, swept);
    return new Applied(entry.id(), event, swept);
  }

  private void apply(ChannelEvent event, List<PresenceItem> swept) {
    switch (event) {
      case ChannelEvent.Joined(var participant) -> put(participant);
      case ChannelEvent.Changed(_, var participant) -> put(participant);
      case ChannelEvent.Left(var id, _, _) -> {
        remove(id);
        swept.addAll(presence.drop(id));
      }
      case ChannelEvent.Observed(_, var jid, _, var nodes) -> setObserver(jid, nodes);
      case ChannelEvent.PresenceChanged(var changes) -> changes.forEach(presence::apply);
      case ChannelEvent.OccupantsChanged(var changes) -> changes.forEach(occupants::apply);
      case ChannelEvent.RoomSet(var next) -> room = next;
      case ChannelEvent.Published published -> apply(published);
      case ChannelEvent.InfoSet(var next) -> info = next;
      case ChannelEvent.Configured(_, var next) -> config = next;
      case ChannelEvent.AccessSet(var list, var jid, var listed) -> setAccess(list, jid, listed);
      case ChannelEvent.Emptied(var list, var jids) ->
          jids.forEach(jid -> setAccess(list, jid, false));
      case ChannelEvent.AvatarSet set -> setAvatar(set.node(), item(set));
      case ChannelEvent.Together(var events) -> events.forEach(each -> apply(each, swept));
      case ChannelEvent.Created _, ChannelEvent.Destroyed _ -> {}
    }
  }

  private void apply(ChannelEvent.Published published) {
    if (published.subject() != null) {
      subject = published.subject();
    }
    ChannelEvent.Target target = published.retracts();
    if (target != null) {
      setRetraction(
          target.entry(),
          new Retraction(
              published.participantId(), published.jid(), published.disclosure(), target.time()));
    }
  }

  private static @Nullable AvatarItem item(ChannelEvent.AvatarSet set) {
    return set.payload() == null ? null : new AvatarItem(set.itemId(), set.payload());
  }

  void setAvatar(MixNode node, @Nullable AvatarItem item) {
    if (item == null) {
      avatar.remove(node);
    } else {
      avatar.put(node, item);
    }
  }

  void setRetraction(EntryId message, Retraction retraction) {
    retractions.put(message, retraction);
  }

  void put(Participant participant) {
    Participant before = participants.put(participant.id(), participant);
    if (before != null) {
      unlink(before);
    }
    byJid.put(participant.jid(), participant);
    if (!participant.transitory()) {
      speakers.merge(participant.dialect(), 1, Integer::sum);
    }
    key(participant).ifPresent(key -> nickHolders.put(key, participant.id()));
  }

  void setObserver(Jid jid, Set<MixNode> nodes) {
    if (observers.remove(jid) != null) {
      mute(Dialect.CORE_1);
    }
    if (!nodes.isEmpty()) {
      observers.put(jid, nodes);
      speakers.merge(Dialect.CORE_1, 1, Integer::sum);
    }
  }

  void setAccess(Access list, Jid subject, boolean listed) {
    if (listed) {
      entries(list).add(subject);
    } else {
      entries(list).remove(subject);
    }
  }

  void setConfig(ChannelConfig config) {
    this.config = config;
  }

  private Set<Jid> entries(Access list) {
    return Objects.requireNonNull(lists.get(list));
  }

  void setInfo(ChannelInfo info) {
    this.info = info;
  }

  void setRoom(Room room) {
    this.room = room;
  }

  void setSubject(String subject) {
    this.subject = subject;
  }

  private void remove(String id) {
    Participant before = participants.remove(id);
    if (before != null) {
      unlink(before);
    }
  }

  private void unlink(Participant before) {
    byJid.remove(before.jid());
    if (!before.transitory()) {
      mute(before.dialect());
    }
    key(before).ifPresent(nickHolders::remove);
  }

  private void mute(Dialect dialect) {
    speakers.computeIfPresent(dialect, (_, count) -> count == 1 ? null : count - 1);
  }

  private static Optional<String> key(Participant participant) {
    return Optional.ofNullable(participant.nick()).flatMap(Nick::of).map(Nick::key);
  }
}
