package im.coven.channel;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import im.coven.xml.Node;
import im.coven.xml.Text;
import im.coven.xml.XmlWriter;
import java.nio.charset.StandardCharsets;

/// What a client must not say for itself in a message to a channel, and how it is taken out.
///
/// Only the channel says who sent a message (`<mix/>`), under which id it is archived
/// (`<stanza-id/>` by the channel) and that it was late (`<delay/>` from the channel); and what
/// only its MUC face says, the `<occupant-id/>` and what it tells of occupants. See XEP-0359 §3,
/// XEP-0203 §4, XEP-0421 §3, CORE-07-064 and -065.
final class Forgeries {

  static final String NS_SID = "urn:xmpp:sid:0";
  static final String NS_DELAY = "urn:xmpp:delay";
  private static final String NS_MIX = "urn:xmpp:mix:";
  private static final String NS_OCCUPANT_ID = "urn:xmpp:occupant-id:0";
  private static final String NS_MUC_USER = "http://jabber.org/protocol/muc#user";

  private Forgeries() {}

  /// What the message holds, forgeries taken out, as XML inside `jabber:client`.
  static byte[] strip(Message message, Jid channel) {
    var out = new StringBuilder(256);
    for (Node node : message.nodes()) {
      switch (node) {
        case Element child -> {
          if (!isForged(child, channel)) {
            XmlWriter.write(child, Stanza.NS, out);
          }
        }
        case Text(var value) -> XmlWriter.escape(value, out);
      }
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isForged(Element child, Jid channel) {
    if (child.name().equals("mix") && child.ns().startsWith(NS_MIX)) {
      return true;
    }
    if (child.is("stanza-id", NS_SID)) {
      return isOurs(child.attr("by"), channel);
    }
    if (child.is("occupant-id", NS_OCCUPANT_ID)) {
      return true;
    }
    if (child.is("x", NS_MUC_USER)) {
      return true;
    }
    return child.is("delay", NS_DELAY) && isOurs(child.attr("from"), channel);
  }

  /// A name that is no address could still be read as ours by a lenient client: it goes too.
  private static boolean isOurs(@org.jspecify.annotations.Nullable String name, Jid channel) {
    if (name == null) {
      return true;
    }
    return Jid.parse(name)
        .map(jid -> jid.bare().equals(channel) || jid.equals(Jid.domain(channel.domainpart())))
        .orElse(true);
  }
}
