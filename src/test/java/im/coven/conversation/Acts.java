package im.coven.conversation;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scenes that many conversations begin with; most are acts of the conformance suite by other
/// names.
final class Acts {

  /// Two witches and a stranger, all online.
  static final String WITCHES =
      """
      [client] hag66
      [client] hag77
      [client] hecate
      hag66 connects
      hag77 connects
      hecate connects

      everybody ignores:
        <presence …>…</presence>

      everybody sends:
        <presence/>
      """;

  /// `hag66` creates the channel.
  static final String CREATED = "hag66 creates the channel\n";

  /// Both witches have joined: `hag66`, who is the owner, as `third witch`.
  static final String COVEN = WITCHES + "the witches found their channel\n";

  private Acts() {}

  /// The namespaces of a request.
  record Speech(String core, String pam) {}

  /// A client joins through its server under a nick, and hears of itself if it subscribed to
  /// `participants`.
  static String joins(String who, String nick, String... nodes) {
    if (nodes.length == 0) {
      return "%s quietly joins as %s without nodes%n".formatted(who, nick);
    }
    boolean hears = Arrays.asList(nodes).contains("participants");
    return "%s %sjoins as %s with %s%n"
        .formatted(who, hears ? "" : "quietly ", nick, String.join(" ", nodes));
  }

  /// A client asks to join, in namespaces of its own choice.
  static String asksToJoin(String who, String nick, Speech speech, String... nodes) {
    return """
    %1$s sends:
      <iq type='set' to='${%1$s}' id='join-%1$s'>
        <client-join xmlns='%4$s' channel='${channel}'>
          <join xmlns='%3$s'><nick>%2$s</nick>%5$s</join>
        </client-join>
      </iq>

    """
        .formatted(who, nick, speech.core(), speech.pam(), subscriptions(nodes));
  }

  /// A client hears that somebody takes part under a nick.
  static String hears(String who, String ofWhom, String nick) {
    return "%s hears of %s as %s%n".formatted(who, ofWhom, nick);
  }

  private static String subscriptions(String... nodes) {
    return Stream.of(nodes)
        .map("<subscribe node='urn:xmpp:mix:nodes:%s'/>"::formatted)
        .collect(Collectors.joining());
  }

  /// `hecate` asks the service for its channels, and is answered these items.
  static String findsChannels(String items) {
    return items.isEmpty()
        ? "hecate finds no channels\n"
        : "hecate finds the channels %s%n".formatted(items);
  }

  /// A client sends each stanza of a table and is refused each time. A row is: type of the stanza,
  /// its addressee, what it holds, and the refusal, between bars; `groupchat` makes a message.
  static String refused(String who, String table) {
    return who + " is refused each:\n" + table.indent(2);
  }
}
