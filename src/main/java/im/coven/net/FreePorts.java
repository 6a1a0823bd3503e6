package im.coven.net;

import java.util.HashMap;
import java.util.Map;

/// The free ports that were taken for those who asked for port 0.
///
/// Vert.x shares a port among loops by the number that was asked for: 0 is a new port each time, a
/// negative number the same one. Shared by the doors of all loops.
final class FreePorts {

  private final Map<Integer, Integer> askedByTaken = new HashMap<>();
  private int last = -1;

  /// What to ask Vert.x for, so as to share a port that was taken before.
  synchronized int asked(int wanted) {
    if (wanted == 0) {
      last--;
      return last;
    }
    return askedByTaken.getOrDefault(wanted, wanted);
  }

  /// A port was taken.
  synchronized void taken(int asked, int port) {
    if (asked < 0) {
      askedByTaken.put(port, asked);
    }
  }
}
