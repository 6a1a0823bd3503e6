package im.coven.xml;

import im.coven.xml.XmlFault.Kind;
import org.jspecify.annotations.Nullable;

/// Looks at every byte of a stream before Aalto does, and cuts the stream into units: the header,
/// each element inside it, the end tag.
///
/// It refuses what RFC 6120 §11 prohibits, what is not UTF-8, characters that XML does not know,
/// and what passes a limit. It knows where tags, values and sections begin and end, and leaves the
/// rest of the grammar (names, matching tags, namespaces, attributes given twice) to Aalto, which
/// is strict there. Whitespace between units belongs to none.
///
/// One `while` over a `state`, each state a method that takes as many bytes as it can:
///
/// ```
/// OUTSIDE ─<─▶ OPEN ─┬─name─▶ START_TAG ⇄ VALUE ⇄ REFERENCE
///    ▲               ├─/────▶ END_TAG
///    │               ├─!────▶ BANG ─[CDATA[─▶ CDATA
///    │               └─?────▶ QUESTION ─xml─▶ DECLARATION
///    └── a unit is complete, else CONTENT ⇄ REFERENCE
/// ```
final class XmlGuard {

  /// Why a scan stopped.
  enum Cut {
    /// The bytes ran out.
    MORE,
    /// An XML declaration is complete.
    DECLARED,
    /// The header is complete.
    OPENED,
    /// An element of the stream is complete.
    ELEMENT,
    /// The stream's end tag is complete.
    CLOSED,
    FAULT
  }

  private static final int OUTSIDE = 0;
  private static final int OPEN = 1;
  private static final int START_TAG = 2;
  private static final int VALUE = 3;
  private static final int END_TAG = 4;
  private static final int CONTENT = 5;
  private static final int REFERENCE = 6;
  private static final int BANG = 7;
  private static final int CDATA = 8;
  private static final int QUESTION = 9;
  private static final int DECLARATION = 10;
  private static final int UNBOUNDED = Integer.MAX_VALUE;

  private static final boolean[] PLAIN_TEXT = plainExcept("<&]>");
  private static final boolean[] PLAIN_TAG = plainExcept("<&>'\"/");
  private static final boolean[] PLAIN_VALUE = plainExcept("<&'\"");
  private static final boolean[] PLAIN_CDATA = plainExcept("]>");

  private final XmlLimits limits;
  private final int outer;
  private final XmlReference reference = new XmlReference();
  private final Utf8 utf8 = new Utf8();

  private int state = OUTSIDE;
  private int afterReference = CONTENT;
  private int depth;
  private int elements;
  private int attributes;
  private int matched;
  private int brackets;
  private byte quote;
  private boolean slash;
  private boolean declarable;

  private int unitLimit = UNBOUNDED;
  private int tagLimit = UNBOUNDED;

  private Cut cut = Cut.MORE;
  private int start;
  private int position;
  private @Nullable XmlFault fault;

  /// `outer` elements are open from the start and never end: 1 where there is no header.
  XmlGuard(XmlLimits limits, int outer) {
    this.limits = limits;
    this.outer = outer;
    this.depth = outer;
    this.declarable = outer == 0;
  }

  /// Where, in the bytes last scanned, the part begins that belongs to a unit.
  int start() {
    return start;
  }

  /// Where the last scan stopped.
  int position() {
    return position;
  }

  /// What the last scan found wrong, when it ended with {@link Cut#FAULT}.
  XmlFault fault() {
    return java.util.Objects.requireNonNull(fault);
  }

  /// Whether no unit is begun.
  boolean isOutside() {
    return state == OUTSIDE;
  }

  /// Goes on to the end of a unit or of the bytes.
  Cut scan(byte[] bytes, int from, int end) {
    cut = Cut.MORE;
    start = from;
    unitLimit = unitLimit == UNBOUNDED ? UNBOUNDED : unitLimit + from;
    tagLimit = tagLimit == UNBOUNDED ? UNBOUNDED : tagLimit + from;
    int pos = from;
    while (cut == Cut.MORE) {
      int limit = Math.min(end, Math.min(unitLimit, tagLimit));
      if (pos >= limit) {
        if (limit < end) {
          refuseSize();
        }
        break;
      }
      pos = utf8.isOpen() ? utf8(bytes, pos, limit) : step(bytes, pos, limit);
    }
    if (state == OUTSIDE && cut == Cut.MORE) {
      start = pos;
    }
    position = pos;
    unitLimit = unitLimit == UNBOUNDED ? UNBOUNDED : unitLimit - pos;
    tagLimit = tagLimit == UNBOUNDED ? UNBOUNDED : tagLimit - pos;
    return cut;
  }

  private int step(byte[] bytes, int pos, int limit) {
    return switch (state) {
      case OUTSIDE -> outside(bytes, pos, limit);
      case OPEN -> open(bytes[pos], pos);
      case START_TAG -> startTag(bytes, pos, limit);
      case VALUE -> value(bytes, pos, limit);
      case END_TAG -> endTag(bytes, pos, limit);
      case CONTENT -> content(bytes, pos, limit);
      case REFERENCE -> reference(bytes[pos], pos);
      case BANG -> bang(bytes[pos], pos);
      case CDATA -> cdata(bytes, pos, limit);
      case QUESTION -> question(bytes[pos], pos);
      case DECLARATION -> declaration(bytes[pos], pos);
      default -> throw new IllegalStateException("state " + state);
    };
  }

  private int outside(byte[] bytes, int from, int limit) {
    int pos = from;
    while (pos < limit && XmlChars.isSpace(bytes[pos])) {
      pos++;
    }
    if (pos == limit) {
      return pos;
    }
    int b = bytes[pos] & 0xFF;
    if (b != '<') {
      return outsiders(b, pos);
    }
    start = pos;
    elements = 0;
    unitLimit = pos + limits.stanzaBytesMax();
    return beginTag(pos);
  }

  /// Something stands where only an element may begin.
  private int outsiders(int b, int pos) {
    if (depth > 0) {
      return refuse(Kind.BAD_FORMAT, "characters between stanzas", pos);
    }
    return b >= 0xFE || b == 0
        ? refuse(Kind.UNSUPPORTED_ENCODING, "only UTF-8 is spoken here", pos)
        : malformed("a stream begins with a tag", pos);
  }

  private int beginTag(int pos) {
    state = OPEN;
    tagLimit = pos + limits.tagBytesMax();
    return pos + 1;
  }

  /// The byte after a `<`.
  private int open(byte b, int pos) {
    return switch (b) {
      case '/' -> {
        state = END_TAG;
        yield depth == outer ? malformed("an end tag without a start tag", pos) : pos + 1;
      }
      case '!' -> {
        state = BANG;
        matched = 0;
        yield pos + 1;
      }
      case '?' -> {
        state = QUESTION;
        matched = 0;
        yield declarable
            ? pos + 1
            : refuse(Kind.RESTRICTED_XML, "processing instructions are not allowed", pos);
      }
      default -> beginElement(b, pos);
    };
  }

  private int beginElement(byte b, int pos) {
    if (b == 0 && depth == 0) {
      return refuse(Kind.UNSUPPORTED_ENCODING, "only UTF-8 is spoken here", pos);
    }
    if (b >= 0 && b != '_' && !(('a' <= b && b <= 'z') || ('A' <= b && b <= 'Z'))) {
      return malformed("no name after <", pos);
    }
    if (depth > limits.depthMax()) {
      return refuse(
          Kind.POLICY_VIOLATION, "more than " + limits.depthMax() + " elements deep", pos);
    }
    elements++;
    if (elements > limits.elementsMax()) {
      return refuse(
          Kind.POLICY_VIOLATION,
          "more than " + limits.elementsMax() + " elements in a stanza",
          pos);
    }
    state = START_TAG;
    declarable = false;
    attributes = 0;
    slash = false;
    return pos;
  }

  private int startTag(byte[] bytes, int from, int limit) {
    if (slash && bytes[from] != '>') {
      return malformed("a / inside a tag", from);
    }
    int pos = plain(PLAIN_TAG, bytes, from, limit);
    if (pos == limit) {
      return pos;
    }
    byte b = bytes[pos];
    return switch (b) {
      case '>' -> endStartTag(pos + 1);
      case '/' -> {
        slash = true;
        yield pos + 1;
      }
      case '\'', '"' -> {
        attributes++;
        if (attributes > limits.attributesMax()) {
          yield refuse(
              Kind.POLICY_VIOLATION,
              "more than " + limits.attributesMax() + " attributes in a tag",
              pos);
        }
        state = VALUE;
        quote = b;
        yield pos + 1;
      }
      default -> special(bytes, pos, limit);
    };
  }

  private int endStartTag(int pos) {
    tagLimit = UNBOUNDED;
    brackets = 0;
    depth++;
    if (depth == 1) {
      state = OUTSIDE;
      unitLimit = UNBOUNDED;
      cut = slash ? closeRoot() : Cut.OPENED;
    } else if (slash) {
      endElement();
    } else {
      state = CONTENT;
    }
    return pos;
  }

  /// A stream that is closed in the tag that opens it. No peer means that.
  private Cut closeRoot() {
    fault = new XmlFault(Kind.BAD_FORMAT, "a stream closed in its header");
    return Cut.FAULT;
  }

  private void endElement() {
    depth--;
    if (depth > 1) {
      state = CONTENT;
      return;
    }
    state = OUTSIDE;
    unitLimit = UNBOUNDED;
    cut = depth == 1 ? Cut.ELEMENT : Cut.CLOSED;
  }

  private int value(byte[] bytes, int from, int limit) {
    int pos = plain(PLAIN_VALUE, bytes, from, limit);
    if (pos == limit) {
      return pos;
    }
    byte b = bytes[pos];
    if (b == quote) {
      state = START_TAG;
      return pos + 1;
    }
    return switch (b) {
      case '\'', '"' -> pos + 1;
      case '&' -> beginReference(VALUE, pos);
      default -> special(bytes, pos, limit);
    };
  }

  private int endTag(byte[] bytes, int from, int limit) {
    int pos = plain(PLAIN_TAG, bytes, from, limit);
    if (pos == limit) {
      return pos;
    }
    if (bytes[pos] == '>') {
      tagLimit = UNBOUNDED;
      brackets = 0;
      endElement();
      return pos + 1;
    }
    return special(bytes, pos, limit);
  }

  private int content(byte[] bytes, int from, int limit) {
    int pos = plain(PLAIN_TEXT, bytes, from, limit);
    if (pos > from) {
      brackets = 0;
    }
    if (pos == limit) {
      return pos;
    }
    return switch (bytes[pos]) {
      case '<' -> beginTag(pos);
      case '&' -> beginReference(CONTENT, pos);
      case ']' -> {
        brackets++;
        yield pos + 1;
      }
      case '>' -> {
        boolean ends = brackets >= 2;
        brackets = 0;
        yield ends ? malformed("]]> in text", pos) : pos + 1;
      }
      default -> {
        brackets = 0;
        yield special(bytes, pos, limit);
      }
    };
  }

  private int beginReference(int after, int pos) {
    afterReference = after;
    state = REFERENCE;
    brackets = 0;
    reference.begin();
    return pos + 1;
  }

  private int reference(byte b, int pos) {
    return switch (reference.take(b)) {
      case MORE -> pos + 1;
      case DONE -> {
        state = afterReference;
        yield pos + 1;
      }
      case UNKNOWN -> refuse(Kind.RESTRICTED_XML, "only the five entities of XML are allowed", pos);
      default -> malformed("malformed reference", pos);
    };
  }

  /// What follows `<!`: the start of a CDATA section, or what is not allowed.
  private int bang(byte b, int pos) {
    if (matched == 0 && b == '-') {
      return refuse(Kind.RESTRICTED_XML, "comments are not allowed", pos);
    }
    if (matched == 0 && b == 'D') {
      return refuse(Kind.RESTRICTED_XML, "document types are not allowed", pos);
    }
    if (depth < 2) {
      return depth == 0
          ? malformed("a stream begins with a tag", pos)
          : refuse(Kind.BAD_FORMAT, "characters between stanzas", pos);
    }
    if (b != "[CDATA[".charAt(matched)) {
      return malformed("neither an element nor a CDATA section", pos);
    }
    matched++;
    if (matched == "[CDATA[".length()) {
      state = CDATA;
      tagLimit = UNBOUNDED;
      brackets = 0;
    }
    return pos + 1;
  }

  private int cdata(byte[] bytes, int from, int limit) {
    int pos = plain(PLAIN_CDATA, bytes, from, limit);
    if (pos > from) {
      brackets = 0;
    }
    if (pos == limit) {
      return pos;
    }
    byte b = bytes[pos];
    if (b == ']') {
      brackets++;
      return pos + 1;
    }
    boolean ends = b == '>' && brackets >= 2;
    brackets = 0;
    if (ends) {
      state = CONTENT;
    }
    return b == '>' ? pos + 1 : special(bytes, pos, limit);
  }

  /// What follows `<?` before the header: `xml`, else it is no declaration.
  private int question(byte b, int pos) {
    boolean fits = matched < 3 ? b == "xml".charAt(matched) : XmlChars.isSpace(b);
    if (!fits) {
      return refuse(Kind.RESTRICTED_XML, "processing instructions are not allowed", pos);
    }
    matched++;
    if (matched == 4) {
      state = DECLARATION;
      matched = 0;
    }
    return pos + 1;
  }

  private int declaration(byte b, int pos) {
    boolean legal = (b >= 0x20 && b != '<') || XmlChars.isSpace(b);
    if (!legal || (matched == 1 && b != '>')) {
      return malformed("malformed XML declaration", pos);
    }
    if (matched == 1) {
      state = OUTSIDE;
      declarable = false;
      unitLimit = UNBOUNDED;
      tagLimit = UNBOUNDED;
      cut = Cut.DECLARED;
    }
    matched = b == '?' ? 1 : 0;
    return pos + 1;
  }

  private static int plain(boolean[] plain, byte[] bytes, int from, int limit) {
    int pos = from;
    while (pos < limit && plain[bytes[pos] & 0xFF]) {
      pos++;
    }
    return pos;
  }

  /// A byte that means nothing to its state: the first of a longer character, or an illegal one.
  private int special(byte[] bytes, int pos, int limit) {
    if (bytes[pos] >= 0) {
      return malformed("a character that may not stand here", pos);
    }
    return utf8(bytes, pos, limit);
  }

  private int utf8(byte[] bytes, int pos, int limit) {
    int next = utf8.take(bytes, pos, limit);
    return next < 0 ? malformed("not UTF-8, or a character that XML does not know", pos) : next;
  }

  private void refuseSize() {
    if (unitLimit <= tagLimit) {
      refuse(
          Kind.POLICY_VIOLATION, "more than " + limits.stanzaBytesMax() + " bytes in a stanza", 0);
    } else {
      refuse(Kind.POLICY_VIOLATION, "more than " + limits.tagBytesMax() + " bytes in a tag", 0);
    }
  }

  private int malformed(String text, int pos) {
    return refuse(Kind.NOT_WELL_FORMED, text, pos);
  }

  private int refuse(Kind kind, String text, int pos) {
    fault = new XmlFault(kind, text);
    cut = Cut.FAULT;
    return pos;
  }

  private static boolean[] plainExcept(String special) {
    var plain = new boolean[256];
    for (int b = 0; b < 128; b++) {
      plain[b] = XmlChars.isChar(b) && special.indexOf(b) < 0;
    }
    return plain;
  }
}
