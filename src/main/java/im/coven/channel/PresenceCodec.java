package im.coven.channel;

import im.coven.channel.ChannelEvent.PresenceChanged;
import im.coven.channel.PresenceChange.Gone;
import im.coven.channel.PresenceChange.Shown;
import im.coven.jid.Jid;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;

/// Changes of presence as they stand in the log, and items as they stand in the hash `presence` of
/// the state: field `ID/resource`, with the real resource, value a record with the rest.
final class PresenceCodec {

  private static final String SHOWN = "shown";
  private static final String GONE = "gone";

  private PresenceCodec() {}

  /// Each change as its length in bytes, a line feed, and a record.
  static byte[] write(PresenceChanged changed) {
    var out = new ByteArrayOutputStream(256);
    for (PresenceChange change : changed.changes()) {
      PresenceItem item = change.item();
      byte[] record =
          value(item, change instanceof Gone ? GONE : SHOWN)
              .put("id", item.id())
              .put("resource", item.resource())
              .toBytes();
      out.writeBytes((record.length + "\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(record);
    }
    return out.toByteArray();
  }

  /// Reads [#write].
  ///
  /// @throws IllegalArgumentException when the bytes are none
  static PresenceChanged read(byte[] bytes) {
    var changes = new ArrayList<PresenceChange>();
    int from = 0;
    while (from < bytes.length) {
      int length = 0;
      while (bytes[from] != '\n') {
        length = 10 * length + Character.digit(bytes[from], 10);
        from++;
      }
      Fields fields = Fields.read(Arrays.copyOfRange(bytes, from + 1, from + 1 + length));
      from += 1 + length;
      PresenceItem item = item(fields.require("id"), fields.require("resource"), fields);
      changes.add(fields.kind().equals(GONE) ? new Gone(item) : new Shown(item));
    }
    return new PresenceChanged(changes);
  }

  /// The field of a client's item.
  static String field(String id, String resource) {
    return id + "/" + resource;
  }

  static StateChange change(PresenceChange change) {
    PresenceItem item = change.item();
    String field = field(item.id(), item.resource());
    return switch (change) {
      case Shown _ ->
          new StateChange.Put(StateCodec.PRESENCE, field, value(item, SHOWN).toString());
      case Gone _ -> new StateChange.Remove(StateCodec.PRESENCE, field);
    };
  }

  /// Reads an item of the state.
  static PresenceItem item(String field, String value) {
    int slash = field.indexOf('/');
    return item(field.substring(0, slash), field.substring(slash + 1), Fields.read(value));
  }

  private static Fields value(PresenceItem item, String kind) {
    return new Fields(kind)
        .put("owner", item.owner())
        .put("lang", item.lang())
        .put("face", item.face().resource())
        .put("nick", item.face().nick())
        .put("jid", item.face().jid())
        .put("guest", item.guest())
        .body(item.payload().getBytes(StandardCharsets.UTF_8));
  }

  private static PresenceItem item(String id, String resource, Fields fields) {
    var face =
        new PresenceItem.Face(
            fields.require("face"),
            fields.orNull("nick"),
            fields.find("jid").map(Jid::of).orElse(null));
    String payload = new String(fields.body(), StandardCharsets.UTF_8);
    return new PresenceItem(
        id,
        resource,
        fields.require("owner"),
        fields.orNull("lang"),
        payload,
        face,
        fields.find("guest").map(Jid::of).orElse(null));
  }
}
