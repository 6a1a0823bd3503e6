package im.coven.ops;

import java.util.Collection;
import java.util.Comparator;

/// Which of some names a mistyped one most likely means.
final class Nearest {

  private Nearest() {}

  /// The name with the least {@link #distance}; of several the first. `names` is not empty.
  static String to(String typed, Collection<String> names) {
    return names.stream().min(Comparator.comparingInt(name -> distance(typed, name))).orElseThrow();
  }

  /// How many letters must be inserted, removed or replaced to make one of the other (Levenshtein).
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
