package im.coven.mix;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.EncodedJid;
import im.coven.channel.PresenceChange;
import im.coven.channel.PresenceItem;
import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import im.coven.xml.XmlWriter;

/// Items of the presence node as the presence stanzas that a channel sends: never as pubsub events,
/// and the same in all dialects. See XEP-0403 §3.5.
final class PresenceStanzas {

  /// The namespace of what the channel adds.
  static final String NS = "urn:xmpp:mix:presence:0";

  private PresenceStanzas() {}

  /// What became of a client.
  static Rendering of(Jid channel, PresenceChange change) {
    return switch (change) {
      case PresenceChange.Shown(var item) -> available(channel, item);
      case PresenceChange.Gone(var item) -> gone(channel, item);
    };
  }

  /// A client is present.
  static Rendering available(Jid channel, PresenceItem item) {
    var head = new StringBuilder(160).append("<presence");
    attribute("from", address(channel, item), head);
    if (item.lang() != null) {
      attribute("xml:lang", item.lang(), head);
    }
    return new Rendering(
        bytes(head.append(" to='").toString()),
        bytes("'>" + item.payload() + mix(item) + "</presence>"));
  }

  /// A client is gone.
  static Rendering gone(Jid channel, PresenceItem item) {
    var head = new StringBuilder(160).append("<presence");
    attribute("from", address(channel, item), head);
    attribute("type", "unavailable", head);
    return new Rendering(
        bytes(head.append(" to='").toString()), bytes("'>" + mix(item) + "</presence>"));
  }

  private static String address(Jid channel, PresenceItem item) {
    return new EncodedJid(item.id(), channel, item.face().resource()).toJid().toString();
  }

  /// See PRES-03-011 to -013.
  private static String mix(PresenceItem item) {
    Jid jid = item.face().jid();
    return XmlWriter.toString(
        Element.builder("mix", NS)
            .text("jid", jid == null ? null : jid.toString())
            .text("nick", item.face().nick())
            .build(),
        Stanza.NS);
  }

  private static void attribute(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append("='");
    XmlWriter.escapeAttribute(value, out);
    out.append('\'');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
