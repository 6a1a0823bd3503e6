package im.coven.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import im.coven.xml.XmlFault.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/// Turns units that the guard let through into elements, with Aalto.
///
/// Aalto's symbol table has 255 buckets and never forgets, and its list of prefixes is searched
/// from the front: names that a peer makes up would make every later name slower. So names that are
/// not of our vocabulary are counted; when enough have come the reader is replaced, and the new one
/// is told the header. A reader is never closed, and never reads the end of its document: both
/// would merge its symbols into the factory's, for ever and for all. A stream that is silent has no
/// reader: it takes 5 kB, and to make one takes some microseconds.
final class XmlUnitReader {

  private static final InputFactoryImpl FACTORY = XmlVocabulary.warmFactory();
  private static final byte[] NONE = {};
  private static final int INITIAL_NAMES = 16;

  private final XmlLimits limits;
  private final ElementStack stack = new ElementStack();
  private Set<String> readerNames = Set.of();
  private Set<String> unitNames = Set.of();
  private byte[] headerBytes = NONE;
  private @Nullable AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;
  private @Nullable StreamHeader header;

  XmlUnitReader(XmlLimits limits) {
    this.limits = limits;
  }

  /// Begins with the bytes of the start tag that all units stand in.
  @Nullable XmlFault open(byte[] startTag) {
    headerBytes = startTag;
    return replaceReader();
  }

  /// The header, once {@link #open} has answered null.
  StreamHeader header() {
    return Objects.requireNonNull(header);
  }

  /// Reads a whole unit, or the end tag of all.
  @Nullable XmlFault read(byte[] bytes, int from, int to) {
    if (reader == null || readerNames.size() >= limits.readerNamesMax()) {
      replaceReader();
    }
    unitNames = Set.of();
    XmlFault fault = pump(bytes, from, to);
    release();
    return fault;
  }

  /// Lets go of the reader; the next unit brings another.
  void rest() {
    reader = null;
  }

  /// The unit that was read, or null when its end is missing. Forgets it.
  @Nullable Element element() {
    return stack.takeTop();
  }

  /// Whether the end tag of all came, and was the right one.
  boolean isClosed() {
    return stack.isClosed();
  }

  private @Nullable XmlFault replaceReader() {
    reader = FACTORY.createAsyncForByteArray();
    readerNames = Set.of();
    unitNames = Set.of();
    stack.expectHeader();
    XmlFault fault = pump(headerBytes, 0, headerBytes.length);
    if (fault == null && header == null) {
      return new XmlFault(Kind.NOT_WELL_FORMED, "a header without its end");
    }
    return fault;
  }

  /// Lets go of the bytes last read, which Aalto would hold on to.
  private void release() {
    try {
      Objects.requireNonNull(reader).getInputFeeder().feedInput(NONE, 0, 0);
    } catch (XMLStreamException unread) {
      // Only after a fault, when the rest is not read; then the reader goes too.
      reader = null;
    }
  }

  private @Nullable XmlFault pump(byte[] bytes, int from, int to) {
    try {
      AsyncXMLStreamReader<AsyncByteArrayFeeder> in = Objects.requireNonNull(reader);
      in.getInputFeeder().feedInput(bytes, from, to - from);
      int event = in.next();
      while (event != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
        XmlFault fault = take(event, in);
        if (fault != null) {
          return fault;
        }
        event = in.next();
      }
      return null;
    } catch (XMLStreamException | RuntimeException malformed) {
      // Aalto throws unchecked ones from where the interface does not let it throw others.
      return new XmlFault(Kind.NOT_WELL_FORMED, "not well-formed");
    }
  }

  private @Nullable XmlFault take(int event, AsyncXMLStreamReader<AsyncByteArrayFeeder> in)
      throws XMLStreamException {
    return switch (event) {
      case XMLStreamConstants.START_DOCUMENT -> null;
      case XMLStreamConstants.START_ELEMENT -> startElement(in);
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
        stack.text(in.getText());
        yield null;
      }
      case XMLStreamConstants.END_ELEMENT -> {
        stack.end();
        yield null;
      }
      default -> new XmlFault(Kind.RESTRICTED_XML, "XML that is not allowed in a stream");
    };
  }

  private @Nullable XmlFault startElement(AsyncXMLStreamReader<AsyncByteArrayFeeder> in) {
    if (isPrefixMisused(in)) {
      return new XmlFault(Kind.NOT_WELL_FORMED, "not well-formed with namespaces");
    }
    if (stack.isHeaderNext()) {
      stack.start(in);
      readHeader(stack.takeHeader(), in);
      return null;
    }
    stack.start(in);
    countNames(in);
    return unitNames.size() > limits.namesMax()
        ? new XmlFault(
            Kind.POLICY_VIOLATION, "more than " + limits.namesMax() + " distinct names in a stanza")
        : null;
  }

  private void readHeader(Element root, AsyncXMLStreamReader<AsyncByteArrayFeeder> in) {
    if (header != null) {
      return;
    }
    Map<String, String> namespaces = new HashMap<>();
    for (int i = 0; i < in.getNamespaceCount(); i++) {
      namespaces.put(orEmpty(in.getNamespacePrefix(i)), orEmpty(in.getNamespaceURI(i)));
    }
    header = new StreamHeader(root, orEmpty(in.getPrefix()), namespaces);
  }

  /// What Aalto lets pass: a prefix that is bound to nothing, and names that are none without their
  /// prefix, such as `p:1`. Ours are written without. See Namespaces in XML 1.0 §2.2 and §4.
  private static boolean isPrefixMisused(AsyncXMLStreamReader<AsyncByteArrayFeeder> in) {
    boolean misused = isOdd(in.getPrefix(), in.getLocalName());
    for (int i = 0; i < in.getAttributeCount(); i++) {
      misused |= isOdd(in.getAttributePrefix(i), in.getAttributeLocalName(i));
    }
    for (int i = 0; i < in.getNamespaceCount(); i++) {
      String prefix = orEmpty(in.getNamespacePrefix(i));
      misused |=
          !prefix.isEmpty() && (isOdd("xmlns", prefix) || orEmpty(in.getNamespaceURI(i)).isEmpty());
    }
    return misused;
  }

  /// Whether what follows a prefix could not begin a name.
  private static boolean isOdd(@Nullable String prefix, String localName) {
    return prefix != null
        && !prefix.isEmpty()
        && (localName.isEmpty() || !XmlChars.isNameStart(localName.codePointAt(0)));
  }

  private void countNames(AsyncXMLStreamReader<AsyncByteArrayFeeder> in) {
    count(in.getPrefix(), in.getLocalName());
    for (int i = 0; i < in.getAttributeCount(); i++) {
      count(in.getAttributePrefix(i), in.getAttributeLocalName(i));
    }
    for (int i = 0; i < in.getNamespaceCount(); i++) {
      String prefix = in.getNamespacePrefix(i);
      if (prefix != null && !prefix.isEmpty()) {
        count("xmlns", prefix);
      }
    }
  }

  private void count(@Nullable String prefix, String localName) {
    boolean plain = prefix == null || prefix.isEmpty();
    String name = plain ? localName : prefix + ':' + localName;
    if (XmlVocabulary.knows(name)) {
      return;
    }
    if (unitNames.isEmpty()) {
      unitNames = new HashSet<>(INITIAL_NAMES);
    }
    if (unitNames.add(name)) {
      if (readerNames.isEmpty()) {
        readerNames = new HashSet<>(INITIAL_NAMES);
      }
      readerNames.add(name);
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
