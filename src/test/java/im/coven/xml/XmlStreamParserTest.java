package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a stream holds comes out, in order, in any split of its bytes.
class XmlStreamParserTest {

  private static final String CONVERSATION =
      "<?xml version='1.0' encoding='UTF-8'?>\n"
          + Recording.HEADER
          + " \n<message to='coven@mix.example' id='1' type='groupchat' xml:lang='de'>"
          + "<body>Wann &lt;treffen&gt; wir drei &amp; so wieder?\r\nDon&apos;t &#x1F642; 🧙 é"
          + "</body><x:y xmlns:x='urn:x' x:z='&quot;a\tb&#10;c' emoji='🧙&#x1F642;'/>"
          + "<q xmlns='urn:q'>a<![CDATA[<b>]] ]>&amp;]]>c<r/>d</q></message>\n\n"
          + "<iq type='get' id='2'><ping xmlns='urn:xmpp:ping'/></iq> <presence/>"
          + "</stream:stream>";

  @Test
  void aStreamIsReadFromItsHeaderToItsEnd() {
    Recording heard = Recording.of(CONVERSATION, XmlLimits.CLIENT, CONVERSATION.length());
    assertThat(heard.lines)
        .containsExactly(
            "opened <stream xmlns='http://etherx.jabber.org/streams' to='example.org'"
                + " version='1.0' xml:lang='en'/> jabber:client",
            "element <message xmlns='jabber:client' to='coven@mix.example' id='1'"
                + " type='groupchat' xml:lang='de'><body>Wann &lt;treffen&gt; wir drei &amp; so"
                + " wieder?\nDon&apos;t 🙂 🧙 é</body><y xmlns='urn:x'"
                + " xmlns:a1='urn:x' a1:z='&quot;a b&#10;c' emoji='🧙🙂'/><q xmlns='urn:q'>a&lt;b&gt;]]"
                + " ]&gt;&amp;amp;c<r/>d</q></message>",
            "element <iq xmlns='jabber:client' type='get' id='2'>"
                + "<ping xmlns='urn:xmpp:ping'/></iq>",
            "element <presence xmlns='jabber:client'/>",
            "closed");
  }

  @Test
  void theSplitOfTheBytesDoesNotMatter() {
    var whole = Recording.of(CONVERSATION, XmlLimits.CLIENT, Integer.MAX_VALUE / 2);
    for (int piece = 1; piece < 100; piece++) {
      assertThat(Recording.of(CONVERSATION, XmlLimits.CLIENT, piece).lines)
          .as("pieces of %d bytes", piece)
          .isEqualTo(whole.lines);
    }
  }

  @Test
  void whereTheParserRestsDoesNotMatter() {
    var whole = Recording.of(CONVERSATION, XmlLimits.CLIENT, Integer.MAX_VALUE / 2);
    var rested = new Recording();
    var parser = new XmlStreamParser(XmlLimits.CLIENT, rested);
    for (byte each : CONVERSATION.getBytes(StandardCharsets.UTF_8)) {
      parser.feed(new byte[] {each});
      parser.rest();
    }
    assertThat(rested.lines).isEqualTo(whole.lines);
  }

  @Test
  void textIsOneNodeHoweverItCame() {
    Recording heard = Recording.of(CONVERSATION, XmlLimits.CLIENT, 1);
    Element body = heard.elements.getFirst().child("body").orElseThrow();
    assertThat(body.nodes()).hasSize(1);
  }

  @Test
  void theHeaderTellsItsNamespaces() {
    StreamHeader header = Recording.inStream("").headers.getFirst();
    assertThat(header.prefix()).isEqualTo("stream");
    assertThat(header.namespaces())
        .isEqualTo(Map.of("", "jabber:client", "stream", "http://etherx.jabber.org/streams"));
    assertThat(header.root().attr(Attribute.XML_NS, "lang")).isEqualTo("en");
  }

  @Test
  void keepAlivesBetweenStanzasAreNothing() {
    Recording heard = Recording.of("  \n " + Recording.HEADER + " \n\t ", XmlLimits.CLIENT, 1);
    assertThat(heard.lines).hasSize(1);
  }

  @Test
  void aPauseLeavesTheRestToTheNextParser() {
    var first = new Recording();
    var parsers = new XmlStreamParser[1];
    var sink =
        new XmlSink() {
          @Override
          public void opened(StreamHeader header) {}

          @Override
          public void element(Element element) {
            first.element(element);
            parsers[0].pause();
          }

          @Override
          public void closed() {}

          @Override
          public void fault(XmlFault fault) {
            first.fault(fault);
          }
        };
    parsers[0] = new XmlStreamParser(XmlLimits.CLIENT, sink);
    String before = Recording.HEADER + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>";
    byte[] bytes = (before + Recording.HEADER + "<presence/>").getBytes(StandardCharsets.UTF_8);

    int taken = parsers[0].feed(bytes);

    assertThat(taken).isEqualTo(before.length());
    assertThat(parsers[0].isBetweenElements()).isTrue();
    var second = new Recording();
    new XmlStreamParser(XmlLimits.CLIENT, second).feed(bytes, taken, bytes.length - taken);
    assertThat(first.lines).hasSize(1);
    assertThat(second.lines).hasSize(2).last().asString().startsWith("element <presence");
  }

  @Test
  void bytesBehindAnElementAreSeenBeforeTlsBegins() {
    var heard = new Recording();
    var parser = new XmlStreamParser(XmlLimits.CLIENT, heard);
    parser.feed((Recording.HEADER + "<starttls/><iq type=").getBytes(StandardCharsets.UTF_8));
    assertThat(parser.isBetweenElements()).isFalse();
  }

  @Test
  void nothingIsReportedAfterTheEnd() {
    Recording heard = Recording.inStream("</stream:stream><presence/>");
    assertThat(heard.lines).hasSize(2).last().isEqualTo("closed");
  }

  @Test
  void nothingIsReportedAfterAFault() {
    Recording heard = Recording.of(Recording.HEADER + "<!----><presence/>", XmlLimits.CLIENT, 1);
    assertThat(heard.lines).hasSize(2).last().asString().startsWith("fault RESTRICTED_XML");
  }

  @Test
  void whatCameBeforeAFaultIsReported() {
    Recording heard = Recording.inStream("<presence/><iq/><a></b>");
    assertThat(heard.elements).hasSize(2);
    assertThat(heard.fault()).isEqualTo("NOT_WELL_FORMED");
  }
}
