package im.coven.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.xml.XmlWriter;
import org.jspecify.annotations.Nullable;

/// The XML of a stream whose elements stand alone, each in a message. See RFC 7395 §3.3 to §3.6.
public final class MessageXml {

  /// What ends a stream.
  public static final String END = "<close xmlns='" + MessageReader.NS + "'/>";

  private static final byte[] CONTENT = (" xmlns='" + Stanza.NS + "'").getBytes(US_ASCII);
  private static final byte[] STREAM = (" xmlns:stream='" + StreamXml.NS + "'").getBytes(US_ASCII);
  private static final byte[] DECLARED = " xmlns='".getBytes(US_ASCII);
  private static final byte[] STREAM_PREFIX = "<stream:".getBytes(US_ASCII);

  private MessageXml() {}

  /// What opens a stream. See RFC 7395 §3.4.
  public static String header(String id, String domain, @Nullable Jid to) {
    var out = new StringBuilder(256).append("<open xmlns='").append(MessageReader.NS);
    out.append("' version='1.0' xml:lang='en'");
    attribute("id", id, out);
    if (!domain.isEmpty()) {
      attribute("from", domain, out);
    }
    if (to != null) {
      attribute("to", to.toString(), out);
    }
    return out.append("/>").toString();
  }

  private static void attribute(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append("='");
    XmlWriter.escapeAttribute(value, out);
    out.append('\'');
  }

  /// An element that stood in a stream which is one document, or the beginning of one up to its
  /// first attribute at least: with a declaration of the namespace that it had from there.
  ///
  /// Knows what {@link StreamXml} and {@link XmlWriter} write, in which `xmlns` comes first.
  public static byte[] alone(byte[] element) {
    int name = 1;
    while (name < element.length && isName(element[name])) {
      name++;
    }
    if (at(element, name, DECLARED)) {
      return element;
    }
    byte[] declaration = at(element, 0, STREAM_PREFIX) ? STREAM : CONTENT;
    byte[] alone = new byte[element.length + declaration.length];
    System.arraycopy(element, 0, alone, 0, name);
    System.arraycopy(declaration, 0, alone, name, declaration.length);
    System.arraycopy(element, name, alone, name + declaration.length, element.length - name);
    return alone;
  }

  private static boolean isName(byte b) {
    return b != ' ' && b != '/' && b != '>';
  }

  private static boolean at(byte[] bytes, int from, byte[] wanted) {
    if (bytes.length - from < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
