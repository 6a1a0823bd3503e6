package im.coven.conversation;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scenes that many conversations begin with.
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
  static final String CREATED =
      """
      hag66 sends:
        <iq type='set' to='${mix}' id='create'><create xmlns='${core}' channel='${name}'/></iq>

      hag66 receives:
        <iq type='result' from='${mix}' to='${hag66.full}' id='create'>
          <create xmlns='${core}' channel='${name}'/>
        </iq>
      """;

  /// Both witches have joined: `hag66`, who is the owner, as `third witch`.
  static final String COVEN =
      String.join(
          "\n",
          WITCHES,
          CREATED,
          joins("hag66", "third witch", "messages", "participants"),
          joins("hag77", "second witch", "messages", "participants"),
          hears("hag66", "hag77", "second witch"));

  private Acts() {}

  /// The namespaces of a request.
  record Speech(String core, String pam) {}

  /// A client joins through its server under a nick, and hears of itself if it subscribed to
  /// `participants`.
  static String joins(String who, String nick, String... nodes) {
    boolean hears = Arrays.asList(nodes).contains("participants");
    return asksToJoin(who, nick, new Speech("${core}", "${pam}"), nodes)
        + (hears ? hears(who, who, nick) : "")
        + joined(who, nick, nodes);
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

  private static String joined(String who, String nick, String... nodes) {
    return """
    %1$s receives:
      <iq type='result' from='${%1$s}' to='${%1$s.full}' id='join-%1$s'>
        <client-join xmlns='${pam}'>
          <join xmlns='${core}' id='${%1$s.id}' jid='${%1$s.id}#${channel}'>
            <nick>%2$s</nick>%3$s
          </join>
        </client-join>
      </iq>

    """
        .formatted(who, nick, subscriptions(nodes));
  }

  /// A client hears that somebody takes part under a nick.
  static String hears(String who, String ofWhom, String nick) {
    return """
    %1$s receives:
      <message from='${channel}' to='${%1$s.full}' type='headline' id='…'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:mix:nodes:participants'>
            <item id='${%2$s.id}'>
              <participant xmlns='${core}' …>
                <nick>%3$s</nick><jid>${%2$s}</jid>
              </participant>
            </item>
          </items>
        </event>
      </message>

    """
        .formatted(who, ofWhom, nick);
  }

  private static String subscriptions(String... nodes) {
    return Stream.of(nodes)
        .map("<subscribe node='urn:xmpp:mix:nodes:%s'/>"::formatted)
        .collect(Collectors.joining());
  }

  /// `hecate` asks the service for its channels, and is answered these items.
  static String findsChannels(String items) {
    return """
    hecate sends:
      <iq type='get' to='${mix}' id='i'>
        <query xmlns='http://jabber.org/protocol/disco#items'/>
      </iq>
    hecate receives:
      <iq type='result' from='${mix}' to='${hecate.full}' id='i'>
        <query xmlns='http://jabber.org/protocol/disco#items'>%s</query>
      </iq>
    """
        .formatted(items);
  }

  /// A client sends each stanza of a table and is refused each time. A row is: type of the stanza,
  /// its addressee, what it holds, and the refusal, between bars; `groupchat` makes a message.
  static String refused(String who, String table) {
    var script = new StringBuilder();
    int number = 0;
    for (String row : table.lines().filter(line -> !line.isBlank()).toList()) {
      String[] cells = row.split("\\|", -1);
      if (cells.length != 4) {
        throw new IllegalArgumentException("not four cells: " + row);
      }
      String type = cells[0].strip();
      script.append(
          """
          %1$s sends:
            <%2$s type='%3$s' to='%4$s' id='r%5$d'>%6$s</%2$s>
          %1$s is refused with %7$s
          """
              .formatted(
                  who,
                  type.equals("groupchat") ? "message" : "iq",
                  type,
                  cells[1].strip(),
                  ++number,
                  cells[2].strip(),
                  cells[3].strip()));
    }
    return script.toString();
  }
}
