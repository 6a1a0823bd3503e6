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

  /// The smallest id after another one: what a clock that stands or goes back is given.
  static String after(String id) {
    return at(Instant.parse(id).plusNanos(1_000));
  }
}
