package im.coven.service;

/// Scenes that conversations about MIX-PAM begin with. `hag66` owns the channel `coven`; `hecate`
/// has two devices that use MIX and one, the `relic`, that does not.
final class PamActs {

  /// `hag66` is in the channel, which is hers; `hecate` is online.
  static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] tablet hecate@shakespeare.example/tablet
      [client] relic hecate@shakespeare.example/relic
      hag66 connects
      hecate connects
      hag66 sends:
        <presence/>
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:0'/>
        </iq>
        <iq type='set' id='j'>
          <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:1'>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <nick>first witch</nick>
            </join>
          </client-join>
        </iq>
      hag66 receives in any order:
        <presence from='${hag66.full}' …/>
        <iq type='result' id='c' …>…</iq>
        <iq type='result' id='j' …>…</iq>
      hecate sends:
        <presence/>
      hecate receives:
        <presence from='${hecate.full}' …/>
      """;

  /// `hecate` asks to join.
  static final String JOINS =
      """
      hecate sends:
        <iq type='set' id='j1' to='hecate@shakespeare.example'>
          <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
            <join xmlns='urn:xmpp:mix:core:1'>
              <nick>third witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
            </join>
          </client-join>
        </iq>
      """;

  /// `hecate` hears that she has.
  static final String JOINED =
      """
      hecate receives:
        <message from='coven@mix.shakespeare.example' to='${hecate.full}' …>
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <items node='urn:xmpp:mix:nodes:participants'>
              <item id='${id}'>…</item>
            </items>
          </event>
        </message>
        <iq type='result' id='j1' from='hecate@shakespeare.example' to='${hecate.full}'>
          <client-join xmlns='urn:xmpp:mix:pam:2'>
            <join xmlns='urn:xmpp:mix:core:1' id='${id}' …>
              <nick>third witch</nick>
              <subscribe node='urn:xmpp:mix:nodes:messages'/>
              <subscribe node='urn:xmpp:mix:nodes:participants'/>
            </join>
          </client-join>
        </iq>
      """;

  /// `hecate` is in the channel as well.
  static final String ENTERED = CAST + JOINS + JOINED;

  /// None of the devices of `hecate` cares for presence.
  static final String PRESENCES_IGNORED =
      """
      hecate ignores:
        <presence …>…</presence>
      tablet ignores:
        <presence …>…</presence>
      relic ignores:
        <presence …>…</presence>
      """;

  private PamActs() {}

  /// `hag66` says something in the channel.
  static String says(String id, String body) {
    return """
    hag66 sends:
      <message type='groupchat' id='%s' to='coven@mix.shakespeare.example'>
        <body>%s</body>
      </message>
    """
        .formatted(id, body);
  }
}
