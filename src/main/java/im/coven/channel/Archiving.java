package im.coven.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.ChannelEvent.Published;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which events make up the archive of a node.
///
/// Every event is in the log; the archive of a node is an index of it, so that reading a page of
/// messages does not depend on how many joins are between them.
public final class Archiving {

  /// The nodes that can have an archive, in the order of their indexes.
  public static final List<MixNode> NODES =
      List.of(MixNode.MESSAGES, MixNode.PARTICIPANTS, MixNode.INFO, MixNode.CONFIG);

  private static final List<MixNode> MESSAGES = List.of(MixNode.MESSAGES);
  private static final String NS_HINTS = "urn:xmpp:hints";
  private static final String NS_CHAT_STATES = "http://jabber.org/protocol/chatstates";

  private Archiving() {}

  /// The nodes of `archived` whose archives an event belongs to.
  public static List<MixNode> nodes(ChannelEvent event, Set<MixNode> archived) {
    if (event instanceof Published message) {
      // Nearly all events are this one.
      return archived.contains(MixNode.MESSAGES) && isKept(message) ? MESSAGES : List.of();
    }
    return event.each().stream()
        .flatMap(each -> node(each).stream())
        .filter(archived::contains)
        .distinct()
        .toList();
  }

  /// The node that an event which is one only changes, if it can have an archive. See XEP-0442.
  public static Optional<MixNode> node(ChannelEvent event) {
    return switch (event) {
      case Published published -> Optional.of(MixNode.MESSAGES).filter(_ -> isKept(published));
      case ChannelEvent.Joined _, ChannelEvent.Changed _, ChannelEvent.Left _ ->
          Optional.of(MixNode.PARTICIPANTS);
      case ChannelEvent.InfoSet _ -> Optional.of(MixNode.INFO);
      case ChannelEvent.Configured _ -> Optional.of(MixNode.CONFIG);
      default -> Optional.empty();
    };
  }

  /// Whether a message is archived: all are but those that only say what somebody is doing
  /// (XEP-0085), and those that are not to be stored (XEP-0334 §4). See XEP-0313 §6.1.2.
  public static boolean isKept(Published message) {
    String payload = new String(message.payload(), UTF_8);
    boolean plain = payload.contains("<body") && !payload.contains(NS_HINTS);
    return plain || isKept(message, payload);
  }

  private static boolean isKept(Published message, String payload) {
    var whole = XmlReader.parse("<message xmlns='jabber:client'>" + payload + "</message>");
    return !isHeldBack(whole)
        && (message.subject() != null
            || whole.children().stream().anyMatch(child -> !child.ns().equals(NS_CHAT_STATES)));
  }

  /// Whether a message asks not to be kept for good.
  public static boolean isHeldBack(Element message) {
    return message.child("no-store", NS_HINTS).isPresent()
        || message.child("no-permanent-store", NS_HINTS).isPresent();
  }
}
