package im.coven.muc;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.xml.Element;

/// What a client says in the name of a room, and what of that is taken out before the channel takes
/// the message: under which id it is archived, and when it was said. See XEP-0359 §3, XEP-0203 §4.
public final class RoomForgeries {

  private RoomForgeries() {}

  /// The message without it.
  public static Message strip(Message message, Jid room) {
    return message.without(child -> isForged(child, room));
  }

  private static boolean isForged(Element child, Jid room) {
    return (child.is("stanza-id", Muc.NS_SID) && isOurs(child.attrOr("by", ""), room))
        || (child.is("delay", Muc.NS_DELAY) && isOurs(child.attrOr("from", ""), room));
  }

  private static boolean isOurs(String name, Jid room) {
    return Jid.parse(name).filter(jid -> jid.bare().equals(room)).isPresent();
  }
}
