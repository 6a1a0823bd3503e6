package im.coven.disco;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.xml.XmlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Discovery survives the wire, and capabilities hash as XEP-0115 shows.
class DiscoTest {

  private static final String PSI_NODE = "http://psi-im.org";

  /// XEP-0115 §5.3, "complex generation example".
  private static final DiscoInfo PSI =
      new DiscoInfo(
          List.of(
              new Identity("client", "pc", "Psi 0.11", "en"),
              new Identity("client", "pc", "Ψ 0.11", "el")),
          List.of(
              "http://jabber.org/protocol/caps",
              "http://jabber.org/protocol/disco#info",
              "http://jabber.org/protocol/disco#items",
              "http://jabber.org/protocol/muc"),
          List.of(
              DataForm.of(
                  DataForm.Type.RESULT,
                  "urn:xmpp:dataforms:softwareinfo",
                  List.of(
                      Field.of("ip_version", "ipv6", "ipv4"),
                      Field.of("os", "Mac"),
                      Field.of("os_version", "10.5.1"),
                      Field.of("software", "Psi"),
                      Field.of("software_version", "0.11")))));

  /// XEP-0115 §5.2, "simple generation example".
  private static final DiscoInfo EXODUS =
      new DiscoInfo(
          new Identity("client", "pc", "Exodus 0.9.1"),
          List.of(
              "http://jabber.org/protocol/muc",
              "http://jabber.org/protocol/disco#items",
              "http://jabber.org/protocol/disco#info",
              "http://jabber.org/protocol/caps"));

  @Test
  void theSimpleExampleHashesAsShown() {
    assertThat(Caps.verification(EXODUS, "sha-1")).contains("QgayPKawpkPSDYmwT/WM94uAlu0=");
  }

  @Test
  void theComplexExampleHashesAsShown() {
    assertThat(Caps.verification(PSI, "sha-1")).contains("q07IKJEyjvHSyhy//CH0CxmKi8w=");
    assertThat(Caps.verification(PSI, "rot13")).isEmpty();
  }

  @Test
  void anAnswerProvesItsHashOnlyWhenItIsWellFormed() {
    Caps caps = Caps.of(PSI_NODE, PSI);
    assertThat(caps.isProvedBy(PSI)).isTrue();
    assertThat(caps.isProvedBy(EXODUS)).isFalse();
    var twice = new DiscoInfo(PSI.identities(), List.of("a", "a"), List.of());
    assertThat(Caps.of(PSI_NODE, twice).isProvedBy(twice)).isFalse();
  }

  @Test
  void capabilitiesSurviveTheWire() {
    Caps caps = Caps.of(PSI_NODE, PSI);
    assertThat(Caps.read(XmlReader.parse(caps.toElement().toString()))).contains(caps);
    assertThat(caps.queryNode()).isEqualTo("http://psi-im.org#q07IKJEyjvHSyhy//CH0CxmKi8w=");
    assertThat(Caps.read(XmlReader.parse("<c xmlns='" + Caps.NS + "' node='n' ver='v'/>")))
        .isEmpty();
  }

  @Test
  void infoSurvivesTheWire() {
    var wire = XmlReader.parse(PSI.toElement("a&b").toString());
    assertThat(wire.attr("node")).isEqualTo("a&b");
    DiscoInfo read = DiscoInfo.read(wire).orElseThrow();
    assertThat(read).isEqualTo(PSI);
    assertThat(read.has("http://jabber.org/protocol/muc")).isTrue();
    assertThat(read.is("client", "pc")).isTrue();
    assertThat(read.is("client", "phone")).isFalse();
    assertThat(read.form("urn:xmpp:dataforms:softwareinfo")).isPresent();
  }

  @Test
  void itemsSurviveTheWire() {
    var items =
        new DiscoItems(
            List.of(
                new DiscoItems.Item(Jid.of("coven@mix.example"), null, null),
                new DiscoItems.Item(Jid.of("mix.example"), "urn:xmpp:mix:nodes:info", "Info")));
    assertThat(DiscoItems.read(XmlReader.parse(items.toElement(null).toString()))).contains(items);
  }

  @Test
  void anItemWithoutAnAddressIsLeftOut() {
    var query =
        XmlReader.parse("<query xmlns='" + DiscoItems.NS + "'><item/><item jid='@@'/></query>");
    assertThat(DiscoItems.read(query)).contains(new DiscoItems(List.of()));
  }

  @Test
  void anotherElementIsNotRead() {
    assertThat(DiscoInfo.read(XmlReader.parse("<query xmlns='u'/>"))).isEmpty();
    assertThat(DiscoItems.read(XmlReader.parse("<query xmlns='u'/>"))).isEmpty();
  }
}
