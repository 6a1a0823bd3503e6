package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What is refused, and as what; each in one piece and byte by byte.
class XmlRefusalTest {

  @Test
  void whatIsNotWellFormedIsRefused() {
    refused(
        "NOT_WELL_FORMED",
        """
        <a></b>
        <a><b></a></b>
        </a>
        <a b='1' b='2'/>
        <a b=1/>
        <a b/>
        <a b='1'c='2'/>
        <a b='<'/>
        <a b='&'/>
        <a b='x' =''/>
        <a / >
        <a /b>
        <a/b/>
        </stream:stream/>
        < a/>
        <1/>
        <-/>
        <:a/>
        <a:/>
        <a:b:c xmlns:a='u'/>
        <a>]]></a>
        <a>]]]></a>
        </stream>
        </stream:strean>
        </stream:streams>
        <a><![cdata[x]]></a>
        <a><!x></a>
        <a>&</a>
        <a>& </a>
        <a>&;</a>
        <a>&lt</a>
        <a>&#;</a>
        <a>&#x;</a>
        <a>&#X41;</a>
        <a>&#-1;</a>
        <a>&#a;</a>
        <a>&#xg;</a>
        """);
  }

  @Test
  void whatIsNotWellFormedWithNamespacesIsRefused() {
    refused(
        "NOT_WELL_FORMED",
        """
        <p:a/>
        <p:1 xmlns:p='u'/>
        <p:-a xmlns:p='u'/>
        <a xmlns:p='u' p:.b=''/>
        <a xmlns:1='u'/>
        <a xmlns:.p='u'/>
        <a p:b=''/>
        <a xmlns:p=''/>
        <a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>
        <a xmlns:xml='u'/>
        <a xmlns:xmlns='u'/>
        <xmlns:a/>
        <a xmlns='http://www.w3.org/XML/1998/namespace'/>
        <a xmlns:p='http://www.w3.org/XML/1998/namespace'/>
        <a xmlns='http://www.w3.org/2000/xmlns/'/>
        <a xmlns:p='http://www.w3.org/2000/xmlns/'/>
        <a xmlns='u' xmlns='v'/>
        """);
  }

  @Test
  void charactersThatXmlDoesNotKnowAreRefused() {
    refused(
        "NOT_WELL_FORMED",
        """
        <a>&#0;</a>
        <a>&#1;</a>
        <a>&#8;</a>
        <a>&#x1F;</a>
        <a>&#xD800;</a>
        <a>&#xDFFF;</a>
        <a>&#xFFFE;</a>
        <a>&#xFFFF;</a>
        <a>&#x110000;</a>
        <a>&#99999999999999999999;</a>
        <a>&#4294967361;</a>
        <a b='&#0;'/>
        <a>\u0001</a>
        <a b='\u0001'/>
        <a\u0001/>
        <a>\uFFFE</a>
        <a>\uFFFF</a>
        <a b='\uFFFF'/>
        <a><![CDATA[\u0000]]></a>
        """);
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    String[] sequences = {
      "80",
      "BF",
      "C0 80",
      "C1 BF",
      "C3",
      "C3 28",
      "E0 80 AF",
      "E0 9F BF",
      "E2 82",
      "E2 28 A1",
      "ED A0 80",
      "ED BF BF",
      "EF BF BE",
      "EF BF BF",
      "F0 80 80 80",
      "F0 8F BF BF",
      "F0 28 8C BC",
      "F0 9F 98",
      "F4 90 80 80",
      "F5 80 80 80",
      "F8 88 80 80 80",
      "FE",
      "FF",
      "C3 C3",
    };
    for (String sequence : sequences) {
      byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(sequence);
      for (String[] around :
          new String[][] {
            {"<a>", "</a>"}, {"<a b='", "'/>"}, {"<a><![CDATA[", "]]></a>"}, {"<a", "/>"}
          }) {
        assertRefused("NOT_WELL_FORMED", join(around[0], bytes, around[1]), sequence);
      }
    }
  }

  @Test
  void everyKindOfUtf8IsAccepted() {
    String text = "\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uD800\uDC00\uDBFF\uDFFF\u007F\u0085";
    Recording heard = Recording.inStream("<a b='" + text + "'>" + text + "</a>");
    assertThat(heard.elements.getFirst().text()).isEqualTo(text);
    assertThat(heard.elements.getFirst().attr("b")).isEqualTo(text);
  }

  @Test
  void whatXmppRestrictsIsRefused() {
    refused(
        "RESTRICTED_XML",
        """
        <!-- -->
        <a><!-- --></a>
        <?pi?>
        <a><?pi?></a>
        <?xml version='1.0'?>
        <!DOCTYPE a>
        <a>&nbsp;</a>
        <a b='&nbsp;'/>
        <a>&LT;</a>
        <a>&l;</a>
        <a>&averylongname;</a>
        """);
  }

  @Test
  void charactersBetweenStanzasAreRefused() {
    refused(
        "BAD_FORMAT",
        """
        a
        <a/>b
        &amp;
        <![CDATA[x]]>
        >
        """);
  }

  @Test
  void theDeclarationIsChecked() {
    assertHeader("none", "<?xml version='1.0'?>");
    assertHeader("none", "<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes' ?>\r\n");
    assertHeader("none", "\n <?xml version = '1.0' encoding = 'UTF-8'?>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.1'?>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='2.0'?>");
    assertHeader("NOT_WELL_FORMED", "<?xml ?>");
    assertHeader("NOT_WELL_FORMED", "<?xml encoding='UTF-8'?>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.0'encoding='UTF-8'?>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.0\"?>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.0' ? >");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.0'>");
    assertHeader("NOT_WELL_FORMED", "<?xml version='1.0' standalone='maybe'?>");
    assertHeader("UNSUPPORTED_ENCODING", "<?xml version='1.0' encoding='ISO-8859-1'?>");
    assertHeader("UNSUPPORTED_ENCODING", "<?xml version='1.0' encoding='UTF-16'?>");
    assertHeader("RESTRICTED_XML", "<?xml version='1.0'?><?xml version='1.0'?>");
    assertHeader("RESTRICTED_XML", "<?xmlish?>");
    assertHeader("RESTRICTED_XML", "<!DOCTYPE a>");
    assertHeader("RESTRICTED_XML", "<!-- hello -->");
  }

  @Test
  void otherEncodingsAreSeenAtTheFirstByte() {
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
      Recording heard = Recording.of(Recording.HEADER.getBytes(charset), XmlLimits.CLIENT, 1);
      assertThat(heard.fault()).as(charset.name()).isEqualTo("UNSUPPORTED_ENCODING");
    }
  }

  @Test
  void whatIsNoHeaderIsRefused() {
    assertHeader("NOT_WELL_FORMED", "GET / HTTP/1.1\r\n\r\n");
    assertHeader("NOT_WELL_FORMED", "\u0016\u0003\u0001");
    assertHeader("NOT_WELL_FORMED", "</a>");
    assertHeader("NOT_WELL_FORMED", "<![CDATA[x]]>");
    assertHeader("NOT_WELL_FORMED", "\uFEFF");
    assertHeader("BAD_FORMAT", "<a/>");
    assertHeader("NOT_WELL_FORMED", "<p:a>");
  }

  private static void refused(String kind, String rows) {
    for (String row : rows.lines().toList()) {
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      assertRefused(kind, bytes, row);
    }
  }

  private static void assertRefused(String kind, byte[] bytes, String what) {
    byte[] stream = join(Recording.HEADER, bytes, "<tail>");
    Recording whole = Recording.of(stream, XmlLimits.CLIENT, stream.length);
    Recording split = Recording.of(stream, XmlLimits.CLIENT, 1);
    assertThat(whole.fault()).as(what).isEqualTo(kind);
    assertThat(split.lines).as(what).isEqualTo(whole.lines);
  }

  private static void assertHeader(String kind, String before) {
    String stream = before + Recording.HEADER;
    assertThat(Recording.of(stream, XmlLimits.CLIENT, stream.length() * 2).fault())
        .as(before)
        .isEqualTo(kind);
    assertThat(Recording.of(stream, XmlLimits.CLIENT, 1).fault()).as(before).isEqualTo(kind);
  }

  private static byte[] join(String before, byte[] bytes, String after) {
    byte[] head = before.getBytes(StandardCharsets.UTF_8);
    byte[] tail = after.getBytes(StandardCharsets.UTF_8);
    var all = java.nio.ByteBuffer.allocate(head.length + bytes.length + tail.length);
    return all.put(head).put(bytes).put(tail).array();
  }
}
