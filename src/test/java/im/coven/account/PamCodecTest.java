package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.PamCodec.Command.ClientJoin;
import im.coven.account.PamCodec.Command.ClientLeave;
import im.coven.account.PamCodec.Command.Malformed;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PamCodecTest {

  @ParameterizedTest
  @CsvSource({
    "urn:xmpp:mix:pam:0,urn:xmpp:mix:core:0",
    "urn:xmpp:mix:pam:1,urn:xmpp:mix:core:1",
    "urn:xmpp:mix:pam:2,urn:xmpp:mix:core:1"
  })
  void aCommandIsAnsweredInItsOwnDialect(String pam, String core) {
    Element join = XmlReader.parse("<join xmlns='" + core + "'><nick>third witch</nick></join>");
    Element payload =
        Element.builder("client-join", pam)
            .attr("channel", "coven@mix.shakespeare.example")
            .add(join)
            .build();
    assertThat(PamCodec.isCommand(payload)).isTrue();
    var command = (ClientJoin) PamCodec.read(payload);
    assertThat(command.channel()).isEqualTo(Jid.of("coven@mix.shakespeare.example"));
    assertThat(command.payload()).isEqualTo(join);
    assertThat(PamCodec.joined(command, join).ns()).isEqualTo(pam);
  }

  @Test
  void leavingAChannelThatIsGoneIsAnsweredWithALeaveOfOurs() {
    var command =
        (ClientLeave)
            PamCodec.read(
                XmlReader.parse(
                    "<client-leave xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.example'>"
                        + "<leave xmlns='urn:xmpp:mix:core:1'/></client-leave>"));
    assertThat(PamCodec.left(command, null))
        .hasToString(
            "<client-leave xmlns='urn:xmpp:mix:pam:2'>"
                + "<leave xmlns='urn:xmpp:mix:core:1'/></client-leave>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<client-join xmlns='urn:xmpp:mix:pam:2'><join xmlns='urn:xmpp:mix:core:1'/></client-join>"
            + "|bad-request",
        "<client-join xmlns='urn:xmpp:mix:pam:2' channel='a@b'/>|bad-request",
        "<client-leave xmlns='urn:xmpp:mix:pam:2' channel='a@b'>"
            + "<join xmlns='urn:xmpp:mix:core:1'/></client-leave>|bad-request",
        "<client-join xmlns='urn:xmpp:mix:pam:2' channel='@'>"
            + "<join xmlns='urn:xmpp:mix:core:1'/></client-join>|jid-malformed",
        "<client-join xmlns='urn:xmpp:mix:pam:2' channel='mix.example'>"
            + "<join xmlns='urn:xmpp:mix:core:1'/></client-join>|jid-malformed",
      })
  void malformedCommandsAreRefused(String xml, String condition) {
    assertThat(PamCodec.read(XmlReader.parse(xml)))
        .isInstanceOfSatisfying(
            Malformed.class,
            refused -> assertThat(refused.error().condition().wire()).isEqualTo(condition));
  }

  @Test
  void theParticipantIdIsReadFromEitherForm() {
    assertThat(id("<join xmlns='urn:xmpp:mix:core:1' id='123'/>")).isEqualTo("123");
    assertThat(id("<join xmlns='urn:xmpp:mix:core:0' jid='456#coven@mix.example'/>"))
        .isEqualTo("456");
    assertThat(id("<join xmlns='urn:xmpp:mix:core:0' jid='coven@mix.example'/>")).isEqualTo("none");
  }

  @Test
  void presenceIsSharedUnlessTheJoinSaysNo() {
    assertThat(subscription("share")).isEqualTo(Subscription.FROM);
    assertThat(subscription("not share")).isEqualTo(Subscription.NONE);
    assertThat(PamCodec.subscription(XmlReader.parse("<join xmlns='urn:xmpp:mix:core:1'/>")))
        .isEqualTo(Subscription.FROM);
  }

  private static String id(String join) {
    return PamCodec.participantId(XmlReader.parse(join)).orElse("none");
  }

  private static Subscription subscription(String presence) {
    return PamCodec.subscription(
        XmlReader.parse(
            "<join xmlns='urn:xmpp:mix:core:1'><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>"
                + "<field var='Presence'><value>"
                + presence
                + "</value></field></x></join>"));
  }
}
