package im.coven.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the specifications require, by id, in their order: the rows of `docs/conformance.csv`,
/// which is among the resources too.
public record Requirements(Map<String, Requirement> rows) {

  /// One requirement; `source` is such as `XEP-0369 v0.14.6 §7.1`, `party` who has to meet it.
  public record Requirement(String id, String source, String level, String party, String text) {

    /// What the id begins with, such as `CORE`.
    public String prefix() {
      return id.substring(0, id.indexOf('-'));
    }
  }

  public Requirements {
    rows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /// The requirements among the resources.
  public static Requirements load() {
    return parse(Suite.text("conformance.csv"));
  }

  /// Reads a table with a header.
  ///
  /// @throws IllegalArgumentException when an id stands there twice
  public static Requirements parse(String csv) {
    Map<String, Requirement> rows = new LinkedHashMap<>();
    for (List<String> cells : records(csv)) {
      var row =
          new Requirement(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
      if (rows.put(row.id(), row) != null) {
        throw new IllegalArgumentException("twice in the catalogue: " + row.id());
      }
    }
    return new Requirements(rows);
  }

  /// The records of a CSV text (RFC 4180) below its header.
  public static List<List<String>> records(String csv) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (csv.startsWith("\"\"", i)) {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        record.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          records.add(record);
          record = new ArrayList<>();
        }
      } else {
        cell.append(c);
      }
    }
    return records.subList(1, records.size());
  }
}
