package im.coven.muc;

import im.coven.channel.Archiving;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.EntryId;
import im.coven.channel.JidVisibility;
import im.coven.channel.OccupantChange;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client in a room has missed of it, where it resumes its session: the messages as they
/// were sent, and of each person concerned how it is present now, and under which nicks it is not.
///
/// How people were present in between is not in the log, so only messages are `certain` to be what
/// was sent.
public final class RoomBacklog {

  private final Channel channel;
  private final Jid client;
  private final RoomWriter writer;
  private final Map<String, Set<String>> nicks = new LinkedHashMap<>();
  private @Nullable Rendering last;
  private boolean certain = true;

  /// `channel` is as it is now.
  public RoomBacklog(Channel channel, Jid room, Jid client) {
    this.channel = channel;
    this.client = client;
    this.writer = new RoomWriter(room);
  }

  /// Takes an entry; answers what is sent of it in its place.
  public List<Rendering> add(EntryId entry, ChannelEvent event) {
    var messages = new ArrayList<Rendering>();
    for (ChannelEvent each : event.each()) {
      switch (each) {
        case ChannelEvent.Published message when last == null -> {
          String id = channel.ids().archiveId(entry);
          messages.add(writer.message(message, Archiving.isKept(message) ? id : null, id, null));
        }
        case ChannelEvent.Published _ -> {}
        case ChannelEvent.Joined(var now) -> note(now.id(), now.nick());
        case ChannelEvent.Changed(var before, var now) -> {
          note(now.id(), before.nick());
          note(now.id(), now.nick());
        }
        case ChannelEvent.Left left -> note(left.id(), null);
        case ChannelEvent.PresenceChanged(var changes) ->
            changes.forEach(change -> note(change.item().id(), change.item().face().nick()));
        case ChannelEvent.OccupantsChanged(var changes) -> changes.forEach(this::note);
        case ChannelEvent.Configured _ ->
            channel.participants().forEach(one -> note(one.id(), one.nick()));
        default -> certain = false;
      }
    }
    return messages;
  }

  /// What is sent at the end.
  public List<Rendering> end() {
    var all = new ArrayList<Rendering>();
    if (last != null) {
      all.add(last);
      return all;
    }
    nicks.forEach((id, had) -> presences(id, had, all));
    return all;
  }

  /// Whether this is exactly what would have been sent.
  public boolean isCertain() {
    return certain && nicks.isEmpty() && last == null;
  }

  private void note(OccupantChange change) {
    if (change instanceof OccupantChange.Gone(var occupant, var nick, _, _)) {
      note(occupant.id(), nick);
      if (occupant.client().equals(client)) {
        var look = look(occupant.id(), nick, client);
        last = writer.unavailable(look, true, List.of(RoomWriter.SELF));
      }
    } else {
      note(change.occupant().id(), null);
    }
  }

  private void note(String id, @Nullable String nick) {
    Set<String> had = nicks.computeIfAbsent(id, _ -> new LinkedHashSet<>());
    if (nick != null) {
      had.add(nick);
    }
  }

  private void presences(String id, Set<String> had, List<Rendering> all) {
    Optional<Participant> participant = channel.participant(id);
    Optional<Appearance> now = participant.flatMap(one -> Appearance.of(channel, one));
    for (String nick : had) {
      boolean held = now.map(Appearance::nick).filter(nick::equals).isPresent() || isPresent(nick);
      if (!held) {
        Jid jid = participant.map(Participant::jid).orElseGet(channel::address);
        all.add(writer.unavailable(look(id, nick, jid), false, List.of()));
      }
    }
    now.ifPresent(look -> {
      boolean self = look.person().equals(client.bare());
      all.add(writer.available(look, self || sees(), self ? List.of(RoomWriter.SELF) : List.of()));
    });
  }

  private boolean isPresent(String nick) {
    return channel.participants().stream()
        .filter(one -> Objects.equals(nick, one.nick()))
        .anyMatch(one -> Appearance.of(channel, one).isPresent());
  }

  private boolean sees() {
    return channel.config().jidVisibility() == JidVisibility.VISIBLE
        || Affiliation.of(channel, client.bare()).isModerator();
  }

  private Appearance look(String id, String nick, Jid jid) {
    return new Appearance(id, nick, jid, null, "", Affiliation.of(channel, jid.bare()));
  }
}
