package im.coven.service;

/// Who is there when presence in a channel is played.
final class PresenceScenes {

  /// `hag66` is in her channel and told of presence; `hecate`, who has two devices that use MIX and
  /// one that does not, is not in it yet.
  static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] tablet hecate@shakespeare.example/tablet
      [client] relic hecate@shakespeare.example/relic
      hag66 connects
      hecate connects
      hag66 ignores:
        <presence from='hag66@shakespeare.example/…' …>…</presence>
      hecate ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      tablet ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      relic ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      hag66 sends:
        <presence><show>away</show></presence>
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:1'/>
        </iq>
      hag66 receives:
        <iq type='result' id='c' …>…</iq>
      # Directly after a join the channel is told of the presence that there is.
      """
          + joins("hag66", "first witch")
          + """
            <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${hag66.full}'>
              <show>away</show>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hag66.full}</jid><nick>first witch</nick>
              </mix>
            </presence>
          hecate sends:
            <presence><priority>1</priority></presence>
          """;

  /// `hecate` joins with her throne: both are told who is there.
  static final String HECATE_JOINS =
      joins("hecate", "third witch")
          + """
            <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${hecate.full}'>
              <show>away</show>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hag66.full}</jid><nick>first witch</nick>
              </mix>
            </presence>
            <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='${hecate.full}'>
              <priority>1</priority>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hecate.full}</jid><nick>third witch</nick>
              </mix>
            </presence>
          hag66 receives:
            <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='${hag66.full}'>
              <priority>1</priority>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hecate.full}</jid><nick>third witch</nick>
              </mix>
            </presence>
          """;

  private PresenceScenes() {}

  /// A client joins; what it receives besides the answer, before or after it, follows.
  static String joins(String who, String nick) {
    return """
    %1$s sends:
      <iq type='set' id='join'>
        <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
          <join xmlns='urn:xmpp:mix:core:1'>
            <nick>%2$s</nick>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:presence'/>
          </join>
        </client-join>
      </iq>
    %1$s receives in any order:
      <iq type='result' id='join' …>
        <client-join xmlns='urn:xmpp:mix:pam:2'>
          <join xmlns='urn:xmpp:mix:core:1' id='${%1$s.id}' …>…</join>
        </client-join>
      </iq>
    """
        .formatted(who, nick);
  }

  /// A client hears that a device of `hecate` is not there any more.
  static String gone(String who, String resource) {
    return """
    %1$s receives:
      <presence from='${hecate.id}#coven@mix.shakespeare.example/%2$s' to='${%1$s.full}'
          type='unavailable'>
        <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
      </presence>
    """
        .formatted(who, resource);
  }
}
