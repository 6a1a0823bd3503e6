package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A channel to ask, with the log that a store would keep.
final class ChannelFixture {

  static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  static final Jid OWNER = Jid.of("hag66@shakespeare.example");
  static final String MESSAGES = MixNode.MESSAGES.wire();
  static final String PARTICIPANTS = MixNode.PARTICIPANTS.wire();

  static final String MADE = "2026-11-21T01:00:00.000000Z";

  private Decider decider = new Decider(new ChannelLimits(4, 2_000, 5));
  private final Founding founding;
  final Channel channel;

  ChannelFixture(boolean adHoc, boolean nicksMandatory) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 7);
    var info = new ChannelInfo(MADE, null, null, List.of());
    var config = ChannelConfig.initial(OWNER, MADE, !adHoc, nicksMandatory);
    founding = new Founding(OWNER, key, adHoc, info, config);
    channel = Channel.founded(COVEN, "epoch", founding, new EntryId(1, 0));
  }

  static ChannelFixture named() {
    return new ChannelFixture(false, true);
  }

  static ChannelFixture legacy() {
    return new ChannelFixture(false, false);
  }

  static ChannelFixture adHoc() {
    return new ChannelFixture(true, true);
  }

  /// From now on decides by these rules.
  ChannelFixture under(MiscRules rules) {
    decider = new Decider(new ChannelLimits(8, 2_000, 5, PresenceLimits.DEFAULT, rules));
    return this;
  }

  Founding founding() {
    return founding;
  }

  /// Decides, and applies what was decided.
  Decision ask(ChannelRequest request) {
    Decision decision = decider.decide(channel, request);
    if (decision instanceof Decision.Accepted(var event, _)) {
      apply(event);
    }
    return decision;
  }

  Decision decide(ChannelRequest request) {
    return decider.decide(channel, request);
  }

  Applied apply(ChannelEvent event) {
    EntryId last = channel.position();
    boolean changes = StateChange.makeVersion(StateCodec.changes(event));
    var entry =
        new LogEntry(
            channel.epoch(),
            new EntryId(last.ms() + 1, 0),
            last,
            channel.version() + (changes ? 1 : 0),
            "append",
            EventCodec.write(event));
    return channel.apply(entry, EventCodec.read(entry.event()));
  }

  Decision join(String who, String nick, String... nodes) {
    return ask(join(Jid.of(who), nick, nodes));
  }

  /// The owner sets a field of the configuration.
  void configure(ConfigField field, String... values) {
    Decision decision =
        ask(new ChannelRequest.Configure(OWNER, MADE, Map.of(field, List.of(values))));
    if (decision instanceof Decision.Refused(var error, _)) {
      throw new IllegalStateException(error.toString());
    }
  }

  static ChannelRequest.Join join(Jid who, String nick, String... nodes) {
    return new ChannelRequest.Join(
        who, nick.equals("-") ? null : nick, List.of(nodes), Dialect.CORE_1, null);
  }

  static ChannelRequest.Publish publish(Jid who, Element... content) {
    return new ChannelRequest.Publish(
        who, new Message(who, COVEN, "m1", Message.Type.GROUPCHAT, null, List.of(content)));
  }

  static Element body(String text) {
    return Element.text("body", "jabber:client", text);
  }

  /// A decision in a word: `joined`, `settled`, or the condition of the refusal.
  static String word(Decision decision) {
    return switch (decision) {
      case Decision.Refused(var error, _) -> error.condition().wire();
      case Decision.Settled _ -> "settled";
      case Decision.Accepted(var event, _) ->
          switch (event) {
            case ChannelEvent.Joined _ -> "joined";
            case ChannelEvent.Changed _ -> "changed";
            case ChannelEvent.Left _ -> "left";
            case ChannelEvent.Published _ -> "published";
            case ChannelEvent.InfoSet _ -> "info-set";
            case ChannelEvent.AccessSet _ -> "access-set";
            case ChannelEvent.Configured _ -> "configured";
            case ChannelEvent.Emptied _ -> "emptied";
            case ChannelEvent.AvatarSet _ -> "avatar-set";
            case ChannelEvent.Together _ -> "together";
            case ChannelEvent.PresenceChanged _ -> "presence";
            case ChannelEvent.OccupantsChanged _ -> "occupants";
            case ChannelEvent.RoomSet _ -> "room-set";
            case ChannelEvent.Destroyed _ -> "destroyed";
            case ChannelEvent.Created _ -> "created";
            case ChannelEvent.Observed _ -> "observed";
          };
    };
  }
}
