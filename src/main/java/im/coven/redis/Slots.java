package im.coven.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The hash slots of a Redis Cluster. See the cluster specification, "Key distribution model".
final class Slots {

  static final int COUNT = 16_384;

  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int crc = i << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ 0x1021;
      }
      TABLE[i] = crc & 0xFFFF;
    }
  }

  private Slots() {}

  /// The slot of a key or a topic: that of what stands between the first `{` and the next `}`,
  /// where there is something, else that of all of it.
  static int of(String key) {
    int open = key.indexOf('{');
    int close = key.indexOf('}', open + 1);
    String tag = open >= 0 && close > open + 1 ? key.substring(open + 1, close) : key;
    int crc = 0;
    for (byte each : tag.getBytes(StandardCharsets.UTF_8)) {
      crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ each) & 0xFF]) & 0xFFFF;
    }
    return crc % COUNT;
  }

  /// Whether all lie in one slot.
  static boolean areOne(List<String> keys) {
    return keys.stream().mapToInt(Slots::of).distinct().count() == 1;
  }

  /// A name as a hash tag: as it is, but for braces, of which `}` at its start would make it none.
  static String tag(String name) {
    return name.indexOf('}') < 0 && name.indexOf('%') < 0
        ? "{" + name + "}"
        : "{" + name.replace("%", "%25").replace("}", "%7D") + "}";
  }
}
