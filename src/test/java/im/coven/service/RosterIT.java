package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rosters and subscriptions, with the clients on one loop, on two, and on two instances.
class RosterIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-001")
  @Requirement("ROSTER-002")
  @Requirement("ROSTER-006")
  @Requirement("ROSTER-026")
  void aChangeIsPushedToAllWhoAskedForTheRoster(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] home hag66@shakespeare.example/home
        [client] away hag66@shakespeare.example/away
        [client] mute hag66@shakespeare.example/mute
        home connects
        away connects
        mute connects

        home sends:
          <iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq>
        home receives:
          <iq type='result' id='r1' to='${home.full}' …>
            <query xmlns='jabber:iq:roster' ver='0'/>
          </iq>
        away sends:
          <iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq>
        away receives:
          <iq type='result' id='r1' …><query xmlns='jabber:iq:roster' ver='0'/></iq>

        home sends:
          <iq type='set' id='r2'>
            <query xmlns='jabber:iq:roster'>
              <item jid='hecate@shakespeare.example' name='Hecate'><group>Witches</group></item>
            </query>
          </iq>
        home receives:
          <iq type='set' id='${push}' from='${home}' to='${home.full}'>
            <query xmlns='jabber:iq:roster' ver='1'>
              <item jid='hecate@shakespeare.example' name='Hecate' subscription='none'>
                <group>Witches</group>
              </item>
            </query>
          </iq>
          <iq type='result' id='r2' to='${home.full}' …/>
        away receives:
          <iq type='set' to='${away.full}' …>
            <query xmlns='jabber:iq:roster' ver='1'>
              <item jid='hecate@shakespeare.example' name='Hecate' subscription='none'>
                <group>Witches</group>
              </item>
            </query>
          </iq>
        mute receives nothing

        # Each push is answered, and nobody hears of that.
        home sends:
          <iq type='result' id='${push}'/>
        home receives nothing

        away sends:
          <iq type='set' id='r3'>
            <query xmlns='jabber:iq:roster'>
              <item jid='hecate@shakespeare.example' name='Queen'/>
            </query>
          </iq>
        home receives:
          <iq type='set' …>
            <query xmlns='jabber:iq:roster' ver='2'>
              <item jid='hecate@shakespeare.example' name='Queen' subscription='none'/>
            </query>
          </iq>
        """);
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("ROSTER-007")
  void whoHasTheNewestVersionGetsNoRoster(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] hag66
        hag66 connects
        hag66 sends:
          <iq type='set' id='r1'>
            <query xmlns='jabber:iq:roster'><item jid='hecate@shakespeare.example'/></query>
          </iq>
        hag66 receives:
          <iq type='result' id='r1' …/>
        hag66 sends:
          <iq type='get' id='r2'><query xmlns='jabber:iq:roster' ver='1'/></iq>
          <iq type='get' id='r3'><query xmlns='jabber:iq:roster' ver='0'/></iq>
        hag66 receives:
          <iq type='result' id='r2' …/>
          <iq type='result' id='r3' …>
            <query xmlns='jabber:iq:roster' ver='1'>
              <item jid='hecate@shakespeare.example' subscription='none'/>
            </query>
          </iq>
        """);
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("ROSTER-003")
  @Requirement("ROSTER-005")
  void whatCannotBeDoneIsRefused(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] hag66
        hag66 connects
        hag66 sends:
          <iq type='set' id='r1'><query xmlns='jabber:iq:roster'/></iq>
        hag66 is refused with bad-request (modify)
        hag66 sends:
          <iq type='set' id='r2'>
            <query xmlns='jabber:iq:roster'>
              <item jid='hecate@shakespeare.example' subscription='remove'/>
            </query>
          </iq>
        hag66 is refused with item-not-found (cancel)
        hag66 sends:
          <iq type='set' id='r3' to='hecate@shakespeare.example'>
            <query xmlns='jabber:iq:roster'><item jid='hag66@shakespeare.example'/></query>
          </iq>
        hag66 is refused with service-unavailable (cancel)
        """);
  }

  private static final String FRIENDS =
      """
      [client] romeo romeo@shakespeare.example/orchard
      [client] juliet juliet@shakespeare.example/balcony
      romeo connects
      juliet connects
      romeo sends:
        <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
        <presence/>
      romeo receives:
        <iq type='result' id='r' …>…</iq>
        <presence from='${romeo.full}' …/>
      juliet sends:
        <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
        <presence><show>dnd</show></presence>
      juliet receives:
        <iq type='result' id='r' …>…</iq>
        <presence from='${juliet.full}' …>…</presence>

      romeo sends:
        <presence type='subscribe' to='juliet@shakespeare.example/balcony'/>
      romeo receives:
        <iq type='set' …>
          <query xmlns='jabber:iq:roster' ver='1'>
            <item jid='${juliet}' subscription='none' ask='subscribe'/>
          </query>
        </iq>
      juliet receives:
        <presence type='subscribe' from='${romeo}' to='${juliet}'/>

      juliet sends:
        <presence type='subscribed' to='${romeo}'/>
      juliet receives:
        <iq type='set' …>
          <query xmlns='jabber:iq:roster' ver='1'>
            <item jid='${romeo}' subscription='from'/>
          </query>
        </iq>
      romeo receives in any order:
        <iq type='set' …>
          <query xmlns='jabber:iq:roster' ver='2'>
            <item jid='${juliet}' subscription='to'/>
          </query>
        </iq>
        <presence type='subscribed' from='${juliet}' to='${romeo}'/>
        <presence from='${juliet.full}' to='${romeo}'><show>dnd</show></presence>
      """;

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-008")
  @Requirement("ROSTER-009")
  @Requirement("ROSTER-010")
  @Requirement("ROSTER-011")
  @Requirement("ROSTER-015")
  @Requirement("ROSTER-017")
  @Requirement("ROSTER-020")
  void presenceFollowsASubscription(Spread spread) {
    AccountStage.perform(
        spread,
        FRIENDS
            + """
            juliet sends:
              <presence><status>But soft</status></presence>
            juliet receives:
              <presence from='${juliet.full}' …><status>But soft</status></presence>
            romeo receives:
              <presence from='${juliet.full}' to='${romeo}'><status>But soft</status></presence>

            # Juliet does not see Romeo.
            romeo sends:
              <presence><show>away</show></presence>
              <message to='${juliet.full}' type='chat' id='after'/>
            romeo receives:
              <presence from='${romeo.full}' …>…</presence>
            juliet receives:
              <message id='after' …/>

            # A stream that breaks is an unavailable presence.
            juliet breaks off
            romeo receives:
              <presence type='unavailable' from='${juliet.full}' to='${romeo}'/>
            juliet connects
            juliet sends:
              <presence/>
            romeo receives:
              <presence from='${juliet.full}' to='${romeo}'/>

            # Who comes online learns who is.
            romeo breaks off
            romeo connects
            romeo sends:
              <presence/>
            romeo receives in any order:
              <presence from='${romeo.full}' …/>
              <presence from='${juliet.full}' to='${romeo.full}'/>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-012")
  void aCancelledSubscriptionShowsNothingMore(Spread spread) {
    AccountStage.perform(
        spread,
        FRIENDS
            + """
            juliet sends:
              <presence type='unsubscribed' to='${romeo}'/>
            juliet receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' ver='2'>
                  <item jid='${romeo}' subscription='none'/>
                </query>
              </iq>
            romeo receives in any order:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' ver='3'>
                  <item jid='${juliet}' subscription='none'/>
                </query>
              </iq>
              <presence type='unsubscribed' from='${juliet}' to='${romeo}'/>
              <presence type='unavailable' from='${juliet.full}' to='${romeo}'/>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-005")
  @Requirement("ROSTER-013")
  void aRemovedContactIsUnsubscribedFrom(Spread spread) {
    AccountStage.perform(
        spread,
        FRIENDS
            + """
            romeo sends:
              <iq type='set' id='x'>
                <query xmlns='jabber:iq:roster'>
                  <item jid='${juliet}' subscription='remove'/>
                </query>
              </iq>
            romeo receives:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' ver='3'>
                  <item jid='${juliet}' subscription='remove'/>
                </query>
              </iq>
            juliet receives in any order:
              <iq type='set' …>
                <query xmlns='jabber:iq:roster' ver='2'>
                  <item jid='${romeo}' subscription='none'/>
                </query>
              </iq>
              <presence type='unsubscribe' from='${romeo}' to='${juliet}'/>
            romeo receives in any order:
              <iq type='result' id='x' …/>
              <presence type='unavailable' from='${juliet.full}' …/>
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-009")
  void aRequestWaitsForAUserWhoIsAway(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] romeo romeo@shakespeare.example/orchard
        [client] juliet juliet@shakespeare.example/balcony
        romeo connects
        romeo sends:
          <presence type='subscribe' to='${juliet}'><status>Arise</status></presence>
          <presence type='subscribe' to='nobody@shakespeare.example'/>
        romeo receives nothing
        juliet connects
        juliet sends:
          <iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>
          <presence/>
        juliet receives:
          <iq type='result' id='r' …><query xmlns='jabber:iq:roster' ver='0'/></iq>
          <presence from='${juliet.full}' …/>
          <presence type='subscribe' from='${romeo}' to='${juliet}'>
            <status>Arise</status>
          </presence>
        """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-016")
  @Requirement("ROSTER-018")
  void directedPresenceEndsWithTheSession(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] romeo romeo@shakespeare.example/orchard
        [client] juliet juliet@shakespeare.example/balcony
        romeo connects
        juliet connects
        juliet sends:
          <presence/>
        juliet receives:
          <presence from='${juliet.full}' …/>
        romeo sends:
          <presence type='probe' to='${juliet}'/>
        romeo receives nothing
        romeo sends:
          <presence to='${juliet}'><status>here</status></presence>
        juliet receives:
          <presence from='${romeo.full}' to='${juliet}'><status>here</status></presence>
        romeo breaks off
        juliet receives:
          <presence type='unavailable' from='${romeo.full}' to='${juliet}'/>
        """);
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("ROSTER-019")
  void aPriorityOutOfRangeIsRefused(Spread spread) {
    AccountStage.perform(
        spread,
        """
        [client] romeo
        romeo connects
        romeo sends:
          <presence id='p'><priority>128</priority></presence>
        romeo receives:
          <presence type='error' id='p' …>
            <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
          </presence>
        """);
  }
}
