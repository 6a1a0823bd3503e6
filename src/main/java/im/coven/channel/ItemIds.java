package im.coven.channel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Item ids that are the time of the item's making: XEP-0082 in UTC with microseconds, so that they
/// sort as text (H43).
public final class ItemIds {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private ItemIds() {}

  /// The id of an item made then.
  public static String at(Instant time) {
    return FORMAT.format(time);
  }

  /// The id of an item that replaces another: that of its time, or, where a clock stands or goes
  /// back, the smallest one after the other's.
  static String next(String wanted, String last) {
    return wanted.compareTo(last) > 0 ? wanted : at(Instant.parse(last).plusNanos(1_000));
  }
}
