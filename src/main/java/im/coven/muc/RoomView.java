package im.coven.muc;

import im.coven.channel.Applied;
import im.coven.channel.Archiving;
import im.coven.channel.Channel;
import im.coven.channel.ChannelEvent;
import im.coven.channel.Departure;
import im.coven.channel.JidVisibility;
import im.coven.channel.Occupant;
import im.coven.channel.OccupantChange;
import im.coven.channel.Participant;
import im.coven.channel.Room;
import im.coven.jid.Jid;
import im.coven.mix.Rendering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A room as those who are in it see it: who is there, under which nick, in which way.
///
/// After each event it compares what it showed of the people concerned with what there is of them
/// now, and says the difference. So whatever happens to a channel, by whichever face, the room
/// follows; and what it says is the same on every instance, since it rests on the channel alone.
/// Confined to the channel's loop. See XEP-0045 §7, XEP-0408 §2.
public final class RoomView {

  private static final class Shown {
    private final Appearance look;
    private @Nullable Rendering plain;
    private @Nullable Rendering disclosed;

    private Shown(Appearance look) {
      this.look = look;
    }
  }

  /// How somebody came out of the room, and the last that it said.
  private record Gone(Departure how, String payload) {}

  private final RoomWriter writer;
  private final Map<String, Shown> shown = new LinkedHashMap<>();
  private JidVisibility visibility;
  private Room settings;

  /// The room as it is now.
  public RoomView(Jid room, Channel channel) {
    this.writer = new RoomWriter(room);
    this.visibility = channel.config().jidVisibility();
    this.settings = channel.room();
    for (Participant participant : channel.participants()) {
      Appearance.of(channel, participant)
          .ifPresent(look -> shown.put(participant.id(), new Shown(look)));
    }
  }

  /// What an event that was just applied means to those in the room.
  public RoomNews after(Channel channel, Applied applied) {
    List<ChannelEvent> events = applied.event().each();
    if (applied.event() instanceof ChannelEvent.Published published) {
      // Nearly all events are this one, and nobody looks different after it.
      return RoomNews.toAll(RoomStanza.toAll(message(channel, applied, published)));
    }
    if (applied.event() instanceof ChannelEvent.Destroyed) {
      return new RoomNews(destroyed(channel), List.of(), Set.of());
    }
    var farewells = new ArrayList<RoomNews.Farewell>();
    var stanzas = new ArrayList<RoomStanza>();
    Map<String, Gone> gone = new HashMap<>();
    for (ChannelEvent event : events) {
      switch (event) {
        case ChannelEvent.Published published ->
            stanzas.add(RoomStanza.toAll(message(channel, applied, published)));
        case ChannelEvent.OccupantsChanged(var changes) ->
            changes.forEach(change -> leave(channel, change, farewells, gone));
        default -> {}
      }
    }
    List<Integer> statuses = Configured.statuses(events, visibility, channel, settings);
    if (!statuses.isEmpty()) {
      stanzas.add(RoomStanza.toAll(writer.configured(statuses)));
    }
    settings = channel.room();
    boolean turned = visibility != channel.config().jidVisibility();
    if (turned) {
      visibility = channel.config().jidVisibility();
      shown.replaceAll((_, before) -> new Shown(before.look));
    }
    for (String id : concerned(channel, events)) {
      compare(channel, id, gone.get(id), stanzas);
    }
    return new RoomNews(farewells, stanzas, seers(channel));
  }

  /// What those in the room have not been told of a channel that was loaded again.
  public RoomNews renewed(Channel channel) {
    var stanzas = new ArrayList<RoomStanza>();
    Set<String> all = new LinkedHashSet<>(shown.keySet());
    channel.participants().forEach(participant -> all.add(participant.id()));
    all.forEach(id -> compare(channel, id, null, stanzas));
    return new RoomNews(List.of(), stanzas, seers(channel));
  }

  /// Who sees real JIDs where not all do.
  private static Set<Jid> seers(Channel channel) {
    Set<Jid> seers = new LinkedHashSet<>(channel.config().owners());
    seers.addAll(channel.config().administrators());
    return seers;
  }

  /* ---- who enters ---- */

  /// How a client entered: the nick that it asked for, and whether the room was made by that.
  public record Entrance(String nick, boolean created) {}

  /// What a client is sent that entered, but for history and subject: everybody else, itself at
  /// last.
  public List<Rendering> entrance(Channel channel, Occupant who, Entrance how) {
    var all = new ArrayList<Rendering>();
    boolean sees = seers(channel).contains(who.client().bare());
    Shown own = null;
    for (Shown each : shown.values()) {
      if (each.look.id().equals(who.id())) {
        own = each;
      } else {
        all.add(sees ? disclosed(each) : plain(each));
      }
    }
    if (own != null) {
      var statuses = new ArrayList<Integer>();
      if (visibility == JidVisibility.VISIBLE) {
        statuses.add(RoomWriter.NON_ANONYMOUS);
      }
      statuses.add(RoomWriter.SELF);
      if (how.created()) {
        statuses.add(RoomWriter.CREATED);
      }
      if (!own.look.nick().equals(how.nick())) {
        statuses.add(RoomWriter.NICK_ASSIGNED);
      }
      all.add(writer.available(own.look, true, statuses));
    }
    return all;
  }

  /// What the room is about, as it is sent at the end of entering.
  public Rendering subject(Channel channel) {
    return writer.subject(channel.subject().orElse(""));
  }

  /* ---- what is different ---- */

  private Rendering message(Channel channel, Applied applied, ChannelEvent.Published published) {
    String id = channel.ids().archiveId(applied.id());
    return writer.message(published, Archiving.isKept(published) ? id : null, id, null);
  }

  private void leave(
      Channel channel,
      OccupantChange change,
      List<RoomNews.Farewell> farewells,
      Map<String, Gone> gone) {
    if (change instanceof OccupantChange.Gone(var occupant, var nick, var how, var payload)) {
      gone.put(occupant.id(), new Gone(how, payload));
      Jid client = occupant.client();
      var look = new Appearance(occupant.id(), nick, client, null, payload, of(channel, client));
      var statuses = new ArrayList<>(List.of(RoomWriter.SELF));
      statuses.addAll(statuses(how));
      farewells.add(new RoomNews.Farewell(client, writer.unavailable(look, true, statuses)));
    }
  }

  private static Affiliation of(Channel channel, Jid client) {
    return Affiliation.of(channel, client.bare());
  }

  private static List<Integer> statuses(Departure how) {
    return switch (how) {
      case LEFT -> List.of();
      case BANNED -> List.of(RoomWriter.BANNED);
      case REMOVED -> List.of(RoomWriter.REMOVED);
    };
  }

  /// The people whose appearance an event may have changed.
  private Set<String> concerned(Channel channel, List<ChannelEvent> events) {
    Set<String> ids = new LinkedHashSet<>();
    for (ChannelEvent event : events) {
      switch (event) {
        case ChannelEvent.Joined(var participant) -> ids.add(participant.id());
        case ChannelEvent.Changed(_, var participant) -> ids.add(participant.id());
        case ChannelEvent.Left left -> ids.add(left.id());
        case ChannelEvent.PresenceChanged(var changes) ->
            changes.forEach(change -> ids.add(change.item().id()));
        case ChannelEvent.OccupantsChanged(var changes) ->
            changes.forEach(change -> ids.add(change.occupant().id()));
        case ChannelEvent.Configured _, ChannelEvent.AccessSet _, ChannelEvent.Emptied _ -> {
          ids.addAll(shown.keySet());
          channel.participants().forEach(participant -> ids.add(participant.id()));
        }
        default -> {}
      }
    }
    return ids;
  }

  private void compare(Channel channel, String id, @Nullable Gone gone, List<RoomStanza> stanzas) {
    Shown before = shown.get(id);
    Optional<Appearance> now =
        channel.participant(id).flatMap(participant -> Appearance.of(channel, participant));
    if (now.isEmpty()) {
      if (before != null) {
        shown.remove(id);
        stanzas.add(departed(channel, before.look, gone));
      }
      return;
    }
    if (before != null && before.look.equals(now.get())) {
      return;
    }
    if (before != null && !before.look.nick().equals(now.get().nick())) {
      stanzas.add(renamed(before.look, now.get().nick()));
    }
    var current = new Shown(now.get());
    shown.put(id, current);
    Rendering toOneself = writer.available(current.look, true, List.of(RoomWriter.SELF));
    stanzas.add(new RoomStanza(plain(current), disclosed(current), now.get().person(), toOneself));
  }

  private RoomStanza departed(Channel channel, Appearance before, @Nullable Gone gone) {
    var look =
        new Appearance(
            before.id(),
            before.nick(),
            before.client(),
            null,
            gone == null ? "" : gone.payload(),
            Affiliation.of(channel, before.person()));
    List<Integer> statuses = gone == null ? List.of() : statuses(gone.how());
    return new RoomStanza(
        writer.unavailable(look, isOpen(), statuses),
        writer.unavailable(look, true, statuses),
        null,
        null);
  }

  private RoomStanza renamed(Appearance before, String nick) {
    List<Integer> statuses = List.of(RoomWriter.NEW_NICK);
    return new RoomStanza(
        writer.renamed(before, nick, isOpen(), statuses),
        writer.renamed(before, nick, true, statuses),
        before.person(),
        writer.renamed(before, nick, true, List.of(RoomWriter.NEW_NICK, RoomWriter.SELF)));
  }

  /// Who was in a room that is no more is told so; who left it last, and ended it by that, left it.
  private List<RoomNews.Farewell> destroyed(Channel channel) {
    boolean deserted = channel.occupants().size() == 1 && !settings.persistent();
    var farewells = new ArrayList<RoomNews.Farewell>();
    for (Occupant occupant : channel.occupants().all()) {
      String nick = channel.participant(occupant.id()).map(Participant::name).orElse(occupant.id());
      farewells.add(
          new RoomNews.Farewell(
              occupant.client(), writer.destroyed(nick, occupant.id(), !deserted)));
    }
    return farewells;
  }

  private boolean isOpen() {
    return visibility == JidVisibility.VISIBLE;
  }

  private Rendering plain(Shown one) {
    if (one.plain == null) {
      one.plain = writer.available(one.look, isOpen(), List.of());
    }
    return one.plain;
  }

  private Rendering disclosed(Shown one) {
    if (isOpen()) {
      return plain(one);
    }
    if (one.disclosed == null) {
      one.disclosed = writer.available(one.look, true, List.of());
    }
    return one.disclosed;
  }
}
