package im.coven.bench;

import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelInfo;
import im.coven.channel.ChannelLimits;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.Decision;
import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.EventCodec;
import im.coven.channel.Founding;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.channel.StateCodec;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// What the benchmarks work on: a channel of some size, a message of 100 bytes, a stanza on the
/// wire.
final class Samples {

  static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  static final Jid OWNER = member(0);
  static final Decider DECIDER = new Decider(ChannelLimits.DEFAULT);

  /// A message as a client sends it, 100 bytes of body.
  static final String MESSAGE =
      "<message to='coven@mix.shakespeare.example' id='92vax143g-0001' type='groupchat'"
          + " xml:lang='en'><body>"
          + "Harpier cries: 'tis time, 'tis time. ".repeat(3).substring(0, 100)
          + "</body><origin-id xmlns='urn:xmpp:sid:0' id='de305d54-75b4-431b-adb2-eb6b9e546013'/>"
          + "<request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/>"
          + "</message>";

  static final byte[] HEADER =
      ("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
              + " xmlns:stream='http://etherx.jabber.org/streams' to='shakespeare.example'"
              + " version='1.0'>")
          .getBytes(StandardCharsets.UTF_8);

  private Samples() {}

  static Jid member(int number) {
    return Jid.of("witch" + number + "@shakespeare.example");
  }

  /// A channel with so many participants, all subscribed to messages and participants.
  static Channel channel(int participants) {
    var info = new ChannelInfo("2026-11-21T01:00:00.000000Z", "Coven", null, List.of());
    var config = ChannelConfig.initial(OWNER, info.itemId(), true, false);
    var founding = new Founding(OWNER, new byte[32], false, info, config);
    Channel channel = Channel.founded(COVEN, "epoch", founding, new EntryId(1, 0));
    List<String> nodes =
        Stream.of(MixNode.MESSAGES, MixNode.PARTICIPANTS).map(MixNode::wire).toList();
    for (int i = 0; i < participants; i++) {
      var join = new ChannelRequest.Join(member(i), "nick " + i, nodes, Dialect.CORE_1, null);
      if (DECIDER.decide(channel, join) instanceof Decision.Accepted(var event, _)) {
        channel.apply(entry(channel, event), event);
      }
    }
    return channel;
  }

  static LogEntry entry(Channel channel, ChannelEvent event) {
    EntryId last = channel.position();
    long version = channel.version() + (StateCodec.changes(event).isEmpty() ? 0 : 1);
    return new LogEntry(
        channel.epoch(),
        new EntryId(last.ms() + 1, 0),
        last,
        version,
        "append",
        EventCodec.write(event));
  }

  static ChannelRequest.Publish publish() {
    Element body = Element.text("body", "jabber:client", "x".repeat(100));
    return new ChannelRequest.Publish(
        OWNER, new Message(OWNER, COVEN, "92vax143g", Message.Type.GROUPCHAT, "en", List.of(body)));
  }
}
