package im.coven.channel;

import im.coven.channel.ChannelEvent.AccessSet;
import im.coven.channel.ChannelEvent.AvatarSet;
import im.coven.channel.ChannelEvent.Changed;
import im.coven.channel.ChannelEvent.Configured;
import im.coven.channel.ChannelEvent.Created;
import im.coven.channel.ChannelEvent.Destroyed;
import im.coven.channel.ChannelEvent.Emptied;
import im.coven.channel.ChannelEvent.InfoSet;
import im.coven.channel.ChannelEvent.Joined;
import im.coven.channel.ChannelEvent.Left;
import im.coven.channel.ChannelEvent.Observed;
import im.coven.channel.ChannelEvent.OccupantsChanged;
import im.coven.channel.ChannelEvent.PresenceChanged;
import im.coven.channel.ChannelEvent.Published;
import im.coven.channel.ChannelEvent.RoomSet;
import im.coven.channel.ChannelEvent.Target;
import im.coven.channel.ChannelEvent.Together;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Events as they stand in the log, and participants, foundings and information as they stand in
/// the materialised state.
public final class EventCodec {

  private EventCodec() {}

  /// The bytes of an event in the log.
  public static byte[] write(ChannelEvent event) {
    return switch (event) {
      case Created(var founding) -> founding(founding, "created").toBytes();
      case Joined(var participant) -> participant(participant, "joined").toBytes();
      case Changed(var before, var participant) ->
          participant(participant, "changed").body(participant(before, "was").toBytes()).toBytes();
      case Left left ->
          new Fields("left")
              .put("id", left.id())
              .put("jid", left.jid())
              .put("evicted", left.evicted())
              .toBytes();
      case Observed(var id, var jid, var before, var nodes) ->
          new Fields("observed")
              .put("id", id)
              .put("jid", jid)
              .put("before", nodes(before))
              .put("nodes", nodes(nodes))
              .toBytes();
      case PresenceChanged changed ->
          new Fields("presence").body(PresenceCodec.write(changed)).toBytes();
      case OccupantsChanged changed ->
          new Fields("occupants").body(OccupantCodec.write(changed)).toBytes();
      case RoomSet(var room) -> room.toFields("room").toBytes();
      case Published published -> published(published).toBytes();
      case InfoSet(var info) -> info(info, new Fields("info")).toBytes();
      case Configured(var before, var config) ->
          config(config, new Fields("configured"))
              .body(config(before, new Fields("was")).toBytes())
              .toBytes();
      case AccessSet(var list, var jid, var listed) ->
          new Fields("access")
              .put("list", list.stored())
              .put("jid", jid)
              .put("listed", listed)
              .toBytes();
      case Emptied(var list, var jids) ->
          new Fields("emptied").put("list", list.stored()).put("jids", lines(jids)).toBytes();
      case AvatarSet set -> avatar(set).toBytes();
      case Destroyed() -> new Fields("destroyed").toBytes();
      case Together(var events) -> together(events);
    };
  }

  /// Reads an event of the log.
  ///
  /// @throws IllegalArgumentException when the bytes are none
  public static ChannelEvent read(byte[] bytes) {
    Fields fields = Fields.read(bytes);
    return switch (fields.kind()) {
      case "created" -> new Created(founding(fields));
      case "joined" -> new Joined(participant(fields));
      case "changed" -> new Changed(participant(Fields.read(fields.body())), participant(fields));
      case "left" ->
          new Left(
              fields.require("id"),
              Jid.of(fields.require("jid")),
              Boolean.parseBoolean(fields.require("evicted")));
      case "observed" ->
          new Observed(
              fields.require("id"),
              Jid.of(fields.require("jid")),
              nodes(fields.require("before")),
              nodes(fields.require("nodes")));
      case "presence" -> PresenceCodec.read(fields.body());
      case "occupants" -> OccupantCodec.read(fields.body());
      case "room" -> new RoomSet(Room.of(fields));
      case "published" -> published(fields);
      case "info" -> new InfoSet(info(fields));
      case "configured" -> new Configured(config(Fields.read(fields.body())), config(fields));
      case "access" ->
          new AccessSet(
              Access.ofStored(fields.require("list")),
              Jid.of(fields.require("jid")),
              Boolean.parseBoolean(fields.require("listed")));
      case "emptied" ->
          new Emptied(Access.ofStored(fields.require("list")), jids(fields.find("jids")));
      case "avatar" -> avatar(fields);
      case "destroyed" -> new Destroyed();
      case "together" -> together(fields);
      default -> throw new IllegalArgumentException("unknown event " + fields.kind());
    };
  }

  static Fields participant(Participant participant, String kind) {
    return new Fields(kind)
        .put("id", participant.id())
        .put("jid", participant.jid())
        .put("nick", participant.nick())
        .put("nodes", nodes(participant.nodes()))
        .put("dialect", participant.dialect().ns())
        .put("preferences", preferences(participant.preferences()))
        .put("transitory", participant.transitory() ? true : null);
  }

  static Participant participant(Fields fields) {
    return new Participant(
        fields.require("id"),
        Jid.of(fields.require("jid")),
        fields.orNull("nick"),
        nodes(fields.require("nodes")),
        Dialect.of(fields.require("dialect")).orElseThrow(),
        preferences(fields.find("preferences").orElse("")),
        fields.find("transitory").isPresent());
  }

  static Fields founding(Founding founding, String kind) {
    var fields =
        new Fields(kind)
            .put("maker", founding.maker())
            .put("key", HexFormat.of().formatHex(founding.key()))
            .put("ad-hoc", founding.adHoc());
    return info(founding.info(), fields)
        .body(config(founding.config(), new Fields("config")).toBytes());
  }

  static Founding founding(Fields fields) {
    return new Founding(
        Jid.of(fields.require("maker")),
        HexFormat.of().parseHex(fields.require("key")),
        Boolean.parseBoolean(fields.require("ad-hoc")),
        info(fields),
        config(Fields.read(fields.body())));
  }

  /// Every value is written, so that a default that changes leaves a channel as it is.
  static Fields config(ChannelConfig config, Fields fields) {
    fields.put("item-id", config.itemId());
    for (ConfigField field : ConfigField.values()) {
      fields.put(field.name(), String.join("\n", config.values(field)));
    }
    return fields;
  }

  static ChannelConfig config(Fields fields) {
    Map<ConfigField, List<String>> values = new EnumMap<>(ConfigField.class);
    for (ConfigField field : ConfigField.values()) {
      fields.find(field.name()).ifPresent(stored -> values.put(field, stored.lines().toList()));
    }
    return new ChannelConfig(fields.require("item-id"), values);
  }

  static Fields info(ChannelInfo info, Fields fields) {
    return fields
        .put("item-id", info.itemId())
        .put("name", info.name())
        .put("description", info.description())
        .put("contacts", lines(info.contacts()));
  }

  static ChannelInfo info(Fields fields) {
    return new ChannelInfo(
        fields.require("item-id"),
        fields.orNull("name"),
        fields.orNull("description"),
        jids(fields.find("contacts")));
  }

  private static Fields avatar(AvatarSet set) {
    var fields = new Fields("avatar").put("node", set.node().shortName()).put("id", set.itemId());
    return set.payload() == null ? fields : fields.body(XmlWriter.toBytes(set.payload(), ""));
  }

  private static AvatarSet avatar(Fields fields) {
    return new AvatarSet(
        MixNode.ofShortName(fields.require("node")),
        fields.require("id"),
        fields.body().length == 0 ? null : element(fields));
  }

  static Fields avatar(AvatarItem item, String kind) {
    return new Fields(kind).put("id", item.id()).body(XmlWriter.toBytes(item.payload(), ""));
  }

  static AvatarItem avatarItem(Fields fields) {
    return new AvatarItem(fields.require("id"), element(fields));
  }

  private static Element element(Fields fields) {
    return XmlReader.parse(new String(fields.body(), StandardCharsets.UTF_8));
  }

  static Fields retraction(Published by, String kind) {
    return new Fields(kind)
        .put("by", by.participantId())
        .put("jid", by.jid())
        .put("shown", by.disclosure().stored())
        .put("time", Objects.requireNonNull(by.retracts()).time());
  }

  static Retraction retraction(Fields fields) {
    return new Retraction(
        fields.require("by"),
        Jid.of(fields.require("jid")),
        Disclosure.ofStored(fields.require("shown")),
        Instant.parse(fields.require("time")));
  }

  private static Fields published(Published published) {
    Target target = published.retracts();
    return new Fields("published")
        .put("by", published.participantId())
        .put("jid", published.jid())
        .put("shown", published.disclosure().stored())
        .put("nick", published.nick())
        .put("client-id", published.clientId())
        .put("lang", published.lang())
        .put("subject", published.subject())
        .put("retracts", target == null ? null : target.entry())
        .put("retracted-at", target == null ? null : target.time())
        .body(published.payload());
  }

  private static Published published(Fields fields) {
    return new Published(
        fields.require("by"),
        Jid.of(fields.require("jid")),
        Disclosure.ofStored(fields.require("shown")),
        fields.orNull("nick"),
        fields.orNull("client-id"),
        fields.orNull("lang"),
        fields.orNull("subject"),
        fields.body(),
        fields
            .find("retracts")
            .map(entry ->
                new Target(EntryId.parse(entry), Instant.parse(fields.require("retracted-at"))))
            .orElse(null));
  }

  /// The events one behind the other, and the sizes of them all.
  private static byte[] together(List<ChannelEvent> events) {
    var all = new ByteArrayOutputStream();
    var sizes = new ArrayList<String>();
    for (ChannelEvent event : events) {
      byte[] bytes = write(event);
      sizes.add(Integer.toString(bytes.length));
      all.writeBytes(bytes);
    }
    return new Fields("together")
        .put("sizes", String.join(" ", sizes))
        .body(all.toByteArray())
        .toBytes();
  }

  private static Together together(Fields fields) {
    var events = new ArrayList<ChannelEvent>();
    int from = 0;
    for (String size : fields.require("sizes").split(" ", -1)) {
      int to = from + Integer.parseInt(size);
      events.add(read(Arrays.copyOfRange(fields.body(), from, to)));
      from = to;
    }
    return new Together(events);
  }

  private static @Nullable String lines(List<Jid> jids) {
    return jids.isEmpty()
        ? null
        : jids.stream().map(Jid::toString).collect(Collectors.joining("\n"));
  }

  private static List<Jid> jids(Optional<String> lines) {
    return lines.stream().flatMap(String::lines).map(Jid::of).toList();
  }

  private static @Nullable String preferences(Preferences preferences) {
    return preferences.stated().isEmpty()
        ? null
        : preferences.stated().entrySet().stream()
            .map(stated -> stated.getKey().name() + "=" + stated.getValue())
            .sorted()
            .collect(Collectors.joining("\n"));
  }

  private static Preferences preferences(String stored) {
    Map<Preference, String> stated = new EnumMap<>(Preference.class);
    for (String line : stored.lines().toList()) {
      int equals = line.indexOf('=');
      stated.put(Preference.valueOf(line.substring(0, equals)), line.substring(equals + 1));
    }
    return new Preferences(stated);
  }

  static String nodes(Set<MixNode> nodes) {
    return nodes.stream().sorted().map(MixNode::shortName).collect(Collectors.joining(" "));
  }

  static Set<MixNode> nodes(String stored) {
    var names = new ArrayList<>(Arrays.asList(stored.toLowerCase(Locale.ROOT).split(" ")));
    names.removeIf(String::isEmpty);
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    names.forEach(name -> nodes.add(MixNode.ofShortName(name)));
    return nodes;
  }
}
