package im.coven.channel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a bare JID took part in a channel, as the hash `periods` has it: with each join and each
/// leave, of whatever kind, the id of its entry.
///
/// It is no part of what a replica loads: only who reads an account's archive asks for it.
public final class Periods {

  static final String HASH = "periods";
  static final String JOINED = "+";
  static final String LEFT = "-";

  /// From the entry of a join to that of the leave, which is null while it lasts.
  public record Period(EntryId joined, @Nullable EntryId left) {}

  private Periods() {}

  /// Reads a field of the hash, such as ` +17-0 -19-2 +20-1`, oldest first. A leave whose join was
  /// dropped says nothing.
  public static List<Period> read(String text) {
    var periods = new ArrayList<Period>();
    EntryId since = null;
    for (String mark : text.strip().split(" ", -1)) {
      if (mark.startsWith(JOINED)) {
        since = EntryId.parse(mark.substring(1));
      } else if (mark.startsWith(LEFT) && since != null) {
        periods.add(new Period(since, EntryId.parse(mark.substring(1))));
        since = null;
      }
    }
    if (since != null) {
      periods.add(new Period(since, null));
    }
    return List.copyOf(periods);
  }
}
