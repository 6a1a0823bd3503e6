package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whom an account does not want to hear from. See XEP-0191.
class BlockingIT {

  /// `juliet` has two clients, of which the `balcony` reads her block list; `romeo` has one.
  private static final String CAST =
      """
      [client] romeo romeo@shakespeare.example/orchard
      [client] juliet juliet@shakespeare.example/balcony
      [client] chamber juliet@shakespeare.example/chamber
      romeo connects
      juliet connects
      chamber connects
      everybody ignores:
        <presence …>…</presence>
      juliet sends:
        <iq type='get' id='b0'><blocklist xmlns='urn:xmpp:blocking'/></iq>
      juliet receives:
        <iq type='result' id='b0' …><blocklist xmlns='urn:xmpp:blocking'/></iq>
      everybody sends:
        <presence/>
        <iq type='get' id='p0'><ping xmlns='urn:xmpp:ping'/></iq>
      everybody receives:
        <iq type='result' id='p0' …/>
      """;

  private static final String BLOCKS_ROMEO =
      """
      chamber sends:
        <iq type='set' id='b1'>
          <block xmlns='urn:xmpp:blocking'><item jid='romeo@shakespeare.example'/></block>
        </iq>
      chamber receives:
        <iq type='result' id='b1' …/>
      juliet receives:
        <iq type='set' from='${juliet}' to='${juliet.full}' id='…'>
          <block xmlns='urn:xmpp:blocking'><item jid='romeo@shakespeare.example'/></block>
        </iq>
      """;

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-060")
  @Requirement("C2S-061")
  @Requirement("C2S-064")
  void theListIsReadAndChangedAndEveryReaderIsTold(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + BLOCKS_ROMEO
            + """
            juliet sends:
              <iq type='get' id='d' to='shakespeare.example'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            juliet receives:
              <iq type='result' id='d' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <feature var='urn:xmpp:blocking'/>
                  …
                </query>
              </iq>
            juliet sends:
              <iq type='set' id='b2'>
                <block xmlns='urn:xmpp:blocking'>
                  <item jid='romeo@shakespeare.example'/>
                  <item jid='verona.example'/>
                </block>
              </iq>
            juliet receives in any order:
              <iq type='set' from='${juliet}' to='${juliet.full}' id='…'>
                <block xmlns='urn:xmpp:blocking'><item jid='verona.example'/></block>
              </iq>
              <iq type='result' id='b2' …/>
            chamber sends:
              <iq type='get' id='b3'><blocklist xmlns='urn:xmpp:blocking'/></iq>
            chamber receives:
              <iq type='result' id='b3' …>
                <blocklist xmlns='urn:xmpp:blocking'>
                  <item jid='romeo@shakespeare.example'/>
                  <item jid='verona.example'/>
                </blocklist>
              </iq>
            juliet sends:
              <iq type='set' id='b4'>
                <unblock xmlns='urn:xmpp:blocking'><item jid='verona.example'/></unblock>
              </iq>
            juliet receives in any order:
              <iq type='set' from='${juliet}' to='${juliet.full}' id='…'>
                <unblock xmlns='urn:xmpp:blocking'><item jid='verona.example'/></unblock>
              </iq>
              <iq type='result' id='b4' …/>
            chamber receives:
              <iq type='set' from='${juliet}' to='${chamber.full}' id='…'>
                <unblock xmlns='urn:xmpp:blocking'><item jid='verona.example'/></unblock>
              </iq>
            juliet sends:
              <iq type='set' id='b5'><unblock xmlns='urn:xmpp:blocking'/></iq>
            juliet receives in any order:
              <iq type='set' from='${juliet}' to='${juliet.full}' id='…'>
                <unblock xmlns='urn:xmpp:blocking'><item jid='romeo@shakespeare.example'/></unblock>
              </iq>
              <iq type='result' id='b5' …/>
            chamber receives:
              <iq type='set' from='${juliet}' to='${chamber.full}' id='…'>…</iq>
            juliet sends:
              <iq type='set' id='b6'><block xmlns='urn:xmpp:blocking'/></iq>
            juliet is refused with bad-request (modify)
            juliet sends:
              <iq type='set' id='b7'>
                <block xmlns='urn:xmpp:blocking'><item jid='@'/></block>
              </iq>
            juliet is refused with jid-malformed (modify)
            juliet sends:
              <iq type='set' id='b8'><blocklist xmlns='urn:xmpp:blocking'/></iq>
            juliet is refused with bad-request (modify)
            juliet sends:
              <iq type='get' id='b9'>
                <block xmlns='urn:xmpp:blocking'><item jid='verona.example'/></block>
              </iq>
            juliet is refused with bad-request (modify)
            romeo sends:
              <iq type='get' to='${juliet}' id='b10'><blocklist xmlns='urn:xmpp:blocking'/></iq>
            romeo is refused with service-unavailable (cancel)
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-062")
  @Requirement("C2S-063")
  @Requirement("C2S-064")
  void nothingPassesBetweenThemUntilItIsWishedAgain(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + BLOCKS_ROMEO
            + """
            romeo sends:
              <message to='${juliet}' type='chat' id='m1'><body>But soft!</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <message to='${chamber.full}' type='chat' id='m2'><body>But soft!</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <message to='${juliet.full}' type='headline' id='m3'><body>But soft!</body></message>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <iq to='${juliet.full}' type='get' id='i1'><query xmlns='jabber:iq:version'/></iq>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <iq to='${juliet}' type='get' id='i2'><vCard xmlns='vcard-temp'/></iq>
            romeo is refused with service-unavailable (cancel)
            romeo sends:
              <message to='${juliet.full}' type='error' id='m4'>
                <error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
              </message>
              <iq to='${juliet.full}' type='result' id='i3'/>
            juliet receives nothing

            juliet sends:
              <message to='${romeo}' type='chat' id='m5'><body>Ay me!</body></message>
            juliet receives:
              <message type='error' id='m5' from='${romeo}' …>
                <error type='cancel'>
                  <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <blocked xmlns='urn:xmpp:blocking:errors'/>
                </error>
              </message>
            chamber sends:
              <iq to='${romeo.full}' type='get' id='i4'><query xmlns='jabber:iq:version'/></iq>
            chamber receives:
              <iq type='error' id='i4' from='${romeo.full}' …>
                <error type='cancel'>
                  <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <blocked xmlns='urn:xmpp:blocking:errors'/>
                </error>
              </iq>
            chamber sends:
              <iq to='${romeo.full}' type='result' id='i5'/>
            everybody receives nothing

            juliet sends:
              <iq type='set' id='b2'><unblock xmlns='urn:xmpp:blocking'/></iq>
            juliet receives in any order:
              <iq type='set' …><unblock xmlns='urn:xmpp:blocking'>…</unblock></iq>
              <iq type='result' id='b2' …/>
            romeo sends:
              <message to='${juliet.full}' id='m6'><body>But soft!</body></message>
            juliet receives:
              <message id='m6' …>…</message>
            # What is sent by the other client cannot be sooner than it heard of the change.
            juliet sends:
              <message to='${romeo}' type='chat' id='m7'><body>Ay me!</body></message>
            romeo receives:
              <message id='m7' …>…</message>
            """);
  }

  /// Both see each other.
  static final String FRIENDS =
      """
      [client] romeo romeo@shakespeare.example/orchard
      [client] juliet juliet@shakespeare.example/balcony
      romeo connects
      juliet connects
      romeo ignores:
        <iq type='set' …>…</iq>
      juliet ignores:
        <iq type='set' …>…</iq>
      romeo sends:
        <presence/>
      romeo receives:
        <presence from='${romeo.full}' …/>
      juliet sends:
        <presence/>
      juliet receives:
        <presence from='${juliet.full}' …/>
      romeo sends:
        <presence type='subscribe' to='${juliet}'/>
      juliet receives:
        <presence type='subscribe' from='${romeo}' …/>
      juliet sends:
        <presence type='subscribed' to='${romeo}'/>
      romeo receives in any order:
        <presence type='subscribed' from='${juliet}' …/>
        <presence from='${juliet.full}' …/>
      juliet sends:
        <presence type='subscribe' to='${romeo}'/>
      romeo receives:
        <presence type='subscribe' from='${juliet}' …/>
      romeo sends:
        <presence type='subscribed' to='${juliet}'/>
      juliet receives in any order:
        <presence type='subscribed' from='${romeo}' …/>
        <presence from='${romeo.full}' …/>
      """;

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-062")
  @Requirement("C2S-064")
  void whoIsBlockedSeesTheAccountLeaveAndComeBack(Spread spread) {
    AccountStage.perform(
        spread,
        FRIENDS
            + """
            juliet sends:
              <iq type='set' id='b1'>
                <block xmlns='urn:xmpp:blocking'><item jid='${romeo}'/></block>
              </iq>
            juliet receives:
              <iq type='result' id='b1' …/>
            romeo receives:
              <presence type='unavailable' from='${juliet.full}' …/>
            juliet sends:
              <presence><show>away</show></presence>
            juliet receives:
              <presence from='${juliet.full}' …><show>away</show></presence>
            romeo sends:
              <presence><show>dnd</show></presence>
            romeo receives:
              <presence from='${romeo.full}' …><show>dnd</show></presence>
            romeo sends:
              <presence type='probe' to='${juliet}'/>
              <presence to='${juliet.full}'/>
              <presence to='${juliet}'/>
              <presence type='subscribe' to='${juliet}'/>
            everybody receives nothing

            juliet sends:
              <iq type='set' id='b2'><unblock xmlns='urn:xmpp:blocking'/></iq>
            juliet receives in any order:
              <iq type='result' id='b2' …/>
              <presence from='${romeo.full}' …><show>dnd</show></presence>
            romeo receives:
              <presence from='${juliet.full}' …><show>away</show></presence>
            """);
  }

  /// Nobody but the channel is in her roster: it is no stranger, and its participants are none.
  private static final String SISTERS =
      PamActs.ENTERED
          + """
          hag66 ignores:
            <message …>…</message>
          hag66 sends:
            <iq type='get' id='r'>
              <query xmlns='jabber:iq:roster'><annotate xmlns='urn:xmpp:mix:roster:0'/></query>
            </iq>
          hag66 receives:
            <iq type='result' id='r' …>
              <query xmlns='jabber:iq:roster' …>
                <item jid='coven@mix.shakespeare.example' …>
                  <channel xmlns='urn:xmpp:mix:roster:0' participant-id='${hag66.id}'/>
                </item>
              </query>
            </iq>
          hag66 sends:
            <message to='${id}#coven@mix.shakespeare.example' type='chat' id='m1'>
              <body>Sister</body>
            </message>
          hecate receives:
            <message id='m1' from='${hag66.id}#coven@mix.shakespeare.example/…' …>…</message>
          """;

  @ParameterizedTest
  @EnumSource
  @Requirement("PAM-02-074")
  @Requirement("PAM-02-075")
  @Requirement("C2S-065")
  void aBlockedChannelIsBlockedWithItsParticipantsAndAParticipantAlone(Spread spread) {
    AccountStage.perform(
        spread,
        SISTERS
            + """
            hecate sends:
              <iq type='set' id='b1'>
                <block xmlns='urn:xmpp:blocking'>
                  <item jid='${hag66.id}#coven@mix.shakespeare.example'/>
                </block>
              </iq>
            hecate receives:
              <iq type='result' id='b1' …/>
            hag66 sends:
              <message to='${id}#coven@mix.shakespeare.example' type='chat' id='m2'>
                <body>Sister</body>
              </message>
            hag66 is refused with service-unavailable (cancel)
            hecate sends:
              <message to='${hag66.id}#coven@mix.shakespeare.example' type='chat' id='m3'>
                <body>Sister</body>
              </message>
            hecate is refused with not-acceptable (cancel)
            """
            + PamActs.says("m4", "Harpier cries")
            + """
            hecate receives:
              <message type='groupchat' from='coven@mix.shakespeare.example/…' …>…</message>
            hecate sends:
              <message to='coven@mix.shakespeare.example' type='groupchat' id='m5'>
                <body>Ay</body>
              </message>
            hecate receives:
              <message type='groupchat' from='coven@mix.shakespeare.example/${id}' …>…</message>

            hecate sends:
              <iq type='set' id='b2'>
                <block xmlns='urn:xmpp:blocking'><item jid='coven@mix.shakespeare.example'/></block>
              </iq>
              <iq type='set' id='b3'>
                <unblock xmlns='urn:xmpp:blocking'>
                  <item jid='${hag66.id}#coven@mix.shakespeare.example'/>
                </unblock>
              </iq>
            hecate receives:
              <iq type='result' id='b2' …/>
              <iq type='result' id='b3' …/>
            """
            + PamActs.says("m6", "'tis time")
            + """
            hag66 sends:
              <message to='${id}#coven@mix.shakespeare.example' type='chat' id='m7'>
                <body>Sister</body>
              </message>
            hag66 is refused with service-unavailable (cancel)
            hecate sends:
              <message to='coven@mix.shakespeare.example' type='groupchat' id='m8'>
                <body>Ay</body>
              </message>
            hecate is refused with not-acceptable (cancel)
            hecate receives nothing

            hecate sends:
              <iq type='set' id='b4'><unblock xmlns='urn:xmpp:blocking'/></iq>
            hecate receives:
              <iq type='result' id='b4' …/>
            hecate sends:
              <message to='coven@mix.shakespeare.example' type='groupchat' id='m9'>
                <body>Ay</body>
              </message>
            hecate receives:
              <message type='groupchat' from='coven@mix.shakespeare.example/${id}' …>…</message>
            """);
  }
}
