package im.coven.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What has to be known of a stream with acknowledgements to continue it elsewhere.
///
/// Numbers count stanzas since the counting began and do not wrap. Everything that was sent up to
/// `base` and not acknowledged is in `kept`, maybe some that is. Of what was sent after it, `kept`
/// has all that was sent to this client alone; the rest came from channels, and follows `position`,
/// which says how far each of them had been sent at `base`. Where the channels changed since, that
/// is not `settled`, and nothing can be said of what came after `base`.
///
/// @param inbound what is taken care of of the client's stanzas
/// @param acknowledged how many stanzas the client has acknowledged
/// @param position as the service behind the door writes it
/// @param state of the session, as the service behind the door writes it
/// @see Replay
public record Checkpoint(
    Inbound inbound,
    long acknowledged,
    long base,
    String position,
    boolean settled,
    String state,
    SortedMap<Long, Kept> kept) {

  public static final String INBOUND = "i";
  public static final String ACKNOWLEDGED = "a";
  public static final String BASE = "b";
  public static final String POSITION = "c";

  /// `1` where the checkpoint is not settled, else empty.
  public static final String UNSETTLED = "v";

  public static final String STATE = "t";
  private static final String KEPT = "d";

  /// The client's stanzas that are taken care of: the first `all`, and of those after them `more`.
  public record Inbound(long all, List<Long> more) {

    public Inbound {
      more = List.copyOf(more);
    }

    @Override
    public String toString() {
      var out = new StringBuilder().append(all);
      more.forEach(number -> out.append(' ').append(number));
      return out.toString();
    }

    /// Reads [#toString].
    public static Inbound read(String text) {
      List<Long> numbers = Arrays.stream(text.split(" ", -1)).map(Long::valueOf).toList();
      return new Inbound(numbers.getFirst(), numbers.subList(1, numbers.size()));
    }
  }

  /// A stanza that was sent, when, and whether others had the same of a channel. A client's own is
  /// complete XML; what is shared is written as it stands in a stream.
  public record Kept(boolean shared, long sentMs, String xml) {

    @Override
    public String toString() {
      return (shared ? "c" : "d") + sentMs + " " + xml;
    }

    static Kept read(String text) {
      int space = text.indexOf(' ');
      return new Kept(
          text.charAt(0) == 'c',
          Long.parseLong(text.substring(1, space)),
          text.substring(space + 1));
    }
  }

  /// What a checkpoint has become: fields to set, and fields to remove.
  public record Change(Map<String, String> set, List<String> removed) {

    public Change {
      set = Map.copyOf(set);
      removed = List.copyOf(removed);
    }

    /// Nothing.
    public static Change none() {
      return new Change(Map.of(), List.of());
    }
  }

  /// As named fields.
  public Map<String, String> fields() {
    var fields = new HashMap<String, String>();
    fields.put(INBOUND, inbound.toString());
    fields.put(ACKNOWLEDGED, String.valueOf(acknowledged));
    fields.put(BASE, String.valueOf(base));
    fields.put(POSITION, position);
    fields.put(UNSETTLED, settled ? "" : "1");
    fields.put(STATE, state);
    kept.forEach((number, stanza) -> fields.put(field(number), stanza.toString()));
    return fields;
  }

  /// The name of the field of a stanza.
  public static String field(long number) {
    return KEPT + number;
  }

  /// Reads [#fields]; others are ignored.
  ///
  /// @throws RuntimeException when they are not what [#fields] makes
  public static Checkpoint read(Map<String, String> fields) {
    var kept = new TreeMap<Long, Kept>();
    fields.forEach((name, value) -> {
      if (name.startsWith(KEPT)) {
        kept.put(Long.valueOf(name.substring(1)), Kept.read(value));
      }
    });
    return new Checkpoint(
        Inbound.read(fields.getOrDefault(INBOUND, "0")),
        Long.parseLong(fields.getOrDefault(ACKNOWLEDGED, "0")),
        Long.parseLong(fields.getOrDefault(BASE, "0")),
        fields.getOrDefault(POSITION, ""),
        fields.getOrDefault(UNSETTLED, "").isEmpty(),
        fields.getOrDefault(STATE, ""),
        kept);
  }

  /// The names of the fields of the stanzas.
  public List<String> keptFields() {
    var names = new ArrayList<String>();
    kept.keySet().forEach(number -> names.add(field(number)));
    return names;
  }
}
