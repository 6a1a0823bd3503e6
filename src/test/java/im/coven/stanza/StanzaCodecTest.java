package im.coven.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Stanzas survive the wire; malformed ones are answered, and never an error with an error.
class StanzaCodecTest {

  private static final Jid ROMEO = Jid.of("romeo@example.net/orchard");
  private static final Jid JULIET = Jid.of("juliet@example.com");
  private static final Element PING = Element.of("ping", "urn:xmpp:ping");

  @Test
  void everyKindOfStanzaSurvivesTheWire() {
    StanzaError error =
        Condition.FORBIDDEN.because("No <entry>").as(StanzaError.Type.CANCEL).with(PING);
    for (Stanza stanza :
        List.<Stanza>of(
            new Iq.Get(ROMEO, JULIET, "1", PING),
            new Iq.Set(null, null, "2", PING),
            new Iq.Result(ROMEO, null, "3", null),
            new Iq.Result(ROMEO, JULIET, "4", PING),
            new Iq.Error(ROMEO, JULIET, "5", error),
            new Message(ROMEO, JULIET, "6", Message.Type.GROUPCHAT, "en", List.of(body())),
            new Message(ROMEO, JULIET, null, Message.Type.NORMAL, null, List.of()),
            new Presence(ROMEO, JULIET, null, Presence.Type.SUBSCRIBE, null, List.of()),
            Presence.bare(ROMEO, JULIET, Presence.Type.AVAILABLE))) {
      assertThat(read(stanza.toElement().toString()))
          .as(stanza.toString())
          .isEqualTo(new StanzaCodec.Ok(stanza));
    }
  }

  @Test
  void everyTypeSurvivesTheWire() {
    for (Message.Type type : Message.Type.values()) {
      var message = new Message(null, null, null, type, null, List.of());
      assertThat(read(message.toElement().toString())).isEqualTo(new StanzaCodec.Ok(message));
    }
    for (Presence.Type type : Presence.Type.values()) {
      var presence = new Presence(null, null, null, type, null, List.of());
      assertThat(read(presence.toElement().toString())).isEqualTo(new StanzaCodec.Ok(presence));
    }
    for (Condition condition : Condition.values()) {
      assertThat(StanzaError.read(condition.error().toElement())).isEqualTo(condition.error());
    }
  }

  @Test
  void malformedStanzasAreAnswered() {
    refused("<iq type='get'><a/></iq>", Condition.BAD_REQUEST);
    refused("<iq type='get' id='1'/>", Condition.BAD_REQUEST);
    refused("<iq type='set' id='1'><a/><b/></iq>", Condition.BAD_REQUEST);
    refused("<iq type='odd' id='1'><a/></iq>", Condition.BAD_REQUEST);
    refused("<iq id='1'><a/></iq>", Condition.BAD_REQUEST);
    refused("<iq type='get' id='1' to='@'><a/></iq>", Condition.JID_MALFORMED);
    refused("<message to='a@b@c'/>", Condition.JID_MALFORMED);
    refused("<message from=''/>", Condition.JID_MALFORMED);
    refused("<presence type='odd'/>", Condition.BAD_REQUEST);
  }

  @Test
  void errorsAndResultsAreNeverAnswered() {
    for (String stanza :
        List.of(
            "<iq type='result'/>",
            "<iq type='error'/>",
            "<iq type='result' id='1' to='@'/>",
            "<message type='error' to='@'/>",
            "<presence type='error' to='@'/>")) {
      assertThat(read(stanza)).as(stanza).isEqualTo(new StanzaCodec.Refused(null));
    }
    var error = new Message(ROMEO, JULIET, "1", Message.Type.ERROR, null, List.of());
    assertThat(error.error(Condition.FORBIDDEN.error())).isNull();
  }

  @Test
  void anUnknownTypeOfMessageIsNormal() {
    assertThat(read("<message type='odd'/>"))
        .isEqualTo(
            new StanzaCodec.Ok(
                new Message(null, null, null, Message.Type.NORMAL, null, List.of())));
  }

  @Test
  void thePriorityIsANumberOfOneByte() {
    assertThat(priority("5")).isEqualTo(5);
    assertThat(priority(" -128 ")).isEqualTo(-128);
    assertThat(priority("+1")).isEqualTo(1);
    for (String none : List.of("128", "-129", "", "high", "1.5")) {
      assertThat(priority(none)).as(none).isZero();
    }
  }

  @Test
  void whatIsNoStanzaIsAnErrorOfTheCaller() {
    Element other = XmlReader.parse("<message xmlns='jabber:server'/>");
    assertThat(StanzaCodec.isStanza(other)).isFalse();
    assertThatThrownBy(() -> read("<starttls/>")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Element body() {
    return Element.text("body", Stanza.NS, "It is the east & Juliet is the sun");
  }

  private static int priority(String text) {
    var priority = Element.text("priority", Stanza.NS, text);
    return new Presence(null, null, null, Presence.Type.AVAILABLE, null, List.of(priority))
        .priority();
  }

  private static void refused(String stanza, Condition condition) {
    StanzaCodec.Decoded read = read(stanza);
    assertThat(read).as(stanza).isInstanceOf(StanzaCodec.Refused.class);
    Stanza reply = Objects.requireNonNull(((StanzaCodec.Refused) read).reply());
    Element error = reply.toElement().child("error").orElseThrow();
    assertThat(StanzaError.read(error).condition()).as(stanza).isEqualTo(condition);
    assertThat(reply.to()).isNull();
  }

  private static StanzaCodec.Decoded read(String stanza) {
    return StanzaCodec.read(XmlReader.parse(stanza, Stanza.NS));
  }
}
