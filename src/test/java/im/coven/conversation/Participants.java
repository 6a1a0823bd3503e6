package im.coven.conversation;

/// Asks a channel who takes part.
final class Participants {

  private Participants() {}

  /// A client asks, and is answered these clients of the cast with their nicks, and no others.
  static String listed(String who, String... clientsAndNicks) {
    var items = new StringBuilder();
    for (int i = 0; i < clientsAndNicks.length; i += 2) {
      items.append(
          "      the participant %s as %s%n".formatted(clientsAndNicks[i], clientsAndNicks[i + 1]));
    }
    return """
    %1$s asks who takes part
    %1$s receives:
      <iq type='result' from='${channel}' to='${%1$s.full}' id='who'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:participants'>
    %2$s
          </items>
        </pubsub>
      </iq>
    """
        .formatted(who, items);
  }
}
