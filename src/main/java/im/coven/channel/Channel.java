package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<Jid, Access> access = new LinkedHashMap<>();
  private final Map<Dialect, Integer> speakers = new EnumMap<>(Dialect.class);
  private ChannelInfo info;
  private @Nullable String subject;
  private EntryId position;
  private long version;

  Channel(Jid address, String epoch, Founding founding, EntryId position, long version) {
    this.address = address;
    this.epoch = epoch;
    this.founding = founding;
    this.ids = new ChannelIds(founding.key());
    this.info = founding.info();
    this.position = position;
    this.version = version;
  }

  /// A channel that was just made, after its first entry.
  public static Channel founded(Jid address, String epoch, Founding founding, EntryId position) {
    var channel = new Channel(address, epoch, founding, position, 1);
    channel.access.put(founding.owner(), Access.OWNER);
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

  /// The subject, or nothing where none was ever set.
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
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

  /// The dialects that somebody who takes part speaks.
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

  /// Who holds a nick.
  Optional<Participant> holder(Nick nick) {
    return Optional.ofNullable(nickHolders.get(nick.key())).map(participants::get);
  }

  /// The JIDs and domains on one list.
  public List<Jid> listed(Access list) {
    var jids = new ArrayList<Jid>();
    access.forEach((jid, entry) -> {
      if (entry == list) {
        jids.add(jid);
      }
    });
    return jids;
  }

  /// Whether only those on the allowed list may come in.
  public boolean isClosed() {
    return founding.adHoc();
  }

  /// Whether the channel has the node.
  public boolean has(MixNode node) {
    return node != MixNode.ALLOWED || isClosed();
  }

  /// What a bare JID is to the channel.
  public Role role(Jid bare) {
    Access own = access.get(bare);
    if (own == Access.OWNER) {
      return Role.OWNER;
    }
    if (own == Access.ADMINISTRATOR) {
      return Role.ADMINISTRATOR;
    }
    Access domain = access.get(Jid.domain(bare.domainpart()));
    if (own == Access.BANNED || domain == Access.BANNED) {
      return Role.BANNED;
    }
    if (byJid.containsKey(bare)) {
      return Role.PARTICIPANT;
    }
    return own == Access.ALLOWED || domain == Access.ALLOWED ? Role.ALLOWED : Role.STRANGER;
  }

  /// Whether a bare JID may join: not banned, and allowed where the channel is closed.
  public boolean admits(Jid bare) {
    return role(bare).isAtLeast(isClosed() ? Role.ALLOWED : Role.STRANGER);
  }

  /// Whether a bare JID may read the node and subscribe to it. By default that needs participation
  /// (XEP-0369 §4.4), and what a mere administrator does is covered by its role.
  public boolean mayRead(Jid bare, MixNode node) {
    return role(bare).isAtLeast(node.subscriber());
  }

  /// Makes the next event part of the channel and answers what it did to a participant.
  ///
  /// @throws IllegalStateException when the event is not the next one
  public Applied apply(LogEntry entry, ChannelEvent event) {
    if (!entry.epoch().equals(epoch) || !entry.previous().equals(position)) {
      throw new IllegalStateException(
          address + " is at " + position + ", the entry follows " + entry.previous());
    }
    position = entry.id();
    version = entry.version();
    Participant before =
        switch (event) {
          case ChannelEvent.Joined(var participant) -> put(participant);
          case ChannelEvent.Changed(var participant) -> put(participant);
          case ChannelEvent.Left(var id, _, _) -> remove(id);
          case ChannelEvent.Published published -> {
            if (published.subject() != null) {
              subject = published.subject();
            }
            yield null;
          }
          case ChannelEvent.InfoSet(var next) -> {
            info = next;
            yield null;
          }
          case ChannelEvent.AccessSet(var jid, var next) -> {
            setAccess(jid, next);
            yield null;
          }
          case ChannelEvent.Created _, ChannelEvent.Destroyed _ -> null;
        };
    return new Applied(entry.id(), event, before);
  }

  @Nullable Participant put(Participant participant) {
    Participant before = participants.put(participant.id(), participant);
    if (before != null) {
      unlink(before);
    }
    byJid.put(participant.jid(), participant);
    speakers.merge(participant.dialect(), 1, Integer::sum);
    key(participant).ifPresent(key -> nickHolders.put(key, participant.id()));
    return before;
  }

  void setAccess(Jid jid, @Nullable Access next) {
    if (next == null) {
      access.remove(jid);
    } else {
      access.put(jid, next);
    }
  }

  void setInfo(ChannelInfo info) {
    this.info = info;
  }

  void setSubject(String subject) {
    this.subject = subject;
  }

  private @Nullable Participant remove(String id) {
    Participant before = participants.remove(id);
    if (before != null) {
      unlink(before);
    }
    return before;
  }

  private void unlink(Participant before) {
    byJid.remove(before.jid());
    speakers.computeIfPresent(before.dialect(), (_, count) -> count == 1 ? null : count - 1);
    key(before).ifPresent(nickHolders::remove);
  }

  private static Optional<String> key(Participant participant) {
    return Optional.ofNullable(participant.nick()).flatMap(Nick::of).map(Nick::key);
  }
}
