package im.coven.channel;

import im.coven.channel.StateChange.Clear;
import im.coven.channel.StateChange.Mark;
import im.coven.channel.StateChange.Put;
import im.coven.channel.StateChange.Remove;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The materialised state: what each event changes of it, and the channel that it makes.
///
/// `participants` keeps those who left, marked so: a stable id stays theirs for good (CORE-04-015).
public final class StateCodec {

  private static final String META = "meta";
  private static final String PARTICIPANTS = "participants";
  private static final String ACCESS = "access";
  static final String PRESENCE = "presence";
  static final String OCCUPANTS = "occupants";
  private static final String FOUNDING = "founding";
  private static final String INFO = "info";
  private static final String CONFIG = "config";
  private static final String SUBJECT = "subject";
  private static final String ROOM = "room";
  private static final String LEFT = "left";
  private static final String OBSERVER = "observer";
  private static final String AVATAR = "avatar";

  /// What the field of a retracted message begins with; its entry id follows.
  private static final String RETRACTED = "retracted ";

  private StateCodec() {}

  /// What an event changes; {@link StateChange#makeVersion} says whether that makes another version
  /// of the state.
  public static List<StateChange> changes(ChannelEvent event) {
    return switch (event) {
      case ChannelEvent.Created(var founding) -> created(founding);
      case ChannelEvent.Joined(var participant) ->
          List.of(
              put(participant),
              new Mark(Periods.HASH, participant.jid().toString(), Periods.JOINED));
      case ChannelEvent.Changed(_, var participant) -> List.of(put(participant));
      case ChannelEvent.Left left ->
          List.of(
              new Put(PARTICIPANTS, left.id(), new Fields(LEFT).put("jid", left.jid()).toString()),
              new Mark(Periods.HASH, left.jid().toString(), Periods.LEFT),
              new Clear(PRESENCE, PresenceCodec.field(left.id(), "")));
      case ChannelEvent.Observed(_, var jid, _, var nodes) -> List.of(observer(jid, nodes));
      case ChannelEvent.PresenceChanged(var changes) ->
          changes.stream().map(PresenceCodec::change).toList();
      case ChannelEvent.OccupantsChanged(var changes) ->
          changes.stream().map(OccupantCodec::change).toList();
      case ChannelEvent.RoomSet(var room) ->
          List.of(new Put(META, ROOM, room.toFields(ROOM).toString()));
      case ChannelEvent.Published published -> published(published);
      case ChannelEvent.InfoSet(var info) ->
          List.of(new Put(META, INFO, EventCodec.info(info, new Fields(INFO)).toString()));
      case ChannelEvent.Configured(_, var config) -> List.of(put(config));
      case ChannelEvent.AccessSet(var list, var jid, var listed) ->
          List.of(access(list, jid, listed));
      case ChannelEvent.Emptied(var list, var jids) ->
          jids.stream().map(jid -> access(list, jid, false)).toList();
      case ChannelEvent.AvatarSet set -> List.of(avatar(set));
      case ChannelEvent.Together(var events) ->
          events.stream().flatMap(each -> changes(each).stream()).toList();
      case ChannelEvent.Destroyed() -> List.of();
    };
  }

  /// The channel that a stored state describes.
  ///
  /// @throws IllegalArgumentException when the state is not whole
  public static Channel read(Jid address, StoredState state) {
    Founding founding = EventCodec.founding(Fields.read(require(state.meta(), FOUNDING)));
    var channel = new Channel(address, state.epoch(), founding, state.last(), state.version());
    channel.setInfo(EventCodec.info(Fields.read(require(state.meta(), INFO))));
    String subject = state.meta().get(SUBJECT);
    if (subject != null) {
      channel.setSubject(subject);
    }
    channel.setConfig(EventCodec.config(Fields.read(require(state.meta(), CONFIG))));
    String room = state.meta().get(ROOM);
    if (room != null) {
      channel.setRoom(Room.of(Fields.read(room)));
    }
    for (MixNode node : Avatars.NODES) {
      String item = state.meta().get(node.shortName());
      if (item != null) {
        channel.setAvatar(node, EventCodec.avatarItem(Fields.read(item)));
      }
    }
    state
        .meta()
        .forEach((field, stored) -> {
          if (field.startsWith(RETRACTED)) {
            channel.setRetraction(
                EntryId.parse(field.substring(RETRACTED.length())),
                EventCodec.retraction(Fields.read(stored)));
          }
        });
    state.access().forEach((field, stored) -> access(channel, field, stored));
    for (String stored : state.participants().values()) {
      Fields fields = Fields.read(stored);
      if (!fields.kind().equals(LEFT)) {
        channel.put(EventCodec.participant(fields));
      }
    }
    for (var stored : state.presence().entrySet()) {
      PresenceItem item = PresenceCodec.item(stored.getKey(), stored.getValue());
      if (item.guest() != null || channel.participant(item.id()).isPresent()) {
        channel.presence().put(item);
      }
    }
    for (var stored : state.occupants().entrySet()) {
      Occupant occupant = OccupantCodec.occupant(stored.getKey(), stored.getValue());
      if (channel.participant(occupant.id()).isPresent()) {
        channel.occupants().put(occupant);
      }
    }
    return channel;
  }

  private static List<StateChange> created(Founding founding) {
    var changes = new ArrayList<StateChange>();
    changes.add(new Put(META, FOUNDING, EventCodec.founding(founding, FOUNDING).toString()));
    changes.add(new Put(META, INFO, EventCodec.info(founding.info(), new Fields(INFO)).toString()));
    changes.add(put(founding.config()));
    if (founding.config().has(MixNode.ALLOWED)) {
      changes.add(access(Access.ALLOWED, founding.maker(), true));
    }
    return changes;
  }

  private static List<StateChange> published(ChannelEvent.Published published) {
    var changes = new ArrayList<StateChange>();
    if (published.subject() != null) {
      changes.add(new Put(META, SUBJECT, published.subject()));
    }
    ChannelEvent.Target target = published.retracts();
    if (target != null) {
      String stored = EventCodec.retraction(published, RETRACTED.strip()).toString();
      changes.add(new Put(META, RETRACTED + target.entry(), stored));
    }
    return changes;
  }

  private static StateChange avatar(ChannelEvent.AvatarSet set) {
    String field = set.node().shortName();
    if (set.payload() == null) {
      return new Remove(META, field);
    }
    var item = new AvatarItem(set.itemId(), set.payload());
    return new Put(META, field, EventCodec.avatar(item, AVATAR).toString());
  }

  private static StateChange put(ChannelConfig config) {
    return new Put(META, CONFIG, EventCodec.config(config, new Fields(CONFIG)).toString());
  }

  /// An entry of a list is a field of its own, so that a JID can be on both.
  private static StateChange access(Access list, Jid subject, boolean listed) {
    String field = list.stored() + " " + subject;
    return listed ? new Put(ACCESS, field, "") : new Remove(ACCESS, field);
  }

  private static void access(Channel channel, String field, String stored) {
    int space = field.indexOf(' ');
    String list = field.substring(0, space);
    Jid jid = Jid.of(field.substring(space + 1));
    if (list.equals(OBSERVER)) {
      channel.setObserver(jid, EventCodec.nodes(stored));
    } else {
      channel.setAccess(Access.ofStored(list), jid, true);
    }
  }

  /// Stands beside the lists: the nodes of an observer.
  private static StateChange observer(Jid jid, Set<MixNode> nodes) {
    String field = OBSERVER + " " + jid;
    return nodes.isEmpty()
        ? new Remove(ACCESS, field)
        : new Put(ACCESS, field, EventCodec.nodes(nodes));
  }

  private static StateChange put(Participant participant) {
    return new Put(
        PARTICIPANTS,
        participant.id(),
        EventCodec.participant(participant, "participant").toString());
  }

  private static String require(Map<String, String> hash, String field) {
    String value = hash.get(field);
    if (value == null) {
      throw new IllegalArgumentException("the stored state lacks " + field);
    }
    return value;
  }
}
