package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.xml.Attribute;
import im.coven.xml.Element;
import im.coven.xml.Node;
import im.coven.xml.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of this package as text, for Redis and for the way between instances.
///
/// Pieces are parted by control characters that XML forbids, so nothing that came over a stream
/// needs escaping and reading back is one pass. The first field of a session is its place and the
/// second its id: the Lua scripts know that.
public final class StoredText {

  /// Parts fields.
  public static final char FIELD = '\u001f';

  private static final char OPEN = '\u0001';
  private static final char BODY = '\u0002';
  private static final char CLOSE = '\u0003';
  private static final char ATTRIBUTE = '\u001e';
  private static final String SEPARATOR = String.valueOf(FIELD);
  private static final int ITEM_FIELDS = 7;

  private StoredText() {}

  /// Splits fields, at most `count`; the last one keeps its separators.
  public static String[] fields(String text, int count) {
    return text.split(SEPARATOR, count);
  }

  /// Joins fields.
  public static String join(String... fields) {
    return String.join(SEPARATOR, fields);
  }

  /// A roster item without its address.
  public static String write(RosterItem item) {
    var fields = new ArrayList<String>();
    fields.add(item.listed() ? "1" : "0");
    fields.add(item.name());
    fields.add(item.subscription().wire());
    fields.add(item.ask() ? "1" : "0");
    fields.add(item.approved() ? "1" : "0");
    fields.add(item.request() == null ? "" : write(item.request()));
    fields.add(item.participantId() == null ? "" : item.participantId());
    fields.addAll(item.groups());
    return String.join("\u001d", fields);
  }

  /// Reads [#write(RosterItem)].
  public static RosterItem item(Jid jid, String text) {
    String[] fields = text.split("\u001d", -1);
    if (fields.length < ITEM_FIELDS) {
      throw new IllegalArgumentException("not a roster item");
    }
    return new RosterItem(
        jid,
        fields[0].equals("1"),
        fields[1],
        Arrays.asList(fields).subList(ITEM_FIELDS, fields.length),
        Subscription.read(fields[2]).orElseThrow(),
        fields[3].equals("1"),
        fields[4].equals("1"),
        fields[5].isEmpty() ? null : (Presence) stanza(fields[5]),
        fields[6].isEmpty() ? null : fields[6]);
  }

  /// A session without its resource.
  public static String write(SessionEntry entry) {
    @Nullable Presence presence = entry.presence();
    return join(entry.place(), entry.id(), presence == null ? "" : write(presence));
  }

  /// Reads [#write(SessionEntry)].
  public static SessionEntry session(String resource, String text) {
    String[] fields = fields(text, 3);
    Presence presence = fields[2].isEmpty() ? null : (Presence) stanza(fields[2]);
    return new SessionEntry(resource, fields[0], fields[1], presence);
  }

  /// A stanza.
  public static String write(Stanza stanza) {
    var out = new StringBuilder(256);
    write(stanza.toElement(), out);
    return out.toString();
  }

  /// Reads [#write(Stanza)].
  public static Stanza stanza(String text) {
    var reader = new Reader(text);
    return switch (StanzaCodec.read(reader.element())) {
      case StanzaCodec.Ok(var stanza) -> stanza;
      case StanzaCodec.Refused refused -> throw new IllegalArgumentException("not a stanza");
    };
  }

  private static void write(Element element, StringBuilder out) {
    out.append(OPEN).append(element.name()).append(FIELD).append(element.ns());
    for (Attribute attribute : element.attributes()) {
      out.append(ATTRIBUTE).append(attribute.ns()).append(FIELD);
      out.append(attribute.name()).append(FIELD).append(attribute.value());
    }
    out.append(BODY);
    for (Node node : element.nodes()) {
      switch (node) {
        case Element child -> write(child, out);
        case Text(var value) -> out.append(value);
      }
    }
    out.append(CLOSE);
  }

  /// Reads one element; its place in the text moves on.
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Element element() {
      expect(OPEN);
      String name = until(FIELD, FIELD);
      at++;
      String ns = until(ATTRIBUTE, BODY);
      var attributes = new ArrayList<Attribute>();
      while (text.charAt(at) == ATTRIBUTE) {
        at++;
        String attributeNs = until(FIELD, FIELD);
        at++;
        String attributeName = until(FIELD, FIELD);
        at++;
        attributes.add(new Attribute(attributeNs, attributeName, until(ATTRIBUTE, BODY)));
      }
      expect(BODY);
      List<Node> nodes = nodes();
      expect(CLOSE);
      return new Element(name, ns, attributes, nodes);
    }

    private List<Node> nodes() {
      var nodes = new ArrayList<Node>();
      while (text.charAt(at) != CLOSE) {
        nodes.add(text.charAt(at) == OPEN ? element() : new Text(until(OPEN, CLOSE)));
      }
      return nodes;
    }

    private String until(char one, char other) {
      int from = at;
      while (text.charAt(at) != one && text.charAt(at) != other) {
        at++;
      }
      return text.substring(from, at);
    }

    private void expect(char c) {
      if (text.charAt(at) != c) {
        throw new IllegalArgumentException("not an element");
      }
      at++;
    }
  }
}
