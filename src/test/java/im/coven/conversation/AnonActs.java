package im.coven.conversation;

/// Scenes of who shows a JID to whom, and of preferences.
final class AnonActs {

  private AnonActs() {}

  /// The owner makes a channel with a JID visibility and joins it.
  static String made(String visibility) {
    return """
    hag66 sends:
      <iq type='set' to='${mix}' id='create'>
        <create xmlns='${core}' channel='${name}'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE'><value>urn:xmpp:mix:admin:0</value></field>
            <field var='Mandatory Nicks'><value>false</value></field>
            <field var='JID Visibility'><value>@</value></field>
          </x>
        </create>
      </iq>
    hag66 receives:
      <iq type='result' id='create' …>…</iq>
    """
        .replace("@", visibility);
  }

  /// The form of preferences with these fields and values, in turn.
  static String form(String... fieldsAndValues) {
    var form = new StringBuilder();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      form.append("<field var='").append(fieldsAndValues[i]).append("'><value>");
      form.append(fieldsAndValues[i + 1]).append("</value></field>");
    }
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + "<value>urn:xmpp:mix:anon:0</value></field>"
        + form
        + "</x>";
  }

  /// The form that says which preferences hold.
  static String preferring(String visibility, String messages, String vcard, String pres) {
    return """
    <x xmlns='jabber:x:data' type='result'>
      <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mix:anon:0</value></field>
      <field var='JID Visibility'><value>%s</value></field>
      <field var='Private Messages'><value>%s</value></field>
      <field var='vCard'><value>%s</value></field>
      <field var='Presence'><value>%s</value></field>
    </x>
    """
        .formatted(visibility, messages, vcard, pres);
  }

  /// A client joins with preferences and hears which hold.
  static String joinsPreferring(String who, String nick, String wishes, String holds) {
    return """
    %1$s sends:
      <iq type='set' to='${%1$s}' id='j'>
        <client-join xmlns='${pam}' channel='${channel}'>
          <join xmlns='${core}'>
            <nick>%2$s</nick>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:participants'/>
            %3$s
          </join>
        </client-join>
      </iq>
    %1$s receives in any order:
      <message type='headline' from='${channel}' …>…</message>
      <iq type='result' id='j' …>
        <client-join xmlns='${pam}'>
          <join xmlns='${core}' id='${%1$s.id}' jid='${%1$s.id}#${channel}'>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:participants'/>
            <nick>%2$s</nick>
            %4$s
          </join>
        </client-join>
      </iq>
    """
        .formatted(who, nick, wishes, holds);
  }

  /// A client hears of a participant; `jid` is what is shown of whose it is.
  static String told(String who, String id, String nick, String jid) {
    return """
    %1$s receives:
      <message type='headline' from='${channel}' to='${%1$s.full}' id='…'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:mix:nodes:participants'>
            <item id='${%2$s.id}'>
              <participant xmlns='${core}'><nick>%3$s</nick>%4$s</participant>
            </item>
          </items>
        </event>
      </message>
    """
        .formatted(who, id, nick, jid);
  }

  /// A client says something, and this is what a receiver gets; `jid` is what is shown of whose it
  /// is.
  static String says(String who, String nick, String jid, String receiver) {
    return """
    %1$s sends:
      <message to='${channel}' type='groupchat' id='m'><body>Double, double</body></message>
    %4$s receives:
      <message from='${channel}/${%1$s.id}' to='${%4$s.full}' type='groupchat' id='${m-%1$s}'>
        <mix xmlns='${core}'><nick>%2$s</nick>%3$s</mix>
        <body>Double, double</body>
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m-%1$s}'/>
      </message>
    """
        .formatted(who, nick, jid, receiver);
  }

  /// The owner reads the archive: what the second witch said, without her JID.
  static final String ARCHIVE =
      """
      hag66 sends:
        <iq type='set' to='${channel}' id='a'><query xmlns='urn:xmpp:mam:2'/></iq>
      hag66 receives:
        <message from='${channel}' to='${hag66.full}'>
          <result xmlns='urn:xmpp:mam:2' id='…'>
            <forwarded xmlns='urn:xmpp:forward:0'>
              <delay xmlns='urn:xmpp:delay' stamp='…'/>
              <message xmlns='jabber:client' from='${channel}/…' type='groupchat' id='…'>
                <mix xmlns='${core}'><nick>second witch</nick></mix>
                <body>Double, double</body>
                <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='…'/>
              </message>
            </forwarded>
          </result>
        </message>
        <iq type='result' id='a' …>…</iq>
      """;
}
