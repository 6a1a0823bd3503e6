package im.coven.mix;

import im.coven.channel.Channel;
import im.coven.channel.ChannelInfo;
import im.coven.channel.Dialect;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.ArrayList;
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
              .map(p -> new Item(p.id(), participant(p, dialect)))
              .toList();
      case INFO -> List.of(new Item(channel.info().itemId(), info(channel.info(), dialect)));
      case SUBJECT -> channel.subject().map(text -> subject(text, dialect)).stream().toList();
      case ALLOWED -> listed(channel.listed(im.coven.channel.Access.ALLOWED));
      case BANNED -> listed(channel.listed(im.coven.channel.Access.BANNED));
      case MESSAGES, PRESENCE, CONFIG -> List.of();
    };
  }

  /// Children for today's readers, and attributes beside them for those of the walk-through (H03).
  static Element participant(Participant participant, Dialect dialect) {
    var element = Element.builder("participant", dialect.ns());
    if (dialect == Dialect.CORE_0) {
      element.attr("nick", participant.nick()).attr("jid", participant.jid());
    }
    return element
        .text("nick", participant.nick())
        .text("jid", participant.jid().toString())
        .build();
  }

  /// The information form. See XEP-0369 §4.7.6.
  static Element info(ChannelInfo info, Dialect dialect) {
    var fields = new ArrayList<Field>();
    fields.add(Field.hidden("FORM_TYPE", dialect.ns()));
    if (info.name() != null) {
      fields.add(Field.of("Name", info.name()));
    }
    if (info.description() != null) {
      fields.add(Field.of("Description", info.description()));
    }
    if (!info.contacts().isEmpty()) {
      fields.add(
          new Field("Contact", null, null, info.contacts().stream().map(Jid::toString).toList()));
    }
    return new DataForm(DataForm.Type.RESULT, fields).toElement();
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
