package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of this package as text, for Redis and for the way between instances.
///
/// Fields are parted by control characters that XML forbids, so nothing that came over a stream
/// needs escaping. The fields of a session are its place, its id, `1` where it takes messages to
/// the bare JID, its wishes, and its presence: the Lua scripts know that.
public final class StoredText {

  /// Parts fields.
  public static final char FIELD = '\u001f';

  private static final String SEPARATOR = String.valueOf(FIELD);

  /// Parts the fields of a roster item, which may hold a stanza.
  private static final String GROUP = "\u001d";

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
    return String.join(GROUP, fields);
  }

  /// Reads [#write(RosterItem)].
  public static RosterItem item(Jid jid, String text) {
    String[] fields = text.split(GROUP, -1);
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
    return join(
        entry.place(),
        entry.id(),
        entry.takesBareMessages() ? "1" : "0",
        entry.wishes().write(),
        presence == null ? "" : write(presence));
  }

  /// Reads [#write(SessionEntry)].
  public static SessionEntry session(String resource, String text) {
    String[] fields = fields(text, 5);
    Presence presence = fields[4].isEmpty() ? null : (Presence) stanza(fields[4]);
    return new SessionEntry(resource, fields[0], fields[1], Wishes.read(fields[3]), presence);
  }

  /// A stanza, as XML.
  public static String write(Stanza stanza) {
    return XmlWriter.toString(stanza.toElement());
  }

  /// Reads [#write(Stanza)].
  public static Stanza stanza(String text) {
    return switch (StanzaCodec.read(XmlReader.parse(text))) {
      case StanzaCodec.Ok(var stanza) -> stanza;
      case StanzaCodec.Refused _ -> throw new IllegalArgumentException("not a stanza");
    };
  }
}
