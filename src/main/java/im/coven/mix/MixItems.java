package im.coven.mix;

import im.coven.channel.Access;
import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelInfo;
import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The items of a channel's nodes as XML, in the dialect of their reader.
///
/// See XEP-0369 §4.7.
final class MixItems {

  static final String NS_PUBSUB = "http://jabber.org/protocol/pubsub";
  static final String NS_EVENT = "http://jabber.org/protocol/pubsub#event";

  /// The one item of the legacy subject node.
  private static final String SUBJECT_ITEM = "subject";

  private MixItems() {}

  /// An item of a node: its id and what it holds, which may be nothing.
  record Item(String id, @Nullable Element payload) {
    Element toElement(String ns) {
      var item = Element.builder("item", ns).attr("id", id);
      if (payload != null) {
        item.add(payload);
      }
      return item.build();
    }
  }

  /// The items that a node holds now, by id. The messages node holds none.
  static List<Item> of(Channel channel, MixNode node, Dialect dialect) {
    return switch (node) {
      case PARTICIPANTS ->
          channel.participants().stream()
              .sorted(Comparator.comparing(Participant::id))
              .map(p -> participant(channel, p, dialect))
              .toList();
      case INFO -> List.of(info(channel, dialect));
      case SUBJECT -> channel.subject().map(text -> subject(text, dialect)).stream().toList();
      case CONFIG -> List.of(config(channel.config()));
      case ALLOWED -> listed(channel.listed(Access.ALLOWED));
      case BANNED -> listed(channel.listed(Access.BANNED));
      case JIDMAP ->
          channel.participants().stream()
              .sorted(Comparator.comparing(Participant::id))
              .map(MixItems::jidmap)
              .toList();
      case AVATAR_DATA, AVATAR_METADATA ->
          channel.avatar(node).map(item -> new Item(item.id(), item.payload())).stream().toList();
      case MESSAGES, PRESENCE -> List.of();
    };
  }

  /// Children for today's readers, and attributes beside them for those of the walk-through (H03).
  static Item participant(Channel channel, Participant participant, Dialect dialect) {
    String jid = channel.shows(participant) ? participant.jid().toString() : null;
    var element = Element.builder("participant", dialect.ns());
    if (dialect == Dialect.CORE_0) {
      element.attr("nick", participant.nick()).attr("jid", jid);
    }
    return new Item(
        participant.id(), element.text("nick", participant.nick()).text("jid", jid).build());
  }

  /// Whose id it is. See XEP-0404 §2.5.
  static Item jidmap(Participant participant) {
    return new Item(
        participant.id(),
        Element.builder("participant", MixForms.NS_ANON)
            .text("jid", participant.jid().toString())
            .build());
  }

  static Item info(Channel channel, Dialect dialect) {
    ChannelInfo info = channel.info();
    return new Item(info.itemId(), MixForms.info(info, channel.config().jidVisibility(), dialect));
  }

  static Item config(ChannelConfig config) {
    return new Item(config.itemId(), MixForms.config(config));
  }

  /// The item of the legacy subject node (H09).
  static Item subject(String text, Dialect dialect) {
    return new Item(
        SUBJECT_ITEM, Element.builder("subject", dialect.ns()).text("text", text).build());
  }

  private static List<Item> listed(List<Jid> jids) {
    return jids.stream().map(jid -> new Item(jid.toString(), null)).toList();
  }
}
