package im.coven.service;

/// Who is in the room of the tests, and what its presences look like, as pieces of scripts.
final class RoomCast {

  private RoomCast() {}

  /// `hag66` has a channel by its MIX face, where she is told of everything; `hecate` and `crone`
  /// know rooms alone.
  static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] crone crone@shakespeare.example/desktop
      hag66 connects
      hecate connects
      crone connects
      hag66 ignores:
        <presence from='hag66@shakespeare.example/…' …>…</presence>
      hag66 sends:
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:1'/>
        </iq>
      hag66 receives:
        <iq type='result' id='c' …>…</iq>
      hag66 sends:
        <presence/>
        <iq type='set' id='j'>
          <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:1'>
              <nick>first witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:presence'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
            </join>
          </client-join>
        </iq>
      hag66 receives in any order:
        <iq type='result' id='j' …>
          <client-join xmlns='urn:xmpp:mix:pam:2'>
            <join xmlns='urn:xmpp:mix:core:1' id='${hag66.id}' …>…</join>
          </client-join>
        </iq>
        <message from='coven@mix.shakespeare.example' type='headline' …>…</message>
        <presence from='${hag66}#coven@mix.shakespeare.example/cave' …>…</presence>
      """
          .replace("${hag66}#", "${hag66.id}#");

  static String enters(String who, String nick) {
    return """
    %s sends:
      <presence to='coven@chat.shakespeare.example/%s' id='e'>
        <x xmlns='http://jabber.org/protocol/muc'/>
      </presence>
    """
        .formatted(who, nick);
  }

  /// A presence of the room as somebody receives it.
  static String presence(String nick, String id, String item, String content) {
    return """
      <presence from='coven@chat.shakespeare.example/%1$s' …>
        %4$s
        <x xmlns='http://jabber.org/protocol/muc#user'>%3$s</x>
        <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${%2$s.id}'/>
      </presence>
    """
        .formatted(nick, id, item, content);
  }

  static String gone(String nick, String id, String item) {
    return """
      <presence from='coven@chat.shakespeare.example/%1$s' type='unavailable' …>
        <x xmlns='http://jabber.org/protocol/muc#user'>%3$s</x>
        <occupant-id xmlns='urn:xmpp:occupant-id:0' id='${%2$s.id}'/>
      </presence>
    """
        .formatted(nick, id, item);
  }

  static String item(String affiliation, String role, String who) {
    return "<item affiliation='%s' role='%s' jid='${%s.full}'/>".formatted(affiliation, role, who);
  }

  static final String SUBJECT =
      """
        <message from='coven@chat.shakespeare.example' type='groupchat' to='…'><subject/></message>
      """;

  /// `hag66` hears by her face that somebody takes part.
  static String joined(String who, String nick) {
    return """
    hag66 receives:
      <message from='coven@mix.shakespeare.example' type='headline' …>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:mix:nodes:participants'>
            <item id='${%1$s.id}'>
              <participant xmlns='urn:xmpp:mix:core:1'>
                <nick>%2$s</nick><jid>${%1$s}</jid>
              </participant>
            </item>
          </items>
        </event>
      </message>
    """
        .formatted(who, nick);
  }

  /// All are in: `hag66` by MIX, the others in the room.
  static final String ALL_ENTER =
      CAST
          + enters("hecate", "third witch")
          + "hecate receives:\n"
          + presence("first witch", "hag66", item("owner", "moderator", "hag66"), "")
          + presence(
              "third witch",
              "hecate",
              item("none", "participant", "hecate") + "<status code='100'/><status code='110'/>",
              "")
          + SUBJECT
          + joined("hecate", "third witch")
          + enters("crone", "second witch")
          + "crone receives in any order:\n"
          + presence("first witch", "hag66", item("owner", "moderator", "hag66"), "")
          + presence("third witch", "hecate", item("none", "participant", "hecate"), "")
          + "crone receives:\n"
          + presence(
              "second witch",
              "crone",
              item("none", "participant", "crone") + "<status code='100'/><status code='110'/>",
              "")
          + SUBJECT
          + joined("crone", "second witch")
          + "hecate receives:\n"
          + presence("second witch", "crone", item("none", "participant", "crone"), "");
}
