package im.coven.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import im.coven.channel.ChannelEvent.OccupantsChanged;
import im.coven.channel.OccupantChange.Gone;
import im.coven.channel.OccupantChange.Present;
import im.coven.jid.Jid;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;

/// Changes of occupants as they stand in the log, and occupants as they stand in the hash
/// `occupants` of the state: field the full JID, value a record with the rest.
final class OccupantCodec {

  private static final String PRESENT = "present";
  private static final String GONE = "gone";

  private OccupantCodec() {}

  /// Each change as its length in bytes, a line feed, and a record.
  static byte[] write(OccupantsChanged changed) {
    var out = new ByteArrayOutputStream(256);
    for (OccupantChange change : changed.changes()) {
      byte[] record = record(change).put("client", change.occupant().client()).toBytes();
      out.writeBytes((record.length + "\n").getBytes(US_ASCII));
      out.writeBytes(record);
    }
    return out.toByteArray();
  }

  /// Reads [#write].
  ///
  /// @throws IllegalArgumentException when the bytes are none
  static OccupantsChanged read(byte[] bytes) {
    var changes = new ArrayList<OccupantChange>();
    int from = 0;
    while (from < bytes.length) {
      int length = 0;
      while (bytes[from] != '\n') {
        length = 10 * length + Character.digit(bytes[from], 10);
        from++;
      }
      changes.add(change(Fields.read(Arrays.copyOfRange(bytes, from + 1, from + 1 + length))));
      from += 1 + length;
    }
    return new OccupantsChanged(changes);
  }

  static StateChange change(OccupantChange change) {
    String field = change.occupant().client().toString();
    return switch (change) {
      case Present present ->
          new StateChange.Put(StateCodec.OCCUPANTS, field, record(present).toString());
      case Gone _ -> new StateChange.Remove(StateCodec.OCCUPANTS, field);
    };
  }

  /// Reads an occupant of the state.
  static Occupant occupant(String field, String value) {
    return occupant(Jid.of(field), Fields.read(value));
  }

  private static Fields record(OccupantChange change) {
    Occupant occupant = change.occupant();
    return switch (change) {
      case Present _ ->
          new Fields(PRESENT)
              .put("id", occupant.id())
              .put("owner", occupant.owner())
              .put("lang", occupant.lang())
              .body(occupant.payload().getBytes(UTF_8));
      case Gone(_, var nick, var how, var payload) ->
          new Fields(GONE)
              .put("id", occupant.id())
              .put("owner", occupant.owner())
              .put("nick", nick)
              .put("how", how.stored())
              .body(payload.getBytes(UTF_8));
    };
  }

  private static OccupantChange change(Fields fields) {
    Occupant occupant = occupant(Jid.of(fields.require("client")), fields);
    return fields.kind().equals(GONE)
        ? new Gone(
            occupant.silent(),
            fields.require("nick"),
            Departure.ofStored(fields.require("how")),
            occupant.payload())
        : new Present(occupant);
  }

  private static Occupant occupant(Jid client, Fields fields) {
    return new Occupant(
        fields.require("id"),
        client,
        fields.require("owner"),
        fields.orNull("lang"),
        new String(fields.body(), UTF_8));
  }
}
