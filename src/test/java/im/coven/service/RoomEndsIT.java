package im.coven.service;

import static im.coven.service.RoomCast.ALL_ENTER;
import static im.coven.service.RoomCast.CAST;
import static im.coven.service.RoomCast.SUBJECT;
import static im.coven.service.RoomCast.gone;
import static im.coven.service.RoomCast.item;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is not in a room any more, or never was: nothing technical looks like a kick.
class RoomEndsIT {

  @ParameterizedTest
  @EnumSource
  @Requirement("ROSTER-018")
  void aSessionThatEndsIsNoKick(Spread spread) {
    AccountStage.perform(
        spread,
        ALL_ENTER
            + "hecate goes offline\ncrone receives:\n"
            + gone("third witch", "hecate", item("none", "none", "hecate"))
            + """
            hag66 receives:
              <message type='headline' …>…</message>
            hag66 sends:
              <presence type='unavailable'/>
            crone receives:
            """
            + gone("first witch", "hag66", item("owner", "none", "hag66"))
            + "crone receives nothing\n");
  }

  @ParameterizedTest
  @EnumSource(names = "TWO_INSTANCES")
  void theClientsOfADeadInstanceAreNotKicked(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      // One more, so that who comes after that is not on the instance that dies.
      stage.play(ALL_ENTER + "[client] spare spare@shakespeare.example/spare\nspare connects\n");
      stage.kill(1);
      stage.ask(0, () -> stage.server(0).bury("instance1"));
      // hecate was on that instance.
      stage.play(
          """
          [client] hag77 hag77@shakespeare.example/heath
          hag77 connects
          hag77 sends:
            <presence to='coven@chat.shakespeare.example/third witch'>
              <x xmlns='http://jabber.org/protocol/muc'/>
            </presence>
          hag77 receives in any order:
            <presence from='coven@chat.shakespeare.example/first witch' …>…</presence>
            <presence from='coven@chat.shakespeare.example/second witch' …>…</presence>
          hag77 receives:
            <presence from='coven@chat.shakespeare.example/third witch' …>…</presence>
          """
              + SUBJECT
              + "hag77 receives nothing\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the address and the presence                      | the condition        | the type
          coven@chat.shakespeare.example                      | jid-malformed        | modify
          coven@chat.shakespeare.example/first witch          | conflict             | cancel
          """)
  @Requirement("MUC-07-004")
  @Requirement("MUC-07-059")
  void whoIsTurnedAwayIsToldWhy(String address, String condition, String type) {
    AccountStage.perform(
        Spread.ONE_LOOP,
        CAST
            + """
            hecate sends:
              <presence to='%1$s' id='e'><x xmlns='http://jabber.org/protocol/muc'/></presence>
            hecate receives:
              <presence from='%1$s' type='error' id='e' to='${hecate.full}'>
                <x xmlns='http://jabber.org/protocol/muc'/>
                <error type='%3$s' by='coven@chat.shakespeare.example'>
                  <%2$s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  …
                </error>
              </presence>
            everybody receives nothing
            """
                .formatted(address, condition, type));
  }
}
