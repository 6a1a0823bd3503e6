package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Holds the parser against the JDK's: both agree on what is well formed and on what it says.
final class XmlOracle {

  private static final byte[] HEAD = Recording.HEADER.getBytes(StandardCharsets.UTF_8);
  private static final byte[] TAIL = "</stream:stream>".getBytes(StandardCharsets.UTF_8);
  private static final XMLInputFactory JDK = jdk();

  /// A colon that ends or begins a name, which the JDK lets pass although no QName has it.
  private static final Pattern ODD_COLON = Pattern.compile("[<\\s'\"]:|:[\\s=/>:]");

  private XmlOracle() {}

  /// Feeds bytes that stand in a stream: in one piece, in pieces of seven bytes, byte by byte.
  static Recording check(byte[] inside) {
    byte[] stream = new byte[HEAD.length + inside.length + TAIL.length];
    System.arraycopy(HEAD, 0, stream, 0, HEAD.length);
    System.arraycopy(inside, 0, stream, HEAD.length, inside.length);
    System.arraycopy(TAIL, 0, stream, HEAD.length + inside.length, TAIL.length);
    Recording whole = Recording.of(stream, XmlLimits.CLIENT, stream.length);
    assertThat(Recording.of(stream, XmlLimits.CLIENT, 7).lines).isEqualTo(whole.lines);
    assertThat(Recording.of(stream, XmlLimits.CLIENT, 1).lines).isEqualTo(whole.lines);
    compare(whole, stream);
    return whole;
  }

  private static void compare(Recording heard, byte[] stream) {
    boolean closed = heard.lines.contains("closed");
    if (closed) {
      try {
        // What stands behind the end is not ours to read any more.
        assertThat(heard.elements).isEqualTo(elements(Arrays.copyOf(stream, heard.taken)));
      } catch (XMLStreamException refused) {
        throw new AssertionError("accepted: " + refused.getMessage(), refused);
      }
      heard.elements.forEach(e -> assertThat(XmlReader.parse(e.toString())).isEqualTo(e));
    } else if (heard.fault().equals("NOT_WELL_FORMED")) {
      boolean refused = false;
      try {
        elements(stream);
      } catch (XMLStreamException expected) {
        refused = true;
      }
      boolean oddColon = ODD_COLON.matcher(new String(stream, StandardCharsets.UTF_8)).find();
      assertThat(refused || oddColon).as("refused: %s", heard.faults).isTrue();
    }
  }

  private static List<Element> elements(byte[] stream) throws XMLStreamException {
    XMLStreamReader in = JDK.createXMLStreamReader(new ByteArrayInputStream(stream), "UTF-8");
    var stack = new ElementStack();
    stack.expectHeader();
    List<Element> elements = new ArrayList<>();
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          stack.start(in);
          if (stack.isHeaderNext()) {
            stack.takeHeader();
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            stack.text(in.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          stack.end();
          Element complete = stack.takeTop();
          if (complete != null) {
            elements.add(complete);
          }
        }
        default -> {}
      }
    }
    return elements;
  }

  private static XMLInputFactory jdk() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    // Names of more than 1000 characters are no question of being well formed.
    factory.setProperty("jdk.xml.maxXMLNameLimit", "0");
    return factory;
  }
}
