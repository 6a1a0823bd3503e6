package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What a peer could send to exhaust us ends its stream while it comes in, or stays linear.
class XmlAttackTest {

  private static final int MEGABYTE = 1024 * 1024;

  @Test
  void aDocumentThatNeverEndsIsNeverHeld() {
    assertEndless("<message><body>", "aaaaaaaa", "bytes in a stanza");
    assertEndless("<message><body a='", "aaaaaaaa", "bytes in a tag");
    assertEndless("<message><body><![CDATA[", "aaaaaaaa", "bytes in a stanza");
    assertEndless("<message><body>", "&amp;", "bytes in a stanza");
    assertEndless("<message><body>&#x", "0000", "bytes in a stanza");
    assertEndless("<message><", "aaaaaaaa", "bytes in a tag");
    assertEndless("<message ", "        ", "bytes in a tag");
    assertEndless("<message></message", "        ", "bytes in a tag");
    assertEndless("<message>", "<a/>", "elements in a stanza");
    assertEndless("<message>", "<a>", "elements deep");
  }

  @Test
  void aHeaderThatNeverEndsIsNeverHeld() {
    assertRefusedEarly("<stream:stream a='", "aaaaaaaa", "bytes in a tag");
    assertRefusedEarly("<", "aaaaaaaa", "bytes in a tag");
    assertRefusedEarly("<?xml ", "        ", "bytes in a tag");
  }

  @Test
  void aCommentOrInstructionOrDocumentTypeIsRefusedBeforeItIsRead() {
    for (String open : new String[] {"<!-- ", "<?target ", "<!DOCTYPE "}) {
      assertThat(Recording.inStream(open).fault()).as(open).isEqualTo("RESTRICTED_XML");
      assertThat(Recording.of(open, XmlLimits.CLIENT, 1).fault())
          .as(open)
          .isEqualTo("RESTRICTED_XML");
    }
  }

  @Test
  void tenThousandNestedElementsAreRefused() {
    Recording heard = Recording.inStream("<message>" + "<a>".repeat(10_000));
    assertThat(heard.fault()).isEqualTo("POLICY_VIOLATION");
    assertThat(heard.faults.getFirst().text()).contains("elements deep");
  }

  @Test
  void elementsWithinTheLimitsAreAccepted() {
    int depth = XmlLimits.CLIENT.depthMax();
    assertThat(Recording.inStream("<a>".repeat(depth) + "</a>".repeat(depth)).elements).hasSize(1);
    int attributes = XmlLimits.CLIENT.attributesMax();
    assertThat(Recording.inStream("<a" + many(attributes, i -> " b" + i + "=''") + "/>").elements)
        .hasSize(1);
    int elements = XmlLimits.CLIENT.elementsMax() - 1;
    assertThat(Recording.inStream("<a>" + "<b/>".repeat(elements) + "</a>").elements).hasSize(1);
    int text = XmlLimits.CLIENT.stanzaBytesMax() - "<a></a>".length();
    assertThat(Recording.inStream("<a>" + "x".repeat(text) + "</a>").elements).hasSize(1);
    int value = XmlLimits.CLIENT.tagBytesMax() - "<a b=''/>".length();
    assertThat(Recording.inStream("<a b='" + "x".repeat(value) + "'/>").elements).hasSize(1);
  }

  @Test
  void aByteBeyondALimitIsRefusedInAnySplit() {
    int text = XmlLimits.UNAUTHENTICATED.stanzaBytesMax() - "<a></a>".length() + 1;
    String stanza = Recording.HEADER + "<a>" + "x".repeat(text) + "</a>";
    for (int piece : new int[] {1, 7, 1000, 1_000_000}) {
      Recording heard = Recording.of(stanza, XmlLimits.UNAUTHENTICATED, piece);
      assertThat(heard.elements).isEmpty();
      assertThat(heard.fault()).isEqualTo("POLICY_VIOLATION");
    }
  }

  @Test
  void fourThousandNamespacesInATagAreRefused() {
    String tag = "<a" + many(4000, i -> " xmlns:p" + i + "='n" + i + "'") + "/>";
    Recording heard = Recording.inStream(tag);
    assertThat(heard.fault()).isEqualTo("POLICY_VIOLATION");
    assertThat(heard.faults.getFirst().text()).contains("attributes in a tag");
  }

  @Test
  void moreNamesInAStanzaThanAreOrdinaryAreRefused() {
    int names = XmlLimits.CLIENT.namesMax();
    assertThat(Recording.inStream("<message>" + many(names, i -> "<n" + i + "/>") + "</message>"))
        .extracting(heard -> heard.elements.size())
        .isEqualTo(1);
    Recording heard =
        Recording.inStream("<message>" + many(names + 1, i -> "<n" + i + "/>") + "</message>");
    assertThat(heard.faults.getFirst().text()).contains("distinct names");
    heard =
        Recording.inStream("<message>" + many(names + 1, i -> "<a n" + i + "=''/>") + "</message>");
    assertThat(heard.faults.getFirst().text()).contains("distinct names");
    heard =
        Recording.inStream(
            "<message>" + many(names + 1, i -> "<a xmlns:p" + i + "='u'/>") + "</message>");
    assertThat(heard.faults.getFirst().text()).contains("distinct names");
  }

  @Test
  void namesSpreadOverAStreamCostNoMoreTheMoreCame() {
    assertLinear(i -> "<message><n" + i + " v" + i + "=''/></message>");
  }

  @Test
  void prefixesSpreadOverAStreamCostNoMoreTheMoreCame() {
    assertLinear(i -> "<message><p" + i + ":n xmlns:p" + i + "='u'/></message>");
  }

  @Test
  void namesThatCollideCostNoMoreTheMoreCame() {
    // Aalto adds up quads of bytes, each sum times 31: one more in a quad and 31 less in the next.
    assertLinear(i -> {
      String bits = Integer.toBinaryString(1 << 17 | i);
      return "<message><" + bits.replace("0", "namanamy").replace("1", "nambnamZ") + "/></message>";
    });
  }

  @Test
  void aReaderIsReplacedOnlyBetweenStanzasAndForgetsNothingOfTheHeader() {
    var limits = new XmlLimits(100_000, 10_000, 10, 10, 100, 100, 3);
    String stanzas = many(50, i -> "<n" + i + "><stream:x xml:lang='de'/></n" + i + ">");
    for (int piece : new int[] {1, 3, 10_000}) {
      Recording heard = Recording.of(Recording.HEADER + stanzas, limits, piece);
      assertThat(heard.lines).hasSize(51);
      assertThat(heard.headers).hasSize(1);
      assertThat(heard.elements)
          .allMatch(e -> e.ns().equals("jabber:client"))
          .allMatch(e -> e.child("x", "http://etherx.jabber.org/streams").isPresent());
    }
  }

  @Test
  void namesOfOneStreamDoNotReachTheNext() {
    // If they did, the last streams would search a table that the first ones filled.
    long first = streamsOfNewNames(0);
    long last = 0;
    for (int round = 1; round < 12; round++) {
      last = streamsOfNewNames(round);
    }
    assertThat(last).isLessThan(6 * first + 50_000_000L);
  }

  @Test
  void theBillionLaughsAreNotHeard() {
    String laughs =
        "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]>"
            + "<stream:stream>&lol2;";
    assertThat(Recording.of(laughs, XmlLimits.CLIENT, 1).lines).hasSize(1);
    assertThat(Recording.of(laughs, XmlLimits.CLIENT, 1).fault()).isEqualTo("RESTRICTED_XML");
  }

  private static long streamsOfNewNames(int round) {
    long begin = System.nanoTime();
    for (int stream = 0; stream < 20; stream++) {
      String prefix = "r" + round + "s" + stream + "n";
      String names = many(150, i -> "<" + prefix + i + "/>");
      Recording heard = Recording.inStream(names + "</stream:stream>");
      assertThat(heard.elements).hasSize(150);
    }
    return System.nanoTime() - begin;
  }

  /// 80 000 stanzas, each with names of its own: the last quarter takes about as long as one
  /// before. Without a replacement of readers it takes some hundred times as long.
  private static void assertLinear(IntFunction<String> stanza) {
    int quarter = 20_000;
    var sink = new Recording();
    var parser = new XmlStreamParser(XmlLimits.CLIENT, sink);
    parser.feed(Recording.HEADER.getBytes(StandardCharsets.UTF_8));
    long[] times = new long[4];
    for (int q = 0; q < 4; q++) {
      int from = q * quarter;
      byte[] bytes = many(quarter, i -> stanza.apply(from + i)).getBytes(StandardCharsets.UTF_8);
      long begin = System.nanoTime();
      parser.feed(bytes);
      times[q] = System.nanoTime() - begin;
      assertThat(sink.faults).isEmpty();
      assertThat(sink.elements).hasSize(quarter);
      sink.elements.clear();
      sink.lines.clear();
    }
    long[] earlier = Arrays.copyOf(times, 3);
    Arrays.sort(earlier);
    assertThat(times[3]).as(Arrays.toString(times)).isLessThan(6 * earlier[1]);
  }

  /// Twenty megabytes of it are refused before the first one is fed.
  private static void assertEndless(String open, String more, String why) {
    assertRefusedEarly(Recording.HEADER + open, more, why);
  }

  private static void assertRefusedEarly(String open, String more, String why) {
    var heard = new Recording();
    var parser = new XmlStreamParser(XmlLimits.CLIENT, heard);
    parser.feed(open.getBytes(StandardCharsets.UTF_8));
    byte[] chunk = more.repeat(1024).getBytes(StandardCharsets.UTF_8);
    int fed = 0;
    while (!parser.isEnded() && fed < 20 * MEGABYTE) {
      fed += parser.feed(chunk);
    }
    assertThat(heard.fault()).as(open).isEqualTo("POLICY_VIOLATION");
    assertThat(heard.faults.getFirst().text()).as(open).contains(why);
    assertThat(fed).as(open).isLessThanOrEqualTo(XmlLimits.CLIENT.stanzaBytesMax());
    assertThat(heard.elements).isEmpty();
  }

  private static String many(int count, IntFunction<String> one) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(one.apply(i));
    }
    return text.toString();
  }
}
