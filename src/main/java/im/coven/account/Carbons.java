package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which messages are copied to the other clients of an account, and what the copies look like. See
/// XEP-0280 1.0.1.
public final class Carbons {

  public static final String NS = "urn:xmpp:carbons:2";

  /// Says that the rules of XEP-0280 §6 are followed.
  public static final String NS_RULES = "urn:xmpp:carbons:rules:0";

  private static final String NS_FORWARD = "urn:xmpp:forward:0";
  private static final String NS_HINTS = "urn:xmpp:hints";
  private static final String NS_MUC_USER = "http://jabber.org/protocol/muc#user";

  /// What belongs to a conversation without saying anything: receipts, chat states, markers, and
  /// invitations of XEP-0249.
  private static final Set<String> CONVERSATION =
      Set.of(
          "urn:xmpp:receipts",
          "http://jabber.org/protocol/chatstates",
          "urn:xmpp:chat-markers:0",
          "jabber:x:conference");

  /// Whose the message is that was copied.
  public enum Direction {
    /// Another client of the account sent it.
    SENT,
    /// It came for another client of the account.
    RECEIVED;

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Carbons() {}

  /// Whether the payload of a request turns copies on or off.
  public static boolean isSwitch(Element payload) {
    return payload.is("enable", NS) || payload.is("disable", NS);
  }

  /// Whether a message claims to be a copy. Only the server of an account makes those, so nobody
  /// else sends one on: not a client, and not in an error that comes back.
  public static boolean isCopy(Message message) {
    return message.child("sent", NS).isPresent() || message.child("received", NS).isPresent();
  }

  /// Whether a message is copied.
  ///
  /// An error is taken for one about a message that was copied, which nobody remembers; one about a
  /// copy never is. What a room's occupant says in private is not: each of its clients that is in
  /// the room has it from there. See XEP-0280 §6.1 and §10.3, XEP-0334 §4.4.
  public static boolean isEligible(Message message, Direction direction) {
    if (message.child("private", NS).isPresent()
        || message.child("no-copy", NS_HINTS).isPresent()
        || isCopy(message)
        || (direction == Direction.RECEIVED && isOfRoom(message))) {
      return false;
    }
    return switch (message.type()) {
      case CHAT -> true;
      case NORMAL -> message.child("body", Stanza.NS).isPresent() || isPartOfConversation(message);
      case ERROR -> direction == Direction.RECEIVED;
      case GROUPCHAT, HEADLINE -> false;
    };
  }

  private static boolean isPartOfConversation(Message message) {
    return message.nodes().stream()
        .anyMatch(node ->
            node instanceof Element child
                && (CONVERSATION.contains(child.ns()) || isInvitation(child)));
  }

  private static boolean isOfRoom(Message message) {
    return message.child("x", NS_MUC_USER).filter(x -> !isInvitation(x)).isPresent();
  }

  private static boolean isInvitation(Element child) {
    return child.is("x", NS_MUC_USER) && child.child("invite").isPresent();
  }

  /// The message as it is delivered: what its sender told the servers about copies is for them.
  public static Message delivered(Message message) {
    return message.without(child -> child.is("private", NS));
  }

  /// The copy for the client with a full JID.
  public static Message copy(Direction direction, Message original, Jid client) {
    Element forwarded = Element.builder("forwarded", NS_FORWARD).add(original.toElement()).build();
    Element copy = Element.builder(direction.wire(), NS).add(forwarded).build();
    return new Message(client.bare(), client, null, original.type(), null, List.of(copy));
  }
}
