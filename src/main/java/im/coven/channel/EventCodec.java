package im.coven.channel;

import im.coven.channel.ChannelEvent.AccessSet;
import im.coven.channel.ChannelEvent.Changed;
import im.coven.channel.ChannelEvent.Created;
import im.coven.channel.ChannelEvent.Destroyed;
import im.coven.channel.ChannelEvent.InfoSet;
import im.coven.channel.ChannelEvent.Joined;
import im.coven.channel.ChannelEvent.Left;
import im.coven.channel.ChannelEvent.Published;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Events as they stand in the log, and participants, foundings and information as they stand in
/// the materialised state.
public final class EventCodec {

  private EventCodec() {}

  /// The bytes of an event in the log.
  public static byte[] write(ChannelEvent event) {
    return switch (event) {
      case Created(var founding) -> founding(founding, "created").toBytes();
      case Joined(var participant) -> participant(participant, "joined").toBytes();
      case Changed(var participant) -> participant(participant, "changed").toBytes();
      case Left left ->
          new Fields("left")
              .put("id", left.id())
              .put("jid", left.jid())
              .put("evicted", left.evicted())
              .toBytes();
      case Published published -> published(published).toBytes();
      case InfoSet(var info) -> info(info, new Fields("info")).toBytes();
      case AccessSet(var jid, var access) ->
          new Fields("access")
              .put("jid", jid)
              .put("as", access == null ? null : access.stored())
              .toBytes();
      case Destroyed() -> new Fields("destroyed").toBytes();
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
      case "changed" -> new Changed(participant(fields));
      case "left" ->
          new Left(
              fields.require("id"),
              Jid.of(fields.require("jid")),
              Boolean.parseBoolean(fields.require("evicted")));
      case "published" -> published(fields);
      case "info" -> new InfoSet(info(fields));
      case "access" ->
          new AccessSet(
              Jid.of(fields.require("jid")), fields.find("as").map(Access::ofStored).orElse(null));
      case "destroyed" -> new Destroyed();
      default -> throw new IllegalArgumentException("unknown event " + fields.kind());
    };
  }

  static Fields participant(Participant participant, String kind) {
    return new Fields(kind)
        .put("id", participant.id())
        .put("jid", participant.jid())
        .put("nick", participant.nick())
        .put("nodes", nodes(participant.nodes()))
        .put("dialect", participant.dialect().ns());
  }

  static Participant participant(Fields fields) {
    return new Participant(
        fields.require("id"),
        Jid.of(fields.require("jid")),
        fields.orNull("nick"),
        nodes(fields.require("nodes")),
        Dialect.of(fields.require("dialect")).orElseThrow());
  }

  static Fields founding(Founding founding, String kind) {
    var fields =
        new Fields(kind)
            .put("owner", founding.owner())
            .put("key", HexFormat.of().formatHex(founding.key()))
            .put("ad-hoc", founding.adHoc())
            .put("nicks-mandatory", founding.nicksMandatory());
    return info(founding.info(), fields);
  }

  static Founding founding(Fields fields) {
    return new Founding(
        Jid.of(fields.require("owner")),
        HexFormat.of().parseHex(fields.require("key")),
        Boolean.parseBoolean(fields.require("ad-hoc")),
        Boolean.parseBoolean(fields.require("nicks-mandatory")),
        info(fields));
  }

  static Fields info(ChannelInfo info, Fields fields) {
    List<String> contacts = info.contacts().stream().map(Jid::toString).toList();
    return fields
        .put("item-id", info.itemId())
        .put("name", info.name())
        .put("description", info.description())
        .put("contacts", contacts.isEmpty() ? null : String.join("\n", contacts));
  }

  static ChannelInfo info(Fields fields) {
    List<Jid> contacts =
        fields.find("contacts").stream().flatMap(String::lines).map(Jid::of).toList();
    return new ChannelInfo(
        fields.require("item-id"), fields.orNull("name"), fields.orNull("description"), contacts);
  }

  private static Fields published(Published published) {
    return new Fields("published")
        .put("by", published.participantId())
        .put("jid", published.jid())
        .put("nick", published.nick())
        .put("client-id", published.clientId())
        .put("lang", published.lang())
        .put("subject", published.subject())
        .body(published.payload());
  }

  private static Published published(Fields fields) {
    return new Published(
        fields.require("by"),
        Jid.of(fields.require("jid")),
        fields.orNull("nick"),
        fields.orNull("client-id"),
        fields.orNull("lang"),
        fields.orNull("subject"),
        fields.body());
  }

  private static String nodes(Set<MixNode> nodes) {
    return nodes.stream().sorted().map(MixNode::shortName).collect(Collectors.joining(" "));
  }

  private static Set<MixNode> nodes(String stored) {
    var names = new ArrayList<>(Arrays.asList(stored.toLowerCase(Locale.ROOT).split(" ")));
    names.removeIf(String::isEmpty);
    Set<MixNode> nodes = EnumSet.noneOf(MixNode.class);
    names.forEach(name -> nodes.add(MixNode.ofShortName(name)));
    return nodes;
  }
}
