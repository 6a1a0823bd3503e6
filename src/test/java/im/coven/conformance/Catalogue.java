package im.coven.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The requirements of `docs/conformance.csv`, by id, and what
/// `docs/conformance-not-applicable.csv` says of some of them.
record Catalogue(Map<String, Row> rows, Map<String, String> notApplicable) {

  /// One requirement.
  record Row(String id, String source, String level, String party, String requirement) {

    /// What the id begins with, such as `CORE`.
    String prefix() {
      return id.substring(0, id.indexOf('-'));
    }
  }

  static Catalogue read(Path docs) throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (List<String> cells : csv(docs.resolve("conformance.csv"))) {
      var row = new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
      if (rows.put(row.id(), row) != null) {
        throw new IllegalStateException("twice in the catalogue: " + row.id());
      }
    }
    Map<String, String> notApplicable = new LinkedHashMap<>();
    for (List<String> cells : csv(docs.resolve("conformance-not-applicable.csv"))) {
      notApplicable.put(cells.get(0), cells.get(1));
    }
    return new Catalogue(rows, notApplicable);
  }

  /// The records of a CSV file (RFC 4180) below its header.
  private static List<List<String>> csv(Path file) throws IOException {
    List<List<String>> records = parse(Files.readString(file));
    return records.subList(1, records.size());
  }

  static List<List<String>> parse(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    var cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (text.startsWith("\"\"", i)) {
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
    return records;
  }
}
