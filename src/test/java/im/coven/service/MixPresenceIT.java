package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is told of whose presence in a channel: with the clients on one loop, on two, and on two
/// instances.
class MixPresenceIT {

  /// The tablet of `hecate` comes online, and says that it copes with MIX.
  private static final String TABLET =
      """
      tablet connects
      tablet sends:
        <presence><status>in bed</status></presence>
      tablet receives:
        <iq type='get' id='${question}' …>
          <query xmlns='http://jabber.org/protocol/disco#info'/>
        </iq>
      """;

  private static final String TABLET_ANSWERS =
      """
      tablet sends:
        <iq type='result' id='${question}' to='hecate@shakespeare.example'>
          <query xmlns='http://jabber.org/protocol/disco#info'>
            <feature var='urn:xmpp:mix:core:1'/>
          </query>
        </iq>
      """;

  private static String news(String who, String resource, String content) {
    return """
    %1$s receives:
      <presence from='${hecate.id}#coven@mix.shakespeare.example/%2$s' to='${%1$s.full}' …>
        %3$s
        <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
      </presence>
    """
        .formatted(who, resource, content);
  }

  /// What does not cope with MIX is not told of, whatever it does; the others are.
  private static final String CHANGES =
      """
      relic connects
      relic sends:
        <presence/>
      relic receives:
        <iq type='get' id='${other}' …>…</iq>
      relic sends:
        <iq type='result' id='${other}' to='hecate@shakespeare.example'>
          <query xmlns='http://jabber.org/protocol/disco#info'>
            <feature var='jabber:iq:version'/>
          </query>
        </iq>
        <presence><show>dnd</show></presence>
      hecate sends:
        <presence><show>chat</show></presence>
      """
          + news("hag66", "throne", "<show>chat</show>")
          + news("hecate", "throne", "<show>chat</show>")
          + news("tablet", "throne", "<show>chat</show>")
          + """
          tablet sends:
            <presence type='unavailable'><status>asleep</status></presence>
          """
          + PresenceScenes.gone("hag66", "tablet")
          + PresenceScenes.gone("hecate", "tablet")
          + "relic goes offline\nhecate goes offline\n"
          + PresenceScenes.gone("hag66", "throne");

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-03-001")
  @Requirement("PRES-03-002")
  @Requirement("PRES-03-003")
  @Requirement("PRES-03-004")
  @Requirement("PRES-03-005")
  @Requirement("PRES-03-007")
  @Requirement("PRES-03-010")
  @Requirement("PRES-03-011")
  @Requirement("PRES-03-012")
  @Requirement("PRES-03-014")
  @Requirement("PRES-03-017")
  @Requirement("PRES-04-001")
  @Requirement("PRES-04-002")
  @Requirement("PRES-04-003")
  @Requirement("PRES-04-004")
  @Requirement("PRES-04-008")
  @Requirement("PRES-04-009")
  @Requirement("PRES-04-010")
  @Requirement("PAM-02-043")
  @Requirement("ROSTER-023")
  @Requirement("PAM-02-044")
  @Requirement("PAM-02-045")
  @Requirement("PAM-02-046")
  @Requirement("PAM-02-051")
  @Requirement("PAM-02-052")
  @Requirement("PAM-02-053")
  @Requirement("PAM-02-054")
  @Requirement("PAM-02-056")
  @Requirement("PAM-02-057")
  @Requirement("PAM-02-061")
  void devicesComeAndGo(Spread spread) {
    AccountStage.perform(
        spread,
        PresenceScenes.CAST
            + PresenceScenes.HECATE_JOINS
            + TABLET
            // Nothing was told of it before it was known to cope with MIX; now it is both told of,
            // and told who else is there, each once.
            + TABLET_ANSWERS
            + """
            tablet receives in any order:
              <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${tablet.full}'>
                <show>away</show>
                …
              </presence>
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne'
                  to='${tablet.full}'>
                <priority>1</priority>
                …
              </presence>
              <presence from='${hecate.id}#coven@mix.shakespeare.example/tablet'
                  to='${tablet.full}'>
                <status>in bed</status>
                …
              </presence>
            """
            + news("hag66", "tablet", "<status>in bed</status>")
            + news("hecate", "tablet", "<status>in bed</status>")
            + CHANGES
            + """
            # They take part all the same.
            hag66 sends:
              <iq type='get' to='coven@mix.shakespeare.example' id='who'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'/>
                </pubsub>
              </iq>
            hag66 receives:
              <iq type='result' id='who' …>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'>
                    <item id='${hag66.id}'>…</item><item id='${hecate.id}'>…</item>
                  </items>
                </pubsub>
              </iq>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-013")
  @Requirement("PRES-04-014")
  @Requirement("PRES-04-015")
  @Requirement("PRES-04-016")
  void whoIsRenamedOrLeavesIsSeenTo(Spread spread) {
    AccountStage.perform(
        spread,
        PresenceScenes.CAST
            + PresenceScenes.HECATE_JOINS
            + """
            hecate sends:
              <iq type='set' id='n' to='coven@mix.shakespeare.example'>
                <setnick xmlns='urn:xmpp:mix:core:1'><nick>queen</nick></setnick>
              </iq>
            hecate receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>queen</nick>
                </mix>
              </presence>
              <iq type='result' id='n' …>…</iq>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>queen</nick>
                </mix>
              </presence>
            hecate sends:
              <iq type='set' id='l'>
                <client-leave xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <leave xmlns='urn:xmpp:mix:core:1'/>
                </client-leave>
              </iq>
            """
            + PresenceScenes.gone("hecate", "throne")
            + """
            hecate receives:
              <iq type='result' id='l' …>…</iq>
            """
            + PresenceScenes.gone("hag66", "throne")
            + """
            # Nothing of the channel's presence reaches who left, and nothing of it the channel.
            hecate sends:
              <presence/>
            hag66 sends:
              <presence><show>xa</show></presence>
            hag66 receives:
              <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='…'>
                <show>xa</show>
                …
              </presence>
            everybody receives nothing
            """);
  }
}
