package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.Carbons.Direction;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CarbonsTest {

  private static Message message(String type, String content) {
    return (Message)
        StoredText.stanza(
            "<message xmlns='jabber:client' from='romeo@shakespeare.example/orchard'"
                + " to='juliet@shakespeare.example' type='%s'>%s</message>"
                    .formatted(type, content));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "chat | <body>Hi</body> | sent received",
        "chat | <active xmlns='http://jabber.org/protocol/chatstates'/> | sent received",
        "normal | <body>Hi</body> | sent received",
        "normal | <subject>Hi</subject> | none",
        "normal | <received xmlns='urn:xmpp:receipts' id='1'/> | sent received",
        "normal | <displayed xmlns='urn:xmpp:chat-markers:0' id='1'/> | sent received",
        "normal | <x xmlns='jabber:x:conference' jid='coven@chat.example'/> | sent received",
        "normal | <x xmlns='http://jabber.org/protocol/muc#user'><invite/></x> | sent received",
        "chat | <body>Hi</body><x xmlns='http://jabber.org/protocol/muc#user'/> | sent",
        "error | <error type='cancel'/> | received",
        "error | <sent xmlns='urn:xmpp:carbons:2'/><error type='cancel'/> | none",
        "groupchat | <body>Hi</body> | none",
        "headline | <body>Hi</body> | none",
        "chat | <body>Hi</body><private xmlns='urn:xmpp:carbons:2'/> | none",
        "chat | <body>Hi</body><no-copy xmlns='urn:xmpp:hints'/> | none",
        "chat | <received xmlns='urn:xmpp:carbons:2'/> | none",
      })
  @Requirement("C2S-055")
  @Requirement("C2S-056")
  void someMessagesAreCopied(String type, String content, String directions) {
    Message message = message(type, content);
    for (Direction direction : Direction.values()) {
      boolean expected = directions.contains(direction.name().toLowerCase(Locale.ROOT));
      assertThat(Carbons.isEligible(message, direction)).as("%s", direction).isEqualTo(expected);
    }
  }

  @Test
  void aCopyHoldsTheWholeMessage() {
    Message copy =
        Carbons.copy(
            Direction.RECEIVED,
            message("chat", "<body>Hi</body>"),
            Jid.of("juliet@shakespeare.example/balcony"));
    assertThat(XmlWriter.toString(copy.toElement()))
        .isEqualTo(
            XmlWriter.toString(
                XmlReader.parse(
                    """
                    <message xmlns='jabber:client' from='juliet@shakespeare.example' \
                    to='juliet@shakespeare.example/balcony' type='chat'>\
                    <received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>\
                    <message xmlns='jabber:client' from='romeo@shakespeare.example/orchard' \
                    to='juliet@shakespeare.example' type='chat'><body>Hi</body></message>\
                    </forwarded></received></message>\
                    """)));
    assertThat(Carbons.isCopy(copy)).isTrue();
  }

  @Test
  void wishesAreReadAsTheyWereWritten() {
    for (Wishes wishes :
        Set.of(Wishes.NONE, new Wishes(true, Set.of()), new Wishes(false, Set.of("a b", "c")))) {
      assertThat(Wishes.read(wishes.write())).isEqualTo(wishes);
    }
  }
}
