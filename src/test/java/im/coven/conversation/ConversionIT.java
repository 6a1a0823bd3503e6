package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What was said elsewhere is passed on, and a channel is pointed to. See XEP-0407 §5, §7.
class ConversionIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  private static final String FORWARDED =
      """
      <forwarded xmlns='urn:xmpp:forward:0'>
        <delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>
        <message xmlns='jabber:client' from='hag99@shakespeare.lit/bed' to='hag66@shakespeare.lit'
                 type='chat' id='old'>
          <body>Thrice the brinded cat hath mewed</body>
          <mix xmlns='urn:xmpp:mix:core:1'><nick>forged</nick></mix>
          <stanza-id xmlns='urn:xmpp:sid:0' by='hag66@shakespeare.lit' id='s'/>
        </message>
      </forwarded>
      """;

  @Test
  @Requirement("MISC-07-001")
  @Requirement("MISC-07-002")
  @Requirement("MISC-07-003")
  void whatIsForwardedIsAMessageOfWhoForwardsItNow() {
    String message =
        """
        <mix xmlns='${core}'><nick>third witch</nick><jid>${hag66}</jid></mix>
        %s
        <stanza-id xmlns='urn:xmpp:sid:0' by='${channel}' id='${m}'/>
        """
            .formatted(FORWARDED);
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${channel}' type='groupchat' id='f'>%1$s</message>
        hag66 receives:
          <message from='${channel}/${hag66.id}' to='…' type='groupchat' id='${m}'>%2$s</message>
        hag77 receives:
          <message from='${channel}/${hag66.id}' to='…' type='groupchat' id='${m}'>%2$s</message>
        hag77 sends:
          <iq type='set' to='${channel}' id='q'>
            <query xmlns='urn:xmpp:mam:2'>
              <x xmlns='jabber:x:data' type='submit'>
                <field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>
                <field var='start'><value>2020-01-01T00:00:00Z</value></field>
              </x>
            </query>
          </iq>
        hag77 receives:
          <message from='${channel}' …>
            <result xmlns='urn:xmpp:mam:2' id='${m}'>
              <forwarded xmlns='urn:xmpp:forward:0'>
                <delay xmlns='urn:xmpp:delay' stamp='${accepted}'/>
                <message xmlns='jabber:client' from='${channel}/${hag66.id}' type='groupchat'
                         id='${m}'>%2$s</message>
              </forwarded>
            </result>
          </message>
          <iq type='result' id='q' …>…</iq>
        """
            .formatted(FORWARDED, message));
  }

  @Test
  @Requirement("MISC-05-001")
  void aReferenceToAChannelIsPassedOnAsItIs() {
    String reference =
        """
        <body>Look at the heath</body>
        <reference xmlns='urn:xmpp:reference:0' type='data' begin='12' end='16'
                   uri='xmpp:heath@${mix}?join'/>\
        """;
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag66 sends:
          <message to='${channel}' type='groupchat'>%1$s</message>
          <message to='${hecate}' type='chat'>%1$s</message>
        hag77 receives:
          <message type='groupchat' …>%1$s…</message>
        hecate receives:
          <message type='chat' …>%1$s…</message>
        """
            .formatted(reference));
  }
}
